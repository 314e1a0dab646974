import { faultIn } from "./grammar/grammar.ts";
import type { Fault } from "./grammar/token.ts";
import { openDocuments } from "./here-document.ts";
import type { ParsedScript, ParseError, Statement } from "./parse.ts";
import type { Shell } from "./shell.ts";

/** The statements that are whole before the line on which a script's first error stands. */
export function statementsBefore(script: ParsedScript, text: string): readonly Statement[] {
  const at = Math.min(firstError(script)?.pos ?? text.length, faultOf(script, text)?.at ?? text.length);
  // What the parser could not end it leaves without a place: such a statement begins after the one before.
  const isPlaced = ({ pos, end }: Statement) => end > pos;
  const index = script.commands.findIndex((statement) => statement.end >= at || !isPlaced(statement));
  const broken = script.commands[index];
  const whole = index < 0 ? script.commands : script.commands.slice(0, index);
  const begin = broken && !isPlaced(broken) ? skipBlanks(text, whole.at(-1)?.end ?? 0) : (broken?.pos ?? at);
  const lineStart = text.lastIndexOf("\n", Math.min(begin, at) - 1) + 1;
  return whole.filter((statement) => statement.end <= lineStart);
}

/** The place of the first character from `position` on that could begin a command. */
function skipBlanks(text: string, position: number): number {
  return position + (/^[\s;]*/.exec(text.slice(position))?.[0].length ?? 0);
}

function firstError(script: ParsedScript): ParseError | undefined {
  return script.errors?.reduce((first, error) => (error.pos < first.pos ? error : first));
}

/** What is wrong with a source, if anything: by bash's grammar, or else by the parser that has to make a tree of it. */
export function faultOf(script: ParsedScript, text: string): Fault | undefined {
  const fault = faultIn(text);
  if (fault) return fault;
  const error = firstError(script);
  if (!error) return undefined;
  if (error.message.startsWith("unterminated")) return { kind: "open", closing: ")", at: Math.max(0, error.pos) };
  return { kind: "unexpected", token: tokenAt(text, error), at: Math.min(error.pos, text.length) };
}

/** Whether more lines could make the source whole: an interactive shell then asks for them with PS2. */
export function isIncomplete(script: ParsedScript, text: string): boolean {
  if (/(?<!\\)(?:\\\\)*\\\n?$/.test(text)) return true;
  const fault = faultOf(script, text);
  if (fault) return fault.kind === "open";
  return text.includes("<<") && openDocuments(script).length > 0;
}

/** Shows what is wrong with a source, in the shell's words. Returns the status: 2. */
export async function reportSyntaxError(shell: Shell, script: ParsedScript, text: string): Promise<number> {
  const fault = faultOf(script, text);
  if (!fault) return 0;
  shell.position = fault.at;
  if (fault.kind === "open") await complainOfEnd(shell, text, fault);
  else if (fault.kind === "message" && shell.flavour === "bash") await complainOfSyntax(shell, fault.message);
  else await complainOfToken(shell, text, fault);
  return 2;
}

async function complainOfEnd(shell: Shell, text: string, fault: Extract<Fault, { kind: "open" }>): Promise<void> {
  const { flavour } = shell;
  const later = text.endsWith("\n") ? 0 : 1;
  const isQuote = fault.closing === '"' || fault.closing === "'";
  if (flavour !== "bash" && isQuote) {
    await complainOfSyntax(shell, `${syntaxLabel(shell)}${flavour === "dash" ? "U" : "u"}nterminated quoted string`);
  } else if (flavour === "bash" && fault.closing !== undefined) {
    if (fault.commands) shell.position = text.length;
    await complainOfSyntax(
      shell,
      `unexpected EOF while looking for matching \`${fault.closing}'`,
      fault.commands ? later : 0,
    );
  } else {
    shell.position = text.length;
    const message = flavour === "dash" ? "end of file unexpected" : "unexpected end of file";
    await complainOfSyntax(shell, syntaxLabel(shell) + message, later);
  }
}

const syntaxLabel = ({ flavour }: Shell) => (flavour === "dash" ? "Syntax error: " : "syntax error: ");

async function complainOfToken(shell: Shell, text: string, fault: Fault): Promise<void> {
  const token = fault.kind === "unexpected" ? fault.token : tokenAt(text, { message: "", pos: fault.at });
  const quoted = token === "newline" ? "newline" : `"${token}"`;
  if (shell.flavour === "dash") return complainOfSyntax(shell, `${syntaxLabel(shell)}${quoted} unexpected`);
  if (shell.flavour === "ash") return complainOfSyntax(shell, `${syntaxLabel(shell)}unexpected ${quoted}`);
  await complainOfSyntax(shell, `syntax error near unexpected token \`${token}'`);
  const line = text.split("\n")[text.slice(0, fault.at).split("\n").length - 1] ?? "";
  if (!shell.interactive && !shell.unnumbered) await complainOfSyntax(shell, `\`${line}'`);
}

/** Between the shell's name and the line stands what gave it the text: `-c`, or `eval`, or a trap. */
async function complainOfSyntax(shell: Shell, message: string, later = 0): Promise<void> {
  const where = shell.where(later);
  const isCommandString = shell.options.has("command-string") && shell.source.name === shell.name;
  const place = shell.place ?? (isCommandString ? "-c" : undefined);
  const isTold = place !== undefined && shell.flavour === "bash";
  await shell.write(2, `${isTold ? where.replace(/: line/, `: ${place}: line`) : where}${message}\n`);
}

/** The token that stands where the parser stopped. */
function tokenAt(text: string, error: ParseError): string {
  const named = /^unexpected token '([\s\S]*)'$/.exec(error.message)?.[1];
  if (named !== undefined) return named === "" ? "newline" : named;
  const rest = text.slice(error.pos).replace(/^[ \t]+/, "");
  if (rest === "" || rest.startsWith("\n")) return "newline";
  return /^(;;&|;;|;&|&&|\|\||\|&|<<<|<<-?|>>|[<>]&|&>|[;&|()<>]|[^\s;&|()<>]+)/.exec(rest)?.[1] ?? "newline";
}
