import { openDocuments } from "./here-document.ts";
import type { ParsedScript, ParseError, Statement } from "./parse.ts";
import type { Shell } from "./shell.ts";

/** The statements that are whole before the line on which a script's first error stands. */
export function statementsBefore(script: ParsedScript, text: string): readonly Statement[] {
  const error = firstError(script);
  if (!error) return script.commands;
  // What the parser could not end it leaves without a place: such a statement begins after the one before.
  const isPlaced = ({ pos, end }: Statement) => end > pos;
  const index = script.commands.findIndex((statement) => statement.end >= error.pos || !isPlaced(statement));
  const broken = script.commands[index];
  const whole = index < 0 ? script.commands : script.commands.slice(0, index);
  const begin = broken && !isPlaced(broken) ? skipBlanks(text, whole.at(-1)?.end ?? 0) : (broken?.pos ?? error.pos);
  const lineStart = text.lastIndexOf("\n", Math.min(begin, error.pos) - 1) + 1;
  return whole.filter((statement) => statement.end <= lineStart);
}

/** The place of the first character from `position` on that could begin a command. */
function skipBlanks(text: string, position: number): number {
  return position + (/^[\s;]*/.exec(text.slice(position))?.[0].length ?? 0);
}

function firstError(script: ParsedScript): ParseError | undefined {
  return script.errors?.reduce((first, error) => (error.pos < first.pos ? error : first));
}

const QUOTES: Readonly<Record<string, string>> = {
  "unterminated double quote": '"',
  "unterminated single quote": "'",
  "unterminated ANSI-C quote": "'",
  "unterminated locale string": '"',
  "unterminated backtick": "`",
  "unterminated command substitution": ")",
  "unterminated parameter expansion": "}",
  "unterminated arithmetic expansion": ")",
  "unterminated arithmetic command": ")",
  "unterminated extended glob": ")",
  "unterminated array": ")",
  "unterminated process substitution": ")",
};

/** Whether more lines could make the source whole: an interactive shell then asks for them with PS2. */
export function isIncomplete(script: ParsedScript, text: string): boolean {
  if (/(^|[^\\])(\\\\)*\\\n?$/.test(text) && !script.errors?.length) return /\\\n?$/.test(text);
  const error = firstError(script);
  if (!error) return text.includes("<<") && openDocuments(script).length > 0;
  if (error.message.startsWith("unterminated")) return true;
  if (error.message.startsWith("unexpected token")) return false;
  if (error.message.includes("nesting depth")) return false;
  return restIsBlank(text, error.pos);
}

function restIsBlank(text: string, position: number): boolean {
  return text
    .slice(position)
    .split("\n")
    .every((line) => /^\s*(#.*)?$/.test(line));
}

/** Shows a script's first error in bash's words. Returns the status: 2. */
export async function reportSyntaxError(shell: Shell, script: ParsedScript, text: string): Promise<number> {
  const error = firstError(script);
  if (!error) return 0;
  const ended = QUOTES[error.message] ?? (error.message.startsWith("unterminated") ? ")" : undefined);
  const say = (message: string, later = 0) => complainOfSyntax(shell, message, later);
  if (ended !== undefined && shell.flavour === "bash") {
    shell.position = Math.max(0, error.pos);
    await say(`unexpected EOF while looking for matching \`${ended}'`);
    return 2;
  }
  if (ended !== undefined || isIncomplete(script, text)) {
    shell.position = text.length;
    await say(
      shell.flavour === "dash" ? "Syntax error: end of file unexpected" : `syntax error: unexpected end of file`,
      text.endsWith("\n") ? 0 : 1,
    );
    return 2;
  }
  const token = tokenAt(text, error);
  shell.position = Math.min(error.pos, text.length);
  const quoted = token === "newline" ? "newline" : `"${token}"`;
  if (shell.flavour === "dash") await say(`Syntax error: ${quoted} unexpected`);
  else if (shell.flavour === "ash") await say(`syntax error: unexpected ${quoted}`);
  else {
    await say(`syntax error near unexpected token \`${token}'`);
    const line = text.split("\n")[text.slice(0, error.pos).split("\n").length - 1] ?? "";
    if (!shell.interactive && !shell.unnumbered) await say(`\`${line}'`);
  }
  return 2;
}

/** Of `-c` text the name in a syntax error is `bash: -c`. */
async function complainOfSyntax(shell: Shell, message: string, later = 0): Promise<void> {
  const where = shell.where(later);
  const numbered = shell.options.has("command-string") && shell.flavour === "bash" && shell.source.name === shell.name;
  await shell.write(2, `${numbered ? where.replace(/: line/, ": -c: line") : where}${message}\n`);
}

/** The token that stands where the parser stopped. */
function tokenAt(text: string, error: ParseError): string {
  const named = /^unexpected token '([\s\S]*)'$/.exec(error.message)?.[1];
  if (named !== undefined) return named === "" ? "newline" : named;
  const rest = text.slice(error.pos).replace(/^[ \t]+/, "");
  if (rest === "" || rest.startsWith("\n")) return "newline";
  return /^(;;&|;;|;&|&&|\|\||\|&|<<<|<<-?|>>|[<>]&|&>|[;&|()<>]|[^\s;&|()<>]+)/.exec(rest)?.[1] ?? "newline";
}
