import type { ParsedScript, ParseError, Statement } from "./parse.ts";
import type { Shell } from "./shell.ts";

/** The statements that are whole before the line on which a script's first error stands. */
export function statementsBefore(script: ParsedScript, text: string): readonly Statement[] {
  const error = firstError(script);
  if (!error) return script.commands;
  const broken = script.commands.find((statement) => statement.end >= error.pos);
  const start = Math.min(broken?.pos ?? error.pos, error.pos);
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  return script.commands.filter((statement) => statement.end <= lineStart);
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
  if (!error) return openHereDocument(script);
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

/** A here-document whose closing line has not come. */
function openHereDocument(script: ParsedScript): boolean {
  return /"type":"HereDoc"/.test(JSON.stringify(script, withoutClosing) ?? "");
}

function withoutClosing(key: string, value: unknown): unknown {
  if (key === "parts") return undefined;
  if (isHereDocument(value) && value.closing !== undefined) return undefined;
  return value;
}

function isHereDocument(value: unknown): value is { type: "HereDoc"; closing?: unknown } {
  return typeof value === "object" && value !== null && "type" in value && value.type === "HereDoc";
}

/** Shows a script's first error in bash's words. Returns the status: 2. */
export async function reportSyntaxError(shell: Shell, script: ParsedScript, text: string): Promise<number> {
  const error = firstError(script);
  if (!error) return 0;
  const ended = QUOTES[error.message];
  const lines = text.split("\n");
  if (ended !== undefined && shell.flavour === "bash") {
    shell.position = Math.max(0, error.pos);
    await shell.complain(`unexpected EOF while looking for matching \`${ended}'`);
    return 2;
  }
  if (isIncomplete(script, text) || ended !== undefined) {
    shell.position = text.length;
    const words =
      shell.flavour === "bash"
        ? "syntax error: unexpected end of file"
        : `syntax error: unexpected ${shell.flavour === "ash" ? "end of file" : "end of file"}`;
    await shell.complain(shell.flavour === "dash" ? `Syntax error: end of file unexpected` : words);
    return 2;
  }
  const token = tokenAt(text, error);
  shell.position = Math.min(error.pos, text.length);
  if (shell.flavour === "dash") {
    await shell.complain(`Syntax error: ${token === "newline" ? "newline" : `"${token}"`} unexpected`);
    return 2;
  }
  if (shell.flavour === "ash") {
    await shell.complain(`syntax error: unexpected ${token === "newline" ? "newline" : `"${token}"`}`);
    return 2;
  }
  await shell.complain(`syntax error near unexpected token \`${token}'`);
  if (!shell.interactive && !shell.unnumbered) {
    const line = lines[text.slice(0, error.pos).split("\n").length - 1] ?? "";
    await shell.complain(`\`${line}'`);
  }
  return 2;
}

/** The token that stands where the parser stopped. */
function tokenAt(text: string, error: ParseError): string {
  const named = /^unexpected token '([\s\S]*)'$/.exec(error.message)?.[1];
  if (named !== undefined) return named === "" ? "newline" : named;
  const rest = text.slice(error.pos).replace(/^[ \t]+/, "");
  if (rest === "" || rest.startsWith("\n")) return "newline";
  return /^(;;&|;;|;&|&&|\|\||\|&|<<<|<<-?|>>|[<>]&|&>|[;&|()<>]|[^\s;&|()<>]+)/.exec(rest)?.[1] ?? "newline";
}
