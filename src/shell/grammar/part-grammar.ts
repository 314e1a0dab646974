import { withoutEscapes } from "../escapes.ts";
import type { CommandExpansion, DoubleQuoted, ParameterExpansion, Word, WordPart } from "../syntax-tree.ts";
import { readScript, readSubstitution } from "./grammar.ts";
import { readParameter } from "./parameter-grammar.ts";
import { Scanner } from "./scanner.ts";
import { Refusal, unclosed } from "./token.ts";

/**
 * What means something in a text: everything, or only `$`, backquotes and backslashes, as in double quotes and documents.
 * The operand of `"${x:-…}"` knows double quotes, and single ones that stay where they are.
 */
export type Quoting = "none" | "double" | "document" | "operand";

/** Characters that mean nothing anywhere. */
const PLAIN = /[\w.\-\u0080-\uffff]+/y;
const SIMPLE = /[A-Za-z_]\w*|[\d@*#?$!-]/y;
const ESCAPES = { double: /\\([\\$`"])|\\\n/g, document: /\\([\\$`])|\\\n/g };

/** Reads the parts of a text one after another; characters side by side make one literal. */
export class Parts {
  readonly found: WordPart[] = [];
  readonly #scanner: Scanner;
  readonly #quoting: Quoting;
  /** Where the literal begins that is being read. */
  #literal: number;

  constructor(scanner: Scanner, quoting: Quoting = "none") {
    this.#scanner = scanner;
    this.#quoting = quoting;
    this.#literal = scanner.position;
  }

  /** Reads some plain characters, one with its backslash, or something quoted or expanded. @throws Refusal */
  read(): void {
    const scanner = this.#scanner;
    const { text, position } = scanner;
    PLAIN.lastIndex = position;
    if (PLAIN.test(text)) scanner.position = PLAIN.lastIndex;
    else if (text[position] === "'" && this.#quoting === "operand") this.#readApostrophes();
    else {
      const part = readPart(scanner, this.#quoting);
      if (part) this.add(part, position);
    }
  }

  /** @param at where the part begins: it ends where the scanner is */
  add(part: WordPart, at: number): void {
    this.#endLiteral(at);
    this.found.push(part);
    this.#literal = this.#scanner.position;
  }

  /** Whether the character before is one that makes a pattern of the parentheses that follow. */
  mayOpenPattern(): boolean {
    const { text, position } = this.#scanner;
    return /(?:^|[^\\])(?:\\\\)*[?*+@!]$/.test(text.slice(this.#literal, position));
  }

  /** Reads from a parenthesis to the one that closes it: blanks and operators inside are the word's. @throws Refusal */
  readParentheses(): void {
    const scanner = this.#scanner;
    const start = scanner.position;
    let depth = 0;
    do {
      const char = scanner.text[scanner.position];
      if (char === undefined) throw unclosed(")", start);
      if (char === "(") depth++;
      if (char === ")") depth--;
      this.read();
    } while (depth > 0);
  }

  /** What was read so far. */
  finish(): WordPart[] {
    this.#endLiteral(this.#scanner.position);
    return this.found;
  }

  word(pos: number): Word {
    const end = this.#scanner.position;
    const parts = this.finish();
    const isPlain = parts.every((part) => part.type === "Literal");
    return { type: "Word", text: this.#scanner.text.slice(pos, end), parts: isPlain ? undefined : parts, pos, end };
  }

  /** Quotes that quote nothing but a brace: what is between them is expanded. */
  #readApostrophes(): void {
    const scanner = this.#scanner;
    const start = scanner.position++;
    const end = scanner.text.indexOf("'", scanner.position);
    if (end < 0) throw unclosed("'", start);
    while (scanner.position < end) this.read();
    scanner.position = Math.max(scanner.position, end + 1);
  }

  #endLiteral(at: number): void {
    if (at <= this.#literal) return;
    const text = this.#scanner.text.slice(this.#literal, at);
    const escapes = this.#quoting === "double" || this.#quoting === "document" ? ESCAPES[this.#quoting] : undefined;
    const value = escapes ? text.replace(escapes, "$1") : text;
    this.found.push({ type: "Literal", text, value });
  }
}

/** Reads one character, or the part that begins with it. */
function readPart(scanner: Scanner, quoting: Quoting): WordPart | undefined {
  const { text, position: start } = scanner;
  const char = text[start];
  if (char === "\\") {
    scanner.position = Math.min(start + 2, text.length);
    return undefined;
  }
  if (char === "$") return readDollar(scanner, quoting);
  if (char === "`") return readBackquotes(scanner, quoting);
  if (char === '"' && (quoting === "none" || quoting === "operand")) return readDouble(scanner, start);
  if (char === "'" && quoting === "none") {
    scanner.position = afterClosing(scanner, "'", start);
    return {
      type: "SingleQuoted",
      text: text.slice(start, scanner.position),
      value: text.slice(start + 1, scanner.position - 1),
    };
  }
  if ((char === "<" || char === ">") && text[start + 1] === "(" && quoting === "none") {
    scanner.position += 2;
    const script = readSubstitution(scanner);
    return { type: "ProcessSubstitution", text: text.slice(start, scanner.position), operator: char, script };
  }
  scanner.position++;
  return undefined;
}

/** @param start where it begins, perhaps with a `$` */
function readDouble(scanner: Scanner, start: number): DoubleQuoted {
  const { text } = scanner;
  const quote = scanner.position++;
  const parts = new Parts(scanner, "double");
  for (let char = text[scanner.position]; char !== '"'; char = text[scanner.position]) {
    if (char === undefined) throw unclosed('"', quote);
    parts.read();
  }
  const found = parts.finish();
  scanner.position++;
  return { type: "DoubleQuoted", text: text.slice(start, scanner.position), parts: found };
}

function readDollar(scanner: Scanner, quoting: Quoting): WordPart | undefined {
  const { text, position: start } = scanner;
  const next = text[start + 1];
  if (next === "{") return readParameter(scanner, quoting);
  if (next === "(") return readParentheses(scanner);
  if (next === "[") {
    scanner.position = afterBracket(scanner);
    const whole = text.slice(start, scanner.position);
    return { type: "ArithmeticExpansion", text: whole, expression: whole.slice(2, -1) };
  }
  if (quoting === "none" || quoting === "operand") {
    scanner.position = start + 1;
    if (next === '"') return readDouble(scanner, start);
    if (next === "'") {
      scanner.position = afterEscaped(scanner, "'", start + 1);
      const whole = text.slice(start, scanner.position);
      const { text: value } = withoutEscapes(whole.slice(2, -1), "$'");
      return { type: "AnsiCQuoted", text: whole, value: value.split("\0", 1).join("") };
    }
  }
  SIMPLE.lastIndex = start + 1;
  if (!SIMPLE.test(text)) {
    scanner.position = start + 1;
    return undefined;
  }
  scanner.position = SIMPLE.lastIndex;
  return { type: "SimpleExpansion", text: text.slice(start, scanner.position) };
}

/** `$((…))`, or `$(…)`, which may begin with a parenthesis too. */
function readParentheses(scanner: Scanner): WordPart {
  const { text, position: start } = scanner;
  const expression = text[start + 2] === "(" ? readArithmetic(scanner, start + 3) : undefined;
  if (expression !== undefined)
    return { type: "ArithmeticExpansion", text: text.slice(start, scanner.position), expression };
  scanner.position = start + 2;
  const script = readSubstitution(scanner);
  return { type: "CommandExpansion", text: text.slice(start, scanner.position), script };
}

/** What stands from a place after `((` to `))`, after which the scanner goes on; undefined when it is no arithmetic. */
export function readArithmetic(scanner: Scanner, start: number): string | undefined {
  const { text } = scanner;
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (char === "\\") i++;
    else if (char === "(") depth++;
    else if (char === ")" && depth > 0) depth--;
    else if (char === ")") {
      if (text[i + 1] !== ")") return undefined;
      scanner.position = i + 2;
      return text.slice(start, i);
    }
  }
  throw unclosed(")", start);
}

/** Commands in backquotes. A fault in them is told when they are run. */
function readBackquotes(scanner: Scanner, quoting: Quoting): CommandExpansion {
  const start = scanner.position;
  scanner.position = afterEscaped(scanner, "`", start);
  const text = scanner.text.slice(start, scanner.position);
  const inside = text.slice(1, -1);
  const source = inside.replace(quoting === "double" ? /\\([\\$`"])/g : /\\([\\$`])/g, "$1");
  const script =
    source === inside
      ? readScript(new Scanner(scanner.text.slice(0, scanner.position - 1), start + 1))
      : { ...readScript(new Scanner(source)), source };
  return { type: "CommandExpansion", text, script };
}

/** The place after the character that ends what begins at `start`. */
function afterClosing({ text }: Scanner, closing: string, start: number): number {
  const end = text.indexOf(closing, start + 1);
  if (end < 0) throw unclosed(closing, start);
  return end + 1;
}

/** The same where a backslash hides the character. */
function afterEscaped({ text }: Scanner, closing: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === closing) return i + 1;
  }
  throw unclosed(closing, start);
}

/** The place after `$[…]`. */
function afterBracket({ text, position }: Scanner): number {
  let depth = 0;
  for (let i = position; i < text.length; i++) {
    if (text[i] === "[") depth++;
    else if (text[i] === "]" && --depth === 0) return i + 1;
  }
  throw unclosed("]", position);
}

/**
 * The parts of a text in which only `$`, backquotes and backslashes mean something, from one place to another. What is
 * wrong in an expansion is part of it: bash finds that only when it expands the text.
 */
export function readText(text: string, start: number, end: number): WordPart[] {
  const scanner = new Scanner(text.slice(0, end), start);
  const parts = new Parts(scanner, "document");
  while (scanner.position < end) {
    const at = scanner.position;
    try {
      parts.read();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      scanner.position = end;
      parts.add(brokenPart(text.slice(at, end), error), at);
    }
  }
  return parts.finish();
}

function brokenPart(text: string, { fault }: Refusal): CommandExpansion | ParameterExpansion {
  if (!text.startsWith("${"))
    return { type: "CommandExpansion", text, script: { commands: [], openDocuments: [], fault } };
  return {
    type: "ParameterExpansion",
    text,
    prefix: undefined,
    parameter: "",
    index: undefined,
    operation: { type: "Unknown" },
  };
}
