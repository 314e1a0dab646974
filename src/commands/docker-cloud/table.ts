import { textWidth } from "../columns.ts";

type TableCell = string | number | null | undefined;

/** How much wider than its name a column is at least. */
const HEADER_PADDING = 2;

/**
 * Rows as Python's tabulate lays them out in its format "plain" (dockercloudcli, utils.py, tabulate_result): two blanks
 * between columns, numbers and their names to the right. No rows at all are one empty row.
 */
export function plainTable(headers: readonly string[], rows: readonly (readonly TableCell[])[]): string {
  const filled = rows.length === 0 ? [headers.map(() => "")] : rows;
  const columns = headers.map((header, index) => {
    const cells = filled.map((row) => row[index] ?? "");
    const right = cells.every((cell) => typeof cell === "number");
    const texts = cells.map(String);
    return { header, texts, right, width: Math.max(textWidth(header) + HEADER_PADDING, ...texts.map(textWidth)) };
  });
  const line = (of: (column: (typeof columns)[number]) => string) =>
    columns
      .map((column) => {
        const blank = " ".repeat(column.width - textWidth(of(column)));
        return column.right ? blank + of(column) : of(column) + blank;
      })
      .join("  ")
      .trimEnd();
  return [line(({ header }) => header), ...filled.map((_, index) => line(({ texts }) => texts[index] ?? ""))].join(
    "\n",
  );
}
