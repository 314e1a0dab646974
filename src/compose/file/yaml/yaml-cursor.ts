import { type Mark, YamlFault } from "./yaml-tokens.ts";

/** Reads a text's characters one after the other, and the scalars that take several of them. */
export class YamlCursor {
  readonly #text: string;
  #at = 0;
  #line = 0;
  #column = 0;

  constructor(text: string) {
    this.#text = text.replaceAll("\r\n", "\n").replace(/^\uFEFF/, "");
  }

  /** The character so many places on; empty at the end. */
  peek(on = 0): string {
    return this.#text[this.#at + on] ?? "";
  }

  startsWith(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  get mark(): Mark {
    return { line: this.#line, column: this.#column };
  }

  next(count = 1): void {
    for (let i = 0; i < count; i++) {
      if (this.peek() === "\n") {
        this.#line++;
        this.#column = 0;
      } else this.#column++;
      this.#at++;
    }
  }

  isBlankOrEnd(on = 0): boolean {
    return ["", " ", "\t", "\n"].includes(this.peek(on));
  }

  /** `---` or `...` at the beginning of a line. */
  isDocumentMark(): boolean {
    return this.#column === 0 && (this.startsWith("---") || this.startsWith("...")) && this.isBlankOrEnd(3);
  }

  skipComment(): void {
    if (this.peek() === "#") while (this.peek() !== "\n" && this.peek() !== "") this.next();
  }

  /** @param indent least column of its further lines @returns whether it ended in a new line */
  plainScalar(indent: number, flow: boolean): boolean {
    const start = this.mark;
    let broke = false;
    for (;;) {
      if (this.isDocumentMark() || this.peek() === "#") break;
      if (this.isBlankOrEnd()) break;
      let moved = false;
      while (!this.isBlankOrEnd() && !this.#endsPlain(flow)) {
        this.next();
        moved = true;
        broke = false;
      }
      if (!moved || !this.isBlankOrEnd() || this.peek() === "") break;
      while (this.peek() !== "" && this.isBlankOrEnd()) {
        if (broke && this.#column < indent && this.peek() === "\t")
          throw new YamlFault("scanner", start, "found a tab character that violates indentation", this.mark);
        if (this.peek() === "\n") broke = true;
        this.next();
      }
      if (!flow && this.#column < indent) break;
    }
    return broke;
  }

  #endsPlain(flow: boolean): boolean {
    const char = this.peek();
    if (char === ":") return this.isBlankOrEnd(1) || (flow && ",?[]{}".includes(this.peek(1)));
    return flow && ",[]{}".includes(char);
  }

  quotedScalar(): void {
    const start = this.mark;
    const quote = this.peek();
    const fault = (message: string) => new YamlFault("scanner", start, message, this.mark);
    this.next();
    for (;;) {
      if (this.isDocumentMark()) throw fault("found unexpected document indicator");
      if (this.peek() === "") throw fault("found unexpected end of stream");
      if (quote === "'" && this.startsWith("''")) this.next(2);
      else if (quote === '"' && this.peek() === "\\") {
        if (!/[0abtnvfre "'/\\N_LPxuU\n\t]/.test(this.peek(1))) throw fault("found unknown escape character");
        this.next(2);
      } else if (this.peek() === quote) {
        this.next();
        return;
      } else this.next();
    }
  }

  /** @param indent of the collection around it, -1 at the top */
  blockScalar(indent: number): void {
    const start = this.mark;
    this.next();
    let deeper = 0;
    while (/[-+1-9]/.test(this.peek())) {
      if (/\d/.test(this.peek())) deeper = Number(this.peek());
      this.next();
    }
    while (this.peek() === " " || this.peek() === "\t") this.next();
    this.skipComment();
    if (this.peek() !== "\n" && this.peek() !== "")
      throw new YamlFault("scanner", start, "did not find expected comment or line break", this.mark);
    this.next();
    let least = deeper > 0 ? Math.max(indent, 0) + deeper : 0;
    if (deeper === 0) least = Math.max(this.#firstIndent(), indent + 1, 1);
    while (this.peek() !== "") {
      while (this.#column < least && this.peek() === " ") this.next();
      if (this.peek() === "\n") {
        this.next();
        continue;
      }
      if (this.#column < least) {
        if (this.peek() === "\t")
          throw new YamlFault(
            "scanner",
            start,
            "found a tab character where an indentation space is expected",
            this.mark,
          );
        return;
      }
      while (this.peek() !== "\n" && this.peek() !== "") this.next();
      this.next();
    }
  }

  /** Blanks before the first line that has something. */
  #firstIndent(): number {
    return /^(?: *\n)*( *)/.exec(this.#text.slice(this.#at))?.[1]?.length ?? 0;
  }
}
