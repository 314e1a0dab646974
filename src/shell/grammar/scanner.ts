import { Refusal, type Token } from "./token.ts";

/** A redirection may begin with the number, or the variable, of its descriptor. */
const OPERATOR =
  /(?:(?:\d+|\{[A-Za-z_]\w*\})(?=[<>](?!\())(?:<<<|<<-|<<|<&|<>|>>|>&|>\||[<>])|;;&|;;|;&|&&|\|\||\|&|&>>|&>|<<<|<<-|<<|<&|<>|>>|>&|>\||[;&|()<>])/y;
const METACHARACTER = /[\s;&|()<>]/;

/** Reads what stands inside `$(…)`: from after the parenthesis to the place after the one that closes it. */
export type Inner = (scanner: Scanner) => void;

/** Cuts bash source into tokens, as far as telling whole from broken needs it. @throws Refusal */
export class Scanner {
  readonly text: string;
  position: number;
  readonly #inner: Inner;
  #documents: { readonly end: string; readonly tabs: boolean }[] = [];
  #peeked: { readonly token: Token; readonly end: number } | undefined;

  constructor(text: string, inner: Inner, position = 0) {
    this.text = text;
    this.#inner = inner;
    this.position = position;
  }

  /** The next token, which stays the next. */
  peek(): Token {
    if (!this.#peeked) {
      const start = this.position;
      const token = this.#read();
      this.#peeked = { token, end: this.position };
      this.position = start;
    }
    return this.#peeked.token;
  }

  next(): Token {
    const token = this.peek();
    this.position = this.#peeked?.end ?? this.position;
    this.#peeked = undefined;
    return token;
  }

  /** The next token was a here-document's operator: its text follows the line. @param word its delimiter, as written */
  expectDocument(word: string, tabs: boolean): void {
    this.#documents.push({ end: word.replace(/\\(.)|['"]/g, "$1"), tabs });
  }

  /** What stands between the opening parentheses of `((` and `))`; undefined when it is no arithmetic. */
  arithmetic(): string | undefined {
    const start = this.position;
    let depth = 0;
    for (let i = start; i < this.text.length; i++) {
      const char = this.text[i];
      if (char === "\\") i++;
      else if (char === "(") depth++;
      else if (char === ")" && depth > 0) depth--;
      else if (char === ")") {
        if (this.text[i + 1] !== ")") return undefined;
        this.position = i + 2;
        return this.text.slice(start, i);
      }
    }
    throw this.#open(")", start);
  }

  #read(): Token {
    this.#skipBlanks();
    const at = this.position;
    const char = this.text[at];
    if (char === undefined) return { kind: "end", text: "", at };
    if (char === "\n") {
      this.position++;
      this.#skipDocuments();
      return { kind: "newline", text: "\n", at };
    }
    OPERATOR.lastIndex = at;
    const operator = /^[<>]\(/.test(this.text.slice(at, at + 2)) ? undefined : OPERATOR.exec(this.text)?.[0];
    if (operator !== undefined) {
      this.position += operator.length;
      return { kind: "operator", text: operator.replace(/^[^;&|()<>]+/, ""), at };
    }
    this.#skipWord();
    return { kind: "word", text: this.text.slice(at, this.position), at };
  }

  #skipBlanks(): void {
    for (;;) {
      if (/[ \t\r]/.test(this.text[this.position] ?? "")) this.position++;
      else if (this.text.startsWith("\\\n", this.position)) this.position += 2;
      else break;
    }
    if (this.text[this.position] !== "#") return;
    const end = this.text.indexOf("\n", this.position);
    this.position = end < 0 ? this.text.length : end;
  }

  #skipDocuments(): void {
    for (const { end, tabs } of this.#documents.splice(0)) {
      for (;;) {
        if (this.position >= this.text.length) return;
        const newline = this.text.indexOf("\n", this.position);
        const line = this.text.slice(this.position, newline < 0 ? undefined : newline);
        this.position = newline < 0 ? this.text.length : newline + 1;
        if ((tabs ? line.replace(/^\t+/, "") : line) === end) break;
      }
    }
  }

  #skipWord(): void {
    const start = this.position;
    for (;;) {
      const char = this.text[this.position];
      if (char === undefined) return;
      if (/[<>]/.test(char) && this.text[this.position + 1] === "(" && this.position === start) {
        this.position += 2;
        this.#inner(this);
        continue;
      }
      if (char === "(" && /[?*+@!]$/.test(this.text.slice(start, this.position))) {
        this.#skipPattern();
        continue;
      }
      if (char === "(" && /^[A-Za-z_]\w*(\[[^\]]*\])?\+?=$/.test(this.text.slice(start, this.position))) {
        this.position++;
        this.#skipArray(this.position - 1);
        continue;
      }
      if (METACHARACTER.test(char)) return;
      this.skipPart();
    }
  }

  /** One character of a word, or one quoted or expanded part of it. */
  skipPart(): void {
    const { text, position } = this;
    switch (text[position]) {
      case "\\":
        this.position += 2;
        return;
      case "'":
        this.#skipTo("'", position + 1);
        return;
      case '"':
        this.#skipDouble(position);
        return;
      case "`":
        this.#skipEscaped("`", position);
        return;
      case "$":
        this.#skipDollar();
        return;
      default:
        this.position++;
    }
  }

  #skipTo(end: string, from: number): void {
    const at = this.text.indexOf(end, from);
    if (at < 0) throw this.#open(end, from - 1);
    this.position = at + 1;
  }

  /** To a character that a backslash hides. */
  #skipEscaped(end: string, start: number): void {
    for (let i = start + 1; i < this.text.length; i++) {
      if (this.text[i] === "\\") i++;
      else if (this.text[i] === end) {
        this.position = i + 1;
        return;
      }
    }
    throw this.#open(end, start);
  }

  #skipDouble(start: number): void {
    this.position = start + 1;
    for (;;) {
      const char = this.text[this.position];
      if (char === undefined) throw this.#open('"', start);
      if (char === '"') break;
      if (char === "'") this.position++;
      else if (char === "$" && /["']/.test(this.text[this.position + 1] ?? "")) this.position++;
      else this.skipPart();
    }
    this.position++;
  }

  #skipDollar(): void {
    const start = this.position;
    const two = this.text[start + 1];
    if (two === "'") {
      this.#skipEscaped("'", start + 1);
    } else if (two === "{") {
      this.#skipBraces(start);
    } else if (two === "(") {
      this.position = start + 2;
      if (this.text[start + 2] === "(") {
        this.position++;
        if (this.arithmetic() !== undefined) return;
        this.position = start + 2;
      }
      this.#inner(this);
    } else this.position++;
  }

  #skipBraces(start: number): void {
    this.position = start + 2;
    for (;;) {
      const char = this.text[this.position];
      if (char === undefined) throw this.#open("}", start);
      if (char === "}") break;
      this.skipPart();
    }
    this.position++;
  }

  #skipPattern(): void {
    const start = this.position++;
    for (;;) {
      const char = this.text[this.position];
      if (char === undefined) throw this.#open(")", start);
      if (char === ")") break;
      if (char === "(") this.#skipPattern();
      else this.skipPart();
    }
    this.position++;
  }

  #skipArray(start: number): void {
    this.#peeked = undefined;
    for (;;) {
      this.#skipBlanks();
      const char = this.text[this.position];
      if (char === undefined) throw this.#open(")", start);
      if (char === ")") break;
      if (char === "\n") this.position++;
      else if (METACHARACTER.test(char) && !/^[<>]\(/.test(this.text.slice(this.position, this.position + 2)))
        throw new Refusal({ kind: "unexpected", token: char, at: this.position });
      else this.#skipWord();
    }
    this.position++;
  }

  #open(closing: string, at: number): Refusal {
    return new Refusal({ kind: "open", closing, at });
  }
}
