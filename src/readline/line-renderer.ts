import { type Layout, layOut, type Row } from "./layout.ts";
import type { Prompt, StyledCell } from "./prompt-cells.ts";

/** What is to be shown. */
export interface View {
  readonly prompt: Prompt;
  readonly text: string;
  readonly cursor: number;
}

/**
 * Draws a prompt and a line, and afterwards only what changes. It knows the screen from the row of the prompt down, and
 * moves the cursor relative to where it left it. Every method returns what to write to the terminal. A line of more rows
 * than the screen is shown in part: the rows around the cursor.
 */
export class LineRenderer {
  #columns: number;
  #screenRows: number;
  #view: View | undefined;
  #layout: Layout | undefined;
  /** The rows on the screen now, from the first one of ours. */
  #shown: readonly Row[] = [];
  /** Which row of the layout is the first shown. */
  #top = 0;
  /** The cursor, in rows from our first; a column equal to the width means: written to the edge, not wrapped yet. */
  #row = 0;
  #column = 0;
  /** How many rows of the screen are ours so far. */
  #depth = 1;
  #style = "";
  #out = "";

  constructor(columns: number, rows: number) {
    this.#columns = Math.max(2, columns);
    this.#screenRows = Math.max(1, rows);
  }

  /** Shows a view in place of the one before. */
  show(view: View): string {
    const layout = layOut(view.prompt, view.text, view.cursor, this.#columns);
    if (this.#view?.prompt.controls !== view.prompt.controls) this.#out += view.prompt.controls;
    this.#view = view;
    this.#layout = layout;
    this.#scrollTo(layout);
    const window = layout.rows.slice(this.#top, this.#top + this.#screenRows);
    for (const [index, row] of window.entries()) this.#drawRow(index, row, window[index - 1]);
    if (this.#shown.length > window.length) {
      this.#setStyle("");
      this.#move(window.length, 0);
      this.#out += "\x1b[J";
    }
    this.#shown = window;
    this.#move(layout.cursor.row - this.#top, layout.cursor.column);
    return this.#flush();
  }

  /** Leaves the line for good: the whole of it is on the screen and the cursor below it. `mark` follows it ("^C"). */
  finish(mark = ""): string {
    if (this.#layout && this.#layout.rows.length > this.#shown.length) {
      this.#startOver(this.#row);
      this.#screenRows = Number.POSITIVE_INFINITY;
      for (const [index, row] of this.#layout.rows.entries()) this.#drawRow(index, row, this.#layout.rows[index - 1]);
      this.#shown = this.#layout.rows;
    }
    const last = this.#shown.at(-1);
    this.#move(this.#shown.length - 1, last?.width ?? 0);
    const isBelowAlready = mark === "" && last?.width === 0 && this.#shown.at(-2)?.wraps === true;
    this.#out += isBelowAlready ? "\x1b[K" : `${mark}\r\n`;
    return this.#flush();
  }

  /** Clears the screen and shows the view again at its top. */
  clearScreen(): string {
    this.#out += "\x1b[H\x1b[2J";
    this.#forget();
    return this.#view ? this.show(this.#view) : "";
  }

  /** Begins anew where the cursor is, at the beginning of a row: after something else was written below the line. */
  resume(columns: number, rows: number): void {
    this.#columns = Math.max(2, columns);
    this.#screenRows = Math.max(1, rows);
    this.#forget();
  }

  /**
   * Draws anew for another size. As xterm does it, the rows before the cursor's line have been wrapped anew by the
   * terminal, and those of the cursor's line have stayed.
   */
  resize(columns: number, rows: number): string {
    const before = this.#layout;
    this.#columns = Math.max(2, columns);
    this.#screenRows = Math.max(1, rows);
    if (!this.#view || !before) return "";
    const after = layOut(this.#view.prompt, this.#view.text, this.#view.cursor, this.#columns);
    const cursorRow = this.#row + this.#top;
    const starts = lineStarts(before.rows);
    const line = starts.findLastIndex((start) => start <= cursorRow);
    const up = this.#top > 0 ? this.#row : (lineStarts(after.rows)[line] ?? 0) + cursorRow - (starts[line] ?? 0);
    this.#startOver(Math.min(up, this.#screenRows - 1));
    return this.show(this.#view);
  }

  /** Chooses the part to show, so that the cursor is in it, and scrolls the screen when it lies further down. */
  #scrollTo(layout: Layout): void {
    const height = this.#screenRows;
    const lowest = Math.max(0, layout.rows.length - height);
    const top = Math.min(lowest, Math.max(Math.min(this.#top, layout.cursor.row), layout.cursor.row - height + 1));
    const down = top - this.#top;
    if (down > 0 && this.#shown.length > 0) {
      this.#move(height - 1, 0);
      for (let i = 0; i < down; i++) this.#newRow();
      this.#shown = this.#shown.slice(down);
    }
    this.#top = top;
  }

  #drawRow(index: number, row: Row, above: Row | undefined): void {
    const old = this.#shown[index];
    const from = firstDifference(old?.cells ?? [], row.cells);
    if (index < this.#depth && from.index === row.cells.length && old?.width === row.width) return;
    const isAtEndOfAbove = this.#row === index - 1 && this.#column === above?.width;
    if (from.column === 0 && above?.wraps === true && isAtEndOfAbove) this.#flowInto(index, row);
    else this.#move(index, from.column);
    const until = old?.width === row.width ? lastDifference(old.cells, row.cells) : row.cells.length;
    for (const cell of row.cells.slice(from.index, until)) this.#write(cell);
    if (row.width < (old?.width ?? 0)) {
      this.#setStyle("");
      this.#out += "\x1b[K";
    }
  }

  /** Goes on below a full row by writing over its edge, so that the terminal knows that the line wraps. */
  #flowInto(index: number, row: Row): void {
    if (row.cells.length === 0) {
      this.#setStyle("");
      this.#out += " \r";
    }
    this.#row = index;
    this.#column = 0;
    this.#depth = Math.max(this.#depth, index + 1);
  }

  #write(cell: StyledCell): void {
    this.#setStyle(cell.style);
    this.#out += cell.text;
    this.#column += cell.width;
  }

  #setStyle(style: string): void {
    if (style === this.#style) return;
    this.#out += `\x1b[0m${style}`;
    this.#style = style;
  }

  /** To the beginning of the next row, which scrolls the screen at its bottom. */
  #newRow(): void {
    this.#setStyle("");
    this.#out += "\r\n";
    this.#row = Math.min(this.#row + 1, this.#screenRows - 1);
    this.#column = 0;
    this.#depth = Math.max(this.#depth, this.#row + 1);
  }

  #move(row: number, column: number): void {
    if (this.#column >= this.#columns && (row !== this.#row || column < this.#columns)) {
      this.#out += "\r";
      this.#column = 0;
    }
    const reachable = Math.min(row, this.#depth - 1);
    if (reachable < this.#row) this.#out += `\x1b[${this.#row - reachable}A`;
    if (reachable > this.#row) this.#out += `\x1b[${reachable - this.#row}B`;
    this.#row = reachable;
    while (this.#row < row) this.#newRow();
    const by = column - this.#column;
    if (by !== 0) this.#out += column === 0 ? "\r" : by < 0 ? `\x1b[${-by}D` : `\x1b[${by}C`;
    this.#column = column;
  }

  /** Goes `up` rows, to the beginning, erases all below and begins anew there. */
  #startOver(up: number): void {
    this.#setStyle("");
    this.#out += `${up > 0 ? `\x1b[${up}A` : ""}\r\x1b[J`;
    this.#forget();
  }

  #forget(): void {
    this.#shown = [];
    this.#top = 0;
    this.#row = 0;
    this.#column = 0;
    this.#depth = 1;
  }

  #flush(): string {
    this.#setStyle("");
    const out = this.#out;
    this.#out = "";
    return out;
  }
}

/** The rows that begin a line and do not go on with one. */
function lineStarts(rows: readonly Row[]): number[] {
  return rows.flatMap((_, index) => (index === 0 || rows[index - 1]?.wraps === false ? [index] : []));
}

function firstDifference(old: readonly StyledCell[], now: readonly StyledCell[]): { index: number; column: number } {
  let index = 0;
  let column = 0;
  while (index < now.length && same(old[index], now[index])) column += now[index++]?.width ?? 0;
  return { index, column };
}

/** The index after the last cell of `now` that differs, both rows being equally wide. */
function lastDifference(old: readonly StyledCell[], now: readonly StyledCell[]): number {
  let back = 0;
  while (back < now.length && same(old.at(-1 - back), now.at(-1 - back))) back++;
  return now.length - back;
}

function same(a: StyledCell | undefined, b: StyledCell | undefined): boolean {
  return a?.text === b?.text && a?.width === b?.width && a?.style === b?.style;
}
