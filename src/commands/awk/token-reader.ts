import type { AwkError } from "./awk-error.ts";
import type { Token } from "./tokens.ts";

const END: Token = { kind: "end", text: "", line: 0 };

/** Reads tokens one after another for a parser. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  readonly #refuse: (token: Token) => AwkError;

  constructor(tokens: readonly Token[], refuse: (token: Token) => AwkError) {
    this.#tokens = tokens;
    this.#refuse = refuse;
  }

  get next(): Token {
    return this.#tokens[this.#at] ?? END;
  }

  /** The one after the next. */
  peek(ahead = 1): Token {
    return this.#tokens[this.#at + ahead] ?? END;
  }

  take(): Token {
    const token = this.next;
    this.#at++;
    return token;
  }

  is(...texts: readonly string[]): boolean {
    const { kind, text } = this.next;
    return (kind === "punctuation" || kind === "keyword") && texts.includes(text);
  }

  /** Takes the next token if it is one of these. */
  accept(...texts: readonly string[]): boolean {
    if (!this.is(...texts)) return false;
    this.#at++;
    return true;
  }

  /** @throws AwkError when it is another */
  expect(text: string): void {
    if (!this.accept(text)) throw this.#refuse(this.next);
  }

  name(): string {
    if (this.next.kind !== "name") throw this.#refuse(this.next);
    return this.take().text;
  }

  skipNewlines(): void {
    while (this.next.kind === "newline") this.#at++;
  }

  /** Newlines and semicolons. */
  skipEnds(): void {
    while (this.next.kind === "newline" || this.is(";")) this.#at++;
  }

  /** Tries something else from here on when it fails. */
  attempt<T>(parse: () => T | undefined): T | undefined {
    const start = this.#at;
    const result = parse();
    if (result === undefined) this.#at = start;
    return result;
  }

  wrong(): AwkError {
    return this.#refuse(this.next);
  }
}
