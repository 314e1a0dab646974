import type { AndOr, CommandNode, PipelineNode, PipelinePrefix, Script, Statement } from "../syntax-tree.ts";
import { readCommand } from "./command-grammar.ts";
import { Scanner } from "./scanner.ts";
import { Refusal, type Token, unexpected } from "./token.ts";

/**
 * Reads commands to the end of a source by bash's own grammar (parse.y). What is not whole, or wrong, becomes the script's
 * fault.
 */
export function readScript(scanner: Scanner): Script {
  const { text, openDocuments } = scanner;
  const commands: Statement[] = [];
  let begun = 0;
  try {
    for (;;) {
      begun = scanner.end;
      const { kind } = scanner.peek();
      if (kind === "end") return { commands, openDocuments };
      if (kind === "newline") scanner.next();
      else commands.push(readStatement(scanner));
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const line = text.lastIndexOf("\n", begun - 1) + 1;
    return { commands: commands.filter(({ end }) => end <= line), openDocuments, fault: error.fault };
  }
}

/** The commands in `$(…)`: a scanner of their own, since the one outside is in the middle of a word. @throws Refusal */
export function readSubstitution(outside: Scanner): Script {
  const scanner = new Scanner(outside.text, outside.flavour, outside.position);
  const open = () => new Refusal({ kind: "open", closing: ")", at: outside.position - 1, commands: true });
  try {
    const commands = readList(scanner, (token) => isOperator(token, ")"));
    const end = scanner.next();
    if (end.kind === "end") throw open();
    if (end.text !== ")") throw unexpected(end);
    outside.position = scanner.position;
    return { commands, openDocuments: scanner.openDocuments };
  } catch (error) {
    if (error instanceof Refusal && error.fault.kind === "open" && error.fault.closing === undefined) throw open();
    throw error;
  }
}

/** Whether a token ends a list of commands. */
export type Stop = (token: Token) => boolean;

export function isOperator({ kind, text }: Token, ...texts: readonly string[]): boolean {
  return kind === "operator" && texts.includes(text);
}

export function isKeyword({ kind, text }: Token, ...texts: readonly string[]): boolean {
  return kind === "word" && texts.includes(text);
}

/**
 * Commands up to a token that ends them, which is left.
 * @param needed there must be one at least, and this is what then ends them
 * @throws Refusal
 */
export function readList(scanner: Scanner, stop: Stop, needed?: string): Statement[] {
  const statements: Statement[] = [];
  for (;;) {
    scanner.skipNewlines();
    const first = scanner.peek();
    if (first.kind === "end" || stop(first)) {
      if (needed !== undefined && statements.length === 0)
        throw unexpected(first, first.kind === "end" ? needed : undefined);
      return statements;
    }
    statements.push(readStatement(scanner));
  }
}

/** Commands joined by `&&` and `||`, with the `;` or `&` after them. */
function readStatement(scanner: Scanner): Statement {
  const pos = scanner.peek().at;
  const command = readAndOr(scanner);
  const { text, kind } = scanner.peek();
  const background = kind === "operator" && text === "&";
  if (background) scanner.next();
  const { end } = scanner;
  if (kind === "operator" && text === ";") scanner.next();
  return { command, background, pos, end };
}

function readAndOr(scanner: Scanner): PipelineNode | AndOr {
  const { at: pos } = scanner.peek();
  const first = readPipeline(scanner);
  const commands = [first];
  const operators: string[] = [];
  while (isOperator(scanner.peek(), "&&", "||")) {
    operators.push(scanner.next().text);
    scanner.skipNewlines();
    commands.push(readPipeline(scanner));
  }
  return operators.length === 0 ? first : { type: "AndOr", commands, operators, pos, end: scanner.end };
}

function readPipeline(scanner: Scanner): PipelineNode {
  const { at: pos } = scanner.peek();
  const prefixes = readPrefixes(scanner);
  const commands: CommandNode[] = [];
  const operators: string[] = [];
  const next = scanner.peek();
  // Both `!` and `time` may stand alone.
  if (prefixes.length === 0 || !(next.kind === "newline" || next.kind === "end" || next.text === ";")) {
    commands.push(readCommand(scanner));
    while (isOperator(scanner.peek(), "|", "|&")) {
      operators.push(scanner.next().text);
      scanner.skipNewlines();
      commands.push(readCommand(scanner));
    }
  }
  const [only] = commands;
  if (only && operators.length === 0 && prefixes.length === 0) return only;
  return { type: "Pipeline", prefixes, commands, operators, pos, end: scanner.end };
}

function readPrefixes(scanner: Scanner): PipelinePrefix[] {
  const prefixes: PipelinePrefix[] = [];
  const take = (text: string) => isKeyword(scanner.peek(), text) && scanner.next();
  const isBash = scanner.flavour === "bash";
  for (;;) {
    if (take("!")) prefixes.push({ type: "Negation" });
    else if (isBash && take("time")) {
      const posix = take("-p") !== false;
      take("--");
      prefixes.push({ type: "Time", posix });
    } else return prefixes;
  }
}
