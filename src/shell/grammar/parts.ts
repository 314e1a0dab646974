import type { Word, WordPart } from "../syntax-tree.ts";
import { readPart } from "./part-grammar.ts";
import type { Scanner } from "./scanner.ts";
import { unclosed } from "./token.ts";

/**
 * What means something in a text: everything, or only `$`, backquotes and backslashes, as in double quotes and documents.
 * The operand of `"${x:-…}"` knows double quotes, and single ones that stay where they are.
 */
export type Quoting = "none" | "double" | "document" | "operand";

/** Characters that mean nothing anywhere. */
const PLAIN = /[\w.\-\u0080-\uffff]+/y;
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
