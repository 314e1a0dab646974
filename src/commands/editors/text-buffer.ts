import { textWidth } from "../columns.ts";

/** The lines of a file being edited, a cursor in them, and what can be undone. */
export class TextBuffer {
  lines: string[];
  row = 0;
  /** UTF-16 units into the line. */
  column = 0;
  changed = false;
  readonly #past: { readonly lines: string[]; readonly row: number; readonly column: number }[] = [];

  constructor(text: string) {
    this.lines = text.replace(/\n$/, "").split("\n");
  }

  /** The file's content: every line with its end. */
  get text(): string {
    return this.lines.length === 1 && this.lines[0] === "" ? "" : `${this.lines.join("\n")}\n`;
  }

  get line(): string {
    return this.lines[this.row] ?? "";
  }

  /** Remembers the state before a change. */
  remember(): void {
    this.#past.push({ lines: [...this.lines], row: this.row, column: this.column });
    if (this.#past.length > 200) this.#past.shift();
  }

  undo(): boolean {
    const before = this.#past.pop();
    if (!before) return false;
    Object.assign(this, { lines: before.lines, row: before.row, column: before.column, changed: true });
    return true;
  }

  /** Puts text in at the cursor, which goes behind it. */
  insert(text: string): void {
    const [first = "", ...rest] = text.split("\n");
    const { line } = this;
    const [before, after] = [line.slice(0, this.column), line.slice(this.column)];
    const last = rest.pop();
    if (last === undefined) this.#set(this.row, 1, [before + first + after]);
    else this.#set(this.row, 1, [before + first, ...rest, last + after]);
    this.row += rest.length + (last === undefined ? 0 : 1);
    this.column = last === undefined ? before.length + first.length : last.length;
  }

  /** Takes out the character before the cursor, or joins two lines. */
  backspace(): void {
    if (this.column > 0) {
      const step = this.#stepBefore();
      const { line } = this;
      this.#set(this.row, 1, [line.slice(0, this.column - step) + line.slice(this.column)]);
      this.column -= step;
    } else if (this.row > 0) {
      const above = this.lines[this.row - 1] ?? "";
      this.#set(this.row - 1, 2, [above + this.line]);
      this.row--;
      this.column = above.length;
    }
  }

  delete(): void {
    const { line } = this;
    if (this.column < line.length) {
      this.#set(this.row, 1, [line.slice(0, this.column) + line.slice(this.column + this.#stepAfter())]);
    } else if (this.row < this.lines.length - 1) this.#set(this.row, 2, [line + (this.lines[this.row + 1] ?? "")]);
  }

  /** Takes out whole lines and returns them. */
  cutLines(count = 1): string[] {
    const cut = this.lines.slice(this.row, this.row + count);
    this.#set(this.row, cut.length, []);
    if (this.lines.length === 0) this.lines = [""];
    this.row = Math.min(this.row, this.lines.length - 1);
    this.column = 0;
    return cut;
  }

  insertLines(at: number, lines: readonly string[]): void {
    this.#set(at, 0, lines);
    this.row = at;
    this.column = 0;
  }

  /** Replaces the line the cursor is in. */
  setLine(text: string): void {
    this.#set(this.row, 1, [text]);
    this.column = Math.min(this.column, text.length);
  }

  left(): void {
    if (this.column > 0) this.column -= this.#stepBefore();
    else if (this.row > 0) {
      this.row--;
      this.column = this.line.length;
    }
  }

  right(): void {
    if (this.column < this.line.length) this.column += this.#stepAfter();
    else if (this.row < this.lines.length - 1) {
      this.row++;
      this.column = 0;
    }
  }

  /** Up or down, as many lines, as far as there are some. */
  vertical(by: number): void {
    const cells = textWidth(this.line.slice(0, this.column));
    this.row = Math.max(0, Math.min(this.lines.length - 1, this.row + by));
    this.column = 0;
    while (this.column < this.line.length && textWidth(this.line.slice(0, this.column)) < cells)
      this.column += this.#stepAfter();
  }

  /** Goes to the next place a text is at, from the cursor on and around the end. */
  find(wanted: string | RegExp, backward = false): boolean {
    const count = this.lines.length;
    const regex = typeof wanted === "string" ? undefined : wanted;
    for (let i = 0; i <= count; i++) {
      const row = (this.row + (backward ? -i : i) + count * 2) % count;
      const line = this.lines[row] ?? "";
      const places: number[] = [];
      if (regex) for (const match of line.matchAll(regex)) places.push(match.index);
      else
        for (let at = line.indexOf(String(wanted)); at >= 0; at = line.indexOf(String(wanted), at + 1)) places.push(at);
      const fitting = places.filter((at) => (i === 0 ? (backward ? at < this.column : at > this.column) : true));
      const place = backward ? fitting.at(-1) : fitting[0];
      if (place === undefined) continue;
      this.row = row;
      this.column = place;
      return true;
    }
    return false;
  }

  #set(from: number, count: number, lines: readonly string[]): void {
    this.lines.splice(from, count, ...lines);
    this.changed = true;
  }

  #stepBefore(): number {
    const code = this.line.charCodeAt(this.column - 1);
    return code >= 0xdc00 && code < 0xe000 && this.column > 1 ? 2 : 1;
  }

  #stepAfter(): number {
    return (this.line.codePointAt(this.column) ?? 0) > 0xffff ? 2 : 1;
  }
}
