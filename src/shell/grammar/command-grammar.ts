import type {
  Assignment,
  Command,
  CommandNode,
  CompoundCommand,
  Coprocess,
  FunctionDefinition,
  Redirected,
  Redirection,
  Word,
} from "../syntax-tree.ts";
import { readCompound } from "./compound-grammar.ts";
import { isOperator } from "./grammar.ts";
import type { Scanner } from "./scanner.ts";
import { unexpected } from "./token.ts";

/** Words that end what is around them, and begin no command. */
const CLOSING: ReadonlySet<string> = new Set(["then", "elif", "else", "fi", "do", "done", "esac", "}", "]]", "in"]);
/** Those of them that other shells take for the name of a command. */
const ONLY_BASH = /^(?:\]\]|in)$/;
const DECLARING = /^(?:declare|typeset|local|export|readonly)$/;
/** Commands to which `x=(…)` is a text. */
const TAKING_LISTS = /^(?:eval|let)$/;
const REDIRECTION = /[<>]/;

/** A simple or compound command, a function, or a coprocess. @throws Refusal */
export function readCommand(scanner: Scanner): CommandNode {
  const token = scanner.peek();
  const isWord = token.kind === "word";
  const { flavour } = scanner;
  const isClosing = CLOSING.has(token.text) && (flavour === "bash" || !ONLY_BASH.test(token.text));
  if (isWord && (isClosing || token.text === "!")) throw unexpected(token);
  if (isWord && token.text === "function" && flavour !== "dash") return readFunction(scanner);
  if (isWord && token.text === "coproc" && flavour === "bash") return readCoprocess(scanner);
  const compound = readRedirected(scanner);
  if (!compound) return readSimple(scanner);
  const next = scanner.peek();
  if ((next.kind === "word" && !CLOSING.has(next.text)) || isOperator(next, "(")) throw unexpected(next);
  return compound;
}

/** A compound command with the redirections after it, if one begins here. */
function readRedirected(scanner: Scanner): CompoundCommand | Redirected | undefined {
  const pos = scanner.peek().at;
  const command = readCompound(scanner);
  const redirects: Redirection[] = [];
  if (command) readRedirections(scanner, redirects);
  return redirects.length === 0 || !command
    ? command
    : { type: "Redirected", command, redirects, pos, end: scanner.end };
}

function readFunction(scanner: Scanner): FunctionDefinition {
  const pos = scanner.next().at;
  const name = scanner.nextWord();
  if (isOperator(scanner.peek(), "(")) readEmptyParentheses(scanner);
  return readFunctionBody(scanner, name, pos);
}

function readEmptyParentheses(scanner: Scanner): void {
  scanner.next();
  const end = scanner.next();
  if (!isOperator(end, ")")) throw unexpected(end, ")");
}

function readFunctionBody(scanner: Scanner, name: Word, pos: number): FunctionDefinition {
  scanner.skipNewlines();
  const body = readRedirected(scanner) ?? (scanner.flavour === "bash" ? undefined : readGroupOfOne(scanner));
  if (!body) throw unexpected(scanner.peek());
  return { type: "Function", name: unquoted(name.text), body, pos, end: scanner.end };
}

/** Other shells than bash take any command for a function's body. */
function readGroupOfOne(scanner: Scanner): CompoundCommand {
  const command = readCommand(scanner);
  const { pos, end } = command;
  return { type: "BraceGroup", body: [{ command, background: false, pos, end }], pos, end };
}

/** A coprocess has a name only when a compound command follows it. */
function readCoprocess(scanner: Scanner): Coprocess {
  const pos = scanner.next().at;
  let body: Coprocess["body"] | undefined = readRedirected(scanner);
  let name: string | undefined;
  const { at: first, word } = scanner.peek();
  if (!body && word?.type === "Word") {
    name = unquoted(scanner.nextWord().text);
    body = readRedirected(scanner);
  }
  if (!body) {
    scanner.moveTo(first);
    name = undefined;
    body = readSimpleCommand(scanner);
  }
  return { type: "Coproc", name, body, pos, end: scanner.end };
}

/** A simple command, or a function whose name comes first. */
function readSimple(scanner: Scanner): Command | FunctionDefinition {
  const { at: pos } = scanner.peek();
  const command = readSimpleCommand(scanner);
  const next = scanner.peek();
  if (!isOperator(next, "(")) return command;
  const { name, prefix, suffix, redirects } = command;
  if (!name || prefix.length + suffix.length + redirects.length > 0) throw unexpected(next);
  readEmptyParentheses(scanner);
  return readFunctionBody(scanner, name, pos);
}

function readSimpleCommand(scanner: Scanner): Command {
  const first = scanner.peek();
  const prefix: Assignment[] = [];
  const suffix: (Word | Assignment)[] = [];
  const redirects: Redirection[] = [];
  let name: Word | undefined;
  for (;;) {
    readRedirections(scanner, redirects);
    const { word } = scanner.peek();
    if (!word) break;
    if (word.type === "Assignment" && (!name || DECLARING.test(name.text) || Array.isArray(word.value))) {
      scanner.next();
      (name ? suffix : prefix).push(word);
    } else if (name) suffix.push(scanner.nextWord());
    else {
      name = scanner.nextWord();
      scanner.assignable = DECLARING.test(name.text) || TAKING_LISTS.test(name.text);
    }
  }
  scanner.assignable = true;
  if (!name && prefix.length + redirects.length === 0) throw unexpected(first);
  return { type: "Command", prefix, name, suffix, redirects, pos: first.at, end: scanner.end };
}

function readRedirections(scanner: Scanner, redirects: Redirection[]): void {
  for (;;) {
    const { kind, text: operator, descriptor, at: pos } = scanner.peek();
    if (kind !== "operator" || !REDIRECTION.test(operator)) return;
    scanner.next();
    const target = scanner.nextWord(operator.endsWith("&"));
    if (operator === "<<<") redirects.push({ type: "HereString", descriptor, target });
    else if (!operator.startsWith("<<")) redirects.push({ type: "Redirect", operator, descriptor, target });
    else {
      const { text: word } = target;
      const parts = /[\\'"]/.test(word) ? undefined : [];
      const empty = { text: "", closed: false, parts };
      const document = { ...empty, descriptor, tabs: operator === "<<-", word, delimiter: unquoted(word), pos };
      redirects.push(scanner.expectDocument({ type: "HereDocument", ...document }));
    }
  }
}

/** A name, or a delimiter, without its quotes. */
function unquoted(text: string): string {
  return text.replace(/\\(.)|['"]/g, "$1");
}
