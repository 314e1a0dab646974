import { YamlCursor } from "./yaml-cursor.ts";
import { type Mark, type Token, type TokenKind, YamlFault } from "./yaml-tokens.ts";

/** A scalar that a `:` after it may turn into a key. */
interface SimpleKey {
  possible: boolean;
  /** It stands where only a key can. */
  readonly required: boolean;
  readonly token: number;
  readonly mark: Mark;
}

const NO_KEY: SimpleKey = { possible: false, required: false, token: 0, mark: { line: 0, column: 0 } };

/**
 * The tokens of a text as libyaml's scanner makes them, and what stopped it. What values say does not matter: this only
 * looks for what is wrong.
 */
export function scanYaml(text: string): { readonly tokens: readonly Token[]; readonly fault: YamlFault | undefined } {
  const scanner = new Scanner(text);
  try {
    scanner.run();
    return { tokens: scanner.tokens, fault: undefined };
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    return { tokens: scanner.settled(), fault: error };
  }
}

class Scanner {
  readonly tokens: Token[] = [];
  readonly #cursor: YamlCursor;
  #indent = -1;
  readonly #indents: number[] = [];
  /** One for each open flow collection, and one for what is around them. */
  readonly #keys: SimpleKey[] = [NO_KEY];
  #keyAllowed = true;

  constructor(text: string) {
    this.#cursor = new YamlCursor(text);
  }

  /** The tokens that a parser would have got before the fault: not those that may still become keys. */
  settled(): Token[] {
    const open = this.#keys.filter((key) => key.possible).map((key) => key.token);
    return this.tokens.slice(0, Math.min(this.tokens.length, ...open));
  }

  run(): void {
    const cursor = this.#cursor;
    for (;;) {
      this.#skip();
      this.#dropStaleKey();
      this.#unroll(cursor.mark.column);
      if (cursor.peek() === "") break;
      this.#fetch();
    }
    this.#unroll(-1);
    this.#removeKey();
    this.#add("stream-end");
  }

