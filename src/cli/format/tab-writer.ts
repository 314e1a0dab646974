import { displayWidth } from "./display-width.ts";

interface TabOptions {
  /** The least width of a column, its padding included. */
  readonly minWidth: number;
  readonly padding: number;
}

/** How docker/cli sets out its tables (`tabwriter.NewWriter(out, 10, 1, 3, ' ', 0)`). */
const TABLE: TabOptions = { minWidth: 10, padding: 3 };

/**
 * Turns tabs into aligned columns as Go's text/tabwriter does: a column is as wide as the widest of the cells that stand
 * in it line after line; what follows the last tab of a line belongs to no column.
 */
export function alignColumns(text: string, options: TabOptions = TABLE): string {
  const lines = text.split("\n").map((line) => line.split("\t"));
  const out: string[] = [];
  alignBlock(lines, 0, lines.length, [], options, out);
  return out.join("\n");
}

function alignBlock(
  lines: readonly (readonly string[])[],
  from: number,
  to: number,
  widths: readonly number[],
  options: TabOptions,
  out: string[],
): void {
  const column = widths.length;
  const hasCell = (index: number) => column < (lines[index]?.length ?? 0) - 1;
  let done = from;
  for (let start = from; start < to; start++) {
    if (!hasCell(start)) continue;
    for (; done < start; done++) out.push(padLine(lines[done] ?? [], widths));
    let end = start;
    let width = options.minWidth;
    for (; end < to && hasCell(end); end++) {
      width = Math.max(width, displayWidth(lines[end]?.[column] ?? "") + options.padding);
    }
    alignBlock(lines, start, end, [...widths, width], options, out);
    done = end;
    start = end - 1;
  }
  for (; done < to; done++) out.push(padLine(lines[done] ?? [], widths));
}

function padLine(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, index) => {
      const width = index < cells.length - 1 ? widths[index] : undefined;
      return width === undefined ? cell : cell + " ".repeat(Math.max(0, width - displayWidth(cell)));
    })
    .join("");
}
