import { alignColumns } from "../format/tab-writer.ts";

/** A table as Compose's own lists have it: wide columns, and a gap after the last one too (cmd/formatter/pretty.go). */
export function composeTable(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headers, ...rows].map((cells) => `${cells.join("\t")}\n`).join("");
  return alignColumns(lines, { minWidth: 20, padding: 3 });
}
