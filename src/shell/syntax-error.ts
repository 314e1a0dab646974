import type { Fault } from "./grammar/token.ts";
import type { Shell } from "./shell.ts";

/** Shows what is wrong with a source, in the shell's words. Returns the status: 2. */
export async function reportSyntaxError(shell: Shell, fault: Fault, text: string): Promise<number> {
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
  const token = fault.kind === "unexpected" ? fault.token : tokenAt(text, fault.at);
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

/** The token at a place. */
function tokenAt(text: string, at: number): string {
  return (
    /^[ \t]*(;;&|;;|;&|&&|\|\||\|&|<<<|<<-?|>>|[<>]&|&>|[;&|()<>]|[^\s;&|()<>]+)/.exec(text.slice(at))?.[1] ?? "newline"
  );
}
