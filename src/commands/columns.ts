import type { Process } from "../kernel/process.ts";

/** How many cells a text takes on a screen: two for East Asian and emoji, none for what combines. */
export function textWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const char of text) {
    if (/\p{Mn}|\p{Me}|\u200d|[\ufe00-\ufe0f]/u.test(char)) continue;
    width +=
      /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
        char,
      )
        ? 2
        : 1;
  }
  return width;
}

/** The columns of the screen a process writes to. */
export function screenColumns(process: Process): number {
  const told = Number(process.env.COLUMNS);
  if (told > 0) return told;
  return process.stdout.isTTY ? (process.tty?.columns ?? 80) : 80;
}

export interface Cell {
  /** What is printed, colours included. */
  readonly text: string;
  /** Cells it takes. */
  readonly width: number;
}

/** Cells down in columns, each column as wide as it must be: GNU ls. `across` fills rows instead (`ls -x`). */
export function gnuColumns(cells: readonly Cell[], screen: number, across = false): string {
  const place = (index: number, rows: number, columns: number) => (across ? index % columns : Math.floor(index / rows));
  for (let columns = Math.min(cells.length, Math.floor(screen / 3) || 1); columns >= 1; columns--) {
    const rows = Math.ceil(cells.length / columns);
    const used = across ? columns : Math.ceil(cells.length / rows);
    const widths = new Array<number>(used).fill(0);
    cells.forEach(({ width }, index) => {
      const column = place(index, rows, columns);
      widths[column] = Math.max(widths[column] ?? 0, width + (column === used - 1 ? 0 : 2));
    });
    if (columns > 1 && widths.reduce((sum, width) => sum + width, 0) >= screen) continue;
    return print(
      cells,
      rows,
      used,
      (row, column) => (across ? row * columns + column : column * rows + row),
      widths,
      withTabs,
    );
  }
  return "";
}

/** Cells down in columns of one width: busybox ls. */
export function evenColumns(cells: readonly Cell[], screen: number): string {
  const width = Math.max(...cells.map((cell) => cell.width)) + 2;
  const columns = Math.max(1, Math.floor(screen / width));
  const rows = Math.ceil(cells.length / columns);
  const used = Math.ceil(cells.length / rows);
  return print(cells, rows, used, (row, column) => column * rows + row, new Array<number>(used).fill(width));
}

function print(
  cells: readonly Cell[],
  rows: number,
  columns: number,
  index: (row: number, column: number) => number,
  widths: readonly number[],
  gap: (from: number, to: number) => string = (from, to) => " ".repeat(to - from),
): string {
  let out = "";
  for (let row = 0; row < rows; row++) {
    const line: string[] = [];
    let at = 0;
    for (let column = 0; column < columns; column++) {
      const cell = cells[index(row, column)];
      if (!cell) continue;
      const isLast = column === columns - 1 || !cells[index(row, column + 1)];
      const next = at + (widths[column] ?? 0);
      line.push(cell.text + (isLast ? "" : gap(Math.min(at + cell.width, next), next)));
      at = next;
    }
    out += `${line.join("")}\n`;
  }
  return out;
}

/** From one column to another with as many tabs as fit, as ls does it. */
function withTabs(from: number, to: number): string {
  let out = "";
  let at = from;
  while (at < to) {
    const isTab = Math.floor(to / 8) > Math.floor((at + 1) / 8);
    out += isTab ? "\t" : " ";
    at += isTab ? 8 - (at % 8) : 1;
  }
  return out;
}

/** Rows as a table: columns two blanks apart at most as wide as needed; `right` names those aligned to the right. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = [], gap = " "): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, textWidth(cell));
    });
  return rows
    .map((row) => {
      const cells = row.map((cell, i) => {
        const blanks = " ".repeat((widths[i] ?? 0) - textWidth(cell));
        if (right.includes(i)) return blanks + cell;
        return i === row.length - 1 ? cell : cell + blanks;
      });
      return `${cells.join(gap)}\n`;
    })
    .join("");
}