  get #flow(): boolean {
    return this.#keys.length > 1;
  }

  #add(kind: TokenKind, start = this.#cursor.mark): void {
    this.tokens.push({ kind, start });
  }

  #skip(): void {
    const cursor = this.#cursor;
    for (;;) {
      while (cursor.peek() === " " || (cursor.peek() === "\t" && (this.#flow || !this.#keyAllowed))) cursor.next();
      cursor.skipComment();
      if (cursor.peek() !== "\n") return;
      cursor.next();
      if (!this.#flow) this.#keyAllowed = true;
    }
  }

  #fetch(): void {
    const cursor = this.#cursor;
    const char = cursor.peek();
    if (cursor.mark.column === 0 && char === "%") this.#directive();
    else if (cursor.isDocumentMark()) this.#document();
    else if (char === "[" || char === "{") this.#openFlow(char);
    else if (char === "]" || char === "}") this.#closeFlow(char);
    else if (char === "," && this.#flow) this.#single("flow-entry", true);
    else if (char === "-" && cursor.isBlankOrEnd(1)) this.#blockEntry();
    else if (char === "?" && !this.#flow && cursor.isBlankOrEnd(1)) this.#explicitKey();
    else if (char === ":" && (this.#flow || cursor.isBlankOrEnd(1))) this.#value();
    else if (char === "*" || char === "&" || char === "!") this.#property(char);
    else if ((char === "|" || char === ">") && !this.#flow) this.#block();
    else if (char === "'" || char === '"') this.#scalar(() => cursor.quotedScalar());
    else if (this.#startsPlain(char)) this.#scalar(() => this.#plain());
    else throw new YamlFault("scanner", cursor.mark, "found character that cannot start any token", cursor.mark);
  }

  #plain(): void {
    if (this.#cursor.plainScalar(this.#indent + 1, this.#flow)) this.#keyAllowed = true;
  }

  #startsPlain(char: string): boolean {
    if (!"-?:,[]{}#&*!|>'\"%@` \t".includes(char)) return true;
    return (char === "-" || ((char === "?" || char === ":") && !this.#flow)) && !this.#cursor.isBlankOrEnd(1);
  }

  #directive(): void {
    this.#unroll(-1);
    this.#removeKey();
    this.#keyAllowed = false;
    while (this.#cursor.peek() !== "\n" && this.#cursor.peek() !== "") this.#cursor.next();
  }

  #document(): void {
    this.#unroll(-1);
    this.#removeKey();
    this.#keyAllowed = false;
    this.#add(this.#cursor.peek() === "-" ? "document-start" : "document-end");
    this.#cursor.next(3);
  }

  #openFlow(char: string): void {
    this.#saveKey();
    this.#keys.push(NO_KEY);
    this.#keyAllowed = true;
    this.#add(char === "[" ? "flow-sequence" : "flow-mapping");
    this.#cursor.next();
  }

  #closeFlow(char: string): void {
    this.#removeKey();
    if (this.#flow) this.#keys.pop();
    this.#keyAllowed = false;
    this.#add(char === "]" ? "flow-sequence-end" : "flow-mapping-end");
    this.#cursor.next();
  }

  #single(kind: TokenKind, keyAllowed: boolean): void {
    this.#removeKey();
    this.#keyAllowed = keyAllowed;
    this.#add(kind);
    this.#cursor.next();
  }

  #blockEntry(): void {
    const { mark } = this.#cursor;
    if (!this.#flow) {
      if (!this.#keyAllowed)
        throw new YamlFault("scanner", mark, "block sequence entries are not allowed in this context", mark);
      this.#roll(mark.column, "block-sequence", mark, this.tokens.length);
    }
    this.#single("block-entry", true);
  }

  #explicitKey(): void {
    const { mark } = this.#cursor;
    if (!this.#keyAllowed) throw new YamlFault("scanner", mark, "mapping keys are not allowed in this context", mark);
    this.#roll(mark.column, "block-mapping", mark, this.tokens.length);
    this.#single("key", true);
  }

  #value(): void {
    const { mark } = this.#cursor;
    const key = this.#keys.at(-1) ?? NO_KEY;
    if (key.possible) {
      this.tokens.splice(key.token, 0, { kind: "key", start: key.mark });
      this.#roll(key.mark.column, "block-mapping", key.mark, key.token);
      key.possible = false;
      this.#keyAllowed = false;
    } else {
      if (!this.#flow) {
        if (!this.#keyAllowed)
          throw new YamlFault("scanner", mark, "mapping values are not allowed in this context", mark);
        this.#roll(mark.column, "block-mapping", mark, this.tokens.length);
      }
      this.#keyAllowed = !this.#flow;
    }
    this.#add("value");
    this.#cursor.next();
  }

  #property(char: string): void {
    this.#saveKey();
    this.#keyAllowed = false;
    this.#add(char === "*" ? "alias" : char === "&" ? "anchor" : "tag");
    this.#cursor.next();
    while (!this.#cursor.isBlankOrEnd() && !(this.#flow && ",[]{}".includes(this.#cursor.peek()))) this.#cursor.next();
  }

  #block(): void {
    this.#removeKey();
    this.#keyAllowed = true;
    this.#add("scalar");
    this.#cursor.blockScalar(this.#indent);
  }

  #scalar(read: () => void): void {
    this.#saveKey();
    this.#keyAllowed = false;
    this.#add("scalar");
    read();
  }

  #saveKey(): void {
    const { mark } = this.#cursor;
    if (!this.#keyAllowed) return;
    this.#removeKey();
    const required = !this.#flow && this.#indent === mark.column;
    this.#keys[this.#keys.length - 1] = { possible: true, required, token: this.tokens.length, mark };
  }

  #removeKey(): void {
    const key = this.#keys.at(-1) ?? NO_KEY;
    if (key.possible && key.required) throw this.#noColon(key);
    if (key.possible) key.possible = false;
  }

  /** A key ends on its line. */
  #dropStaleKey(): void {
    for (const key of this.#keys) {
      if (!key.possible || key.mark.line === this.#cursor.mark.line) continue;
      if (key.required) throw this.#noColon(key);
      key.possible = false;
    }
  }

  #noColon(key: SimpleKey): YamlFault {
    return new YamlFault("scanner", key.mark, "could not find expected ':'", this.#cursor.mark);
  }

  #roll(column: number, kind: TokenKind, start: Mark, token: number): void {
    if (this.#flow || this.#indent >= column) return;
    this.#indents.push(this.#indent);
    this.#indent = column;
    this.tokens.splice(token, 0, { kind, start });
  }

  #unroll(column: number): void {
    if (this.#flow) return;
    while (this.#indent > column) {
      this.#add("block-end");
      this.#indent = this.#indents.pop() ?? -1;
    }
  }
}
