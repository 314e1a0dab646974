import { type Mark, type Token, type TokenKind, YamlFault } from "./yaml-tokens.ts";

/** The tokens came to an end in the middle: what stopped the scanner is what is wrong. */
class OutOfTokens extends Error {}

/** What libyaml's parser finds wrong with these tokens; undefined when nothing is, as far as they go. */
export function grammarFault(tokens: readonly Token[]): YamlFault | undefined {
  try {
    new Grammar(tokens).stream();
    return undefined;
  } catch (error) {
    if (error instanceof YamlFault) return error;
    if (error instanceof OutOfTokens) return undefined;
    throw error;
  }
}

class Grammar {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  stream(): void {
    let first = true;
    for (;;) {
      while (this.#is("document-end")) this.#at++;
      if (this.#is("stream-end")) return;
      if (this.#is("document-start")) this.#at++;
      else if (!first) throw this.#fault(this.#token.start, "did not find expected <document start>");
      first = false;
      if (!this.#is("document-start", "document-end", "stream-end")) this.#node(true, false);
    }
  }

  get #token(): Token {
    const token = this.#tokens[this.#at];
    if (!token) throw new OutOfTokens();
    return token;
  }

  #is(...kinds: readonly TokenKind[]): boolean {
    return kinds.includes(this.#token.kind);
  }

  #fault(context: Mark, message: string): YamlFault {
    return new YamlFault("parser", context, message, this.#token.start);
  }

  #node(block: boolean, entriesMayFollow: boolean): void {
    const { start } = this.#token;
    let property = false;
    while (this.#is("anchor", "tag")) {
      property = true;
      this.#at++;
    }
    const { kind } = this.#token;
    if (entriesMayFollow && kind === "block-entry") this.#entries(start, undefined);
    else if (kind === "scalar" || (kind === "alias" && !property)) this.#at++;
    else if (kind === "flow-sequence") this.#flow("flow-sequence-end", "did not find expected ',' or ']'");
    else if (kind === "flow-mapping") this.#flow("flow-mapping-end", "did not find expected ',' or '}'");
    else if (block && kind === "block-sequence") {
      this.#at++;
      this.#entries(start, "did not find expected '-' indicator");
    } else if (block && kind === "block-mapping") this.#mapping();
    else if (!property) throw this.#fault(start, "did not find expected node content");
  }

  /** @param fault what is said when something else than an entry follows; undefined: they just end */
  #entries(start: Mark, fault: string | undefined): void {
    while (this.#is("block-entry")) {
      this.#at++;
      const ends: TokenKind[] = ["block-entry", "block-end"];
      if (fault === undefined) ends.push("key", "value");
      if (!this.#is(...ends)) this.#node(true, false);
    }
    if (fault === undefined) return;
    if (!this.#is("block-end")) throw this.#fault(start, fault);
    this.#at++;
  }

  #mapping(): void {
    const { start } = this.#token;
    this.#at++;
    while (this.#is("key")) {
      this.#at++;
      if (!this.#is("key", "value", "block-end")) this.#node(true, true);
      if (!this.#is("value")) continue;
      this.#at++;
      if (!this.#is("key", "value", "block-end")) this.#node(true, true);
    }
    if (!this.#is("block-end")) throw this.#fault(start, "did not find expected key");
    this.#at++;
  }

  #flow(end: TokenKind, fault: string): void {
    const { start } = this.#token;
    this.#at++;
    let first = true;
    while (!this.#is(end)) {
      if (!first) {
        if (!this.#is("flow-entry")) throw this.#fault(start, fault);
        this.#at++;
        if (this.#is(end)) break;
      }
      first = false;
      this.#pair(end);
    }
    this.#at++;
  }

  /** An entry of a flow collection: a value, or a key with one. */
  #pair(end: TokenKind): void {
    if (this.#is("key")) {
      this.#at++;
      if (!this.#is("value", "flow-entry", end)) this.#node(false, false);
      if (!this.#is("value")) return;
      this.#at++;
      if (!this.#is("flow-entry", end)) this.#node(false, false);
    } else this.#node(false, false);
  }
}
