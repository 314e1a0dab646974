import { textWidth } from "../readline/display-width.ts";

const TAB = 8;

/** What `select` shows: numbered items, in columns (print_select_list of bash's execute_cmd.c). @param columns the screen's */
export function menu(items: readonly string[], columns: number): string {
  const digits = String(items.length).length;
  const width = Math.max(...items.map(textWidth)) + digits + 4;
  const fitting = Math.max(1, Math.floor(columns / width));
  const needed = Math.ceil(items.length / fitting);
  // A single row becomes a single column.
  const rows = needed === 1 ? items.length : needed;
  const lines = Array.from({ length: rows }, (_, row) => {
    let line = "";
    for (let i = row, at = 0; i < items.length; i += rows, at += width) {
      const cell = `${String(i + 1).padStart(at === 0 ? String(rows).length : digits)}) ${items[i] ?? ""}`;
      line += cell + (i + rows < items.length ? indent(at + textWidth(cell), at + width) : "");
    }
    return line;
  });
  return `${lines.join("\n")}\n`;
}

/** Tabs and blanks from one column to another. */
function indent(from: number, to: number): string {
  let text = "";
  for (let at = from; at < to; ) {
    const isTab = Math.floor(to / TAB) > Math.floor(at / TAB);
    text += isTab ? "\t" : " ";
    at += isTab ? TAB - (at % TAB) : 1;
  }
  return text;
}
