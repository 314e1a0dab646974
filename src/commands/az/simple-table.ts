import { textWidth } from "../columns.ts";

/** How much wider than its name a column is at least. */
const HEADER_PADDING = 2;

/** Rows as Python's tabulate lays them out in its format "simple": names, a line of dashes, two blanks between columns. */
export function simpleTable(rows: readonly Readonly<Record<string, string>>[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (names.length === 0) return "\n";
  const columns = names.map((name) => {
    const cells = rows.map((row) => row[name] ?? "");
    return { name, cells, width: Math.max(textWidth(name) + HEADER_PADDING, ...cells.map(textWidth)) };
  });
  const line = (of: (column: (typeof columns)[number]) => string) =>
    `${columns
      .map((column) => of(column) + " ".repeat(column.width - textWidth(of(column))))
      .join("  ")
      .trimEnd()}\n`;
  return [
    line(({ name }) => name),
    line(({ width }) => "-".repeat(width)),
    ...rows.map((_, index) => line(({ cells }) => cells[index] ?? "")),
  ].join("");
}
