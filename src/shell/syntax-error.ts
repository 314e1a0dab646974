import type { Fault } from "./grammar/token.ts";
import type { Shell } from "./shell.ts";

/** Shows what is wrong with a source, in the shell's words. Returns the status: 2. */
export async function reportSyntaxError(shell: Shell, fault: Fault, text: string): Promise<number> {
  shell.position = fault.at;
  if (shell.flavour !== "bash") await complainOfSyntax(shell, posixFault(shell.flavour, fault, text));
  else if (fault.kind === "open") await complainOfEnd(shell, text, fault);
  else if (fault.kind === "message") await complainOfSyntax(shell, fault.message);
  else await complainOfToken(shell, text, fault);
  return 2;
}

async function complainOfEnd(shell: Shell, text: string, fault: Extract<Fault, { kind: "open" }>): Promise<void> {
  const later = text.endsWith("\n") ? 0 : 1;
  if (fault.closing === undefined) {
    shell.position = text.length;
    await complainOfSyntax(shell, "syntax error: unexpected end of file", later);
  } else {
    if (fault.commands) shell.position = text.length;
    const message = `unexpected EOF while looking for matching \`${fault.closing}'`;
    await complainOfSyntax(shell, message, fault.commands ? later : 0);
  }
}

/** The words of busybox's ash and of dash, which come from one source (ash.c and parser.c, `synexpect`). */
function posixFault(flavour: "ash" | "dash", fault: Fault, text: string): string {
  const isDash = flavour === "dash";
  const message = (words: string) =>
    isDash ? `Syntax error: ${words.replace(/^./, (letter) => letter.toUpperCase())}` : `syntax error: ${words}`;
  const wrong = (name: string, expected: string | undefined) => {
    // After `name(` no word is one of the language.
    const token = expected === ")" && name === '"{"' ? "word" : name;
    const hint = expected === undefined ? "" : ` (expecting ${tokenName(expected)})`;
    return isDash ? `Syntax error: ${token} unexpected${hint}` : `syntax error: unexpected ${token}${hint}`;
  };
  if (fault.kind === "posix") return message(fault.message);
  if (fault.kind !== "open") {
    const token = fault.kind === "unexpected" ? fault.token : tokenAt(text, fault.at);
    return wrong(tokenName(token), fault.kind === "unexpected" ? fault.expected : undefined);
  }
  const { closing, at, expected } = fault;
  if (closing === '"' || closing === "'") return message("unterminated quoted string");
  if (closing === "`") return message("EOF in backquote substitution");
  if (closing === "}") return message("missing '}'");
  if (closing === ")" && text.startsWith("((", at - 2)) return message("missing '))'");
  return wrong("end of file", closing ?? expected);
}

const KEYWORD = /^(?:if|then|elif|else|fi|for|while|until|do|done|case|esac|in|[{}!])$/;

/** What a token is called in such messages. */
function tokenName(token: string): string {
  if (token === "newline" || token === "word") return token;
  if (/^[<>]/.test(token) || token === "&>") return "redirection";
  return KEYWORD.test(token) || /^[;&|()]/.test(token) ? `"${token}"` : "word";
}

async function complainOfToken(shell: Shell, text: string, fault: Fault): Promise<void> {
  const token = fault.kind === "unexpected" ? fault.token : tokenAt(text, fault.at);
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
