import { OutsideSubset, PythonSyntaxError } from "./errors.ts";
import type { Token } from "./tokens.ts";

/** Words that begin what this playground's Python has not. */
const OUTSIDE: ReadonlySet<string> = new Set([
  "class",
  "lambda",
  "with",
  "yield",
  "exec",
  "async",
  "await",
  "nonlocal",
]);

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "and as assert break class continue def del elif else except finally for from global if import in is lambda not or " +
    "pass raise return try while with yield"
  ).split(" "),
);

/** The tokens of a text, taken one after another. */
export class TokenStream {
  readonly python2: boolean;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[], python2: boolean) {
    this.#tokens = tokens;
    this.python2 = python2;
  }

  get next(): Token {
    const token = this.#tokens[this.#at] ?? this.#tokens.at(-1);
    if (!token) throw new RangeError("no tokens");
    return token;
  }

  take(): Token {
    const token = this.next;
    this.#at++;
    return token;
  }

  /** Whether an operator or a word comes now. */
  is(...texts: readonly string[]): boolean {
    const { kind, text } = this.next;
    return (kind === "operator" || kind === "name") && texts.includes(text);
  }

  /** Whether a token of a kind comes now. */
  isKind(...kinds: readonly Token["kind"][]): boolean {
    return kinds.includes(this.next.kind);
  }

  /** Takes it if it does. */
  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.#at++;
    return true;
  }

  /** @throws PythonSyntaxError when it does not come now */
  expect(text: string): Token {
    if (!this.is(text)) throw this.invalid();
    return this.take();
  }

  /** A name that is no keyword. @throws PythonSyntaxError, OutsideSubset */
  name(): string {
    const { kind, text } = this.next;
    if (kind === "name" && OUTSIDE.has(text)) throw new OutsideSubset(text);
    if (kind !== "name" || KEYWORDS.has(text)) throw this.invalid();
    this.#at++;
    return text;
  }

  /** What comes now is nothing that may come here. */
  invalid(message = "invalid syntax"): PythonSyntaxError {
    const { kind, line, column, end } = this.next;
    // Python 2 marks the end of what it did not expect, Python 3 its beginning.
    const mark = this.python2 && kind !== "newline" ? Math.max(column, end - 1) : column;
    return new PythonSyntaxError(message, { line, column: mark }, { incomplete: kind === "end" });
  }

  /** @throws OutsideSubset for a word that begins what is left out */
  refuseOutside(): void {
    const { kind, text } = this.next;
    if (kind === "name" && OUTSIDE.has(text)) throw new OutsideSubset(text);
    if (kind === "operator" && (text === "@" || text === "`")) throw new OutsideSubset(text);
  }
}
