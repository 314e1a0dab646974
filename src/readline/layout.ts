import { lineCells, type Prompt, type StyledCell } from "./prompt-cells.ts";

/** One row of the screen. */
export interface Row {
  readonly cells: StyledCell[];
  width: number;
  /** Whether the text goes on in the next row because it did not fit, and not because of a line break. */
  wraps: boolean;
}

/** A prompt and a line as the rows of a screen, and where the cursor stands. */
export interface Layout {
  readonly rows: readonly Row[];
  readonly cursor: { readonly row: number; readonly column: number };
}

/**
 * Lays a prompt and a line out on a screen of that many columns. A last row that is full has an empty one after it, where
 * the next character will be.
 */
export function layOut(prompt: Prompt, text: string, cursor: number, columns: number): Layout {
  const rows: Row[] = [{ cells: [], width: 0, wraps: false }];
  let row = rows[0] ?? { cells: [], width: 0, wraps: false };
  const breakRow = (wraps: boolean) => {
    row.wraps = wraps;
    row = { cells: [], width: 0, wraps: false };
    rows.push(row);
  };
  const add = (cell: StyledCell) => {
    for (const part of pieces(cell)) {
      if (part.text === "\n") breakRow(false);
      else {
        if (row.width + part.width > columns) breakRow(true);
        row.cells.push(part);
        row.width += part.width;
      }
    }
  };
  for (const cell of prompt.cells) add(cell);

  let place: Layout["cursor"] | undefined;
  for (const { cell, index } of lineCells(text, row.width)) {
    if (place === undefined && index >= cursor) {
      const fits = row.width + (pieces(cell)[0]?.width ?? 0) <= columns || cell.text === "\n";
      place = fits
        ? { row: rows.length - 1, column: Math.min(row.width, columns - 1) }
        : { row: rows.length, column: 0 };
    }
    add(cell);
  }
  if (row.width >= columns) breakRow(true);
  return { rows, cursor: place ?? { row: rows.length - 1, column: row.width } };
}

/** A tab or a control character is several plain cells, which may stand in two rows. */
function pieces(cell: StyledCell): readonly StyledCell[] {
  if (cell.text.length !== cell.width || cell.width < 2 || !/^[ -~]+$/.test(cell.text)) return [cell];
  return [...cell.text].map((text) => ({ text, width: 1, style: cell.style }));
}
