import { textWidth } from "./columns.ts";

/** Colours and other settings of the terminal, which take no room. */
const ESCAPES = /\x1b\[[0-9;]*[A-Za-z]/g;

/** A line as it can be shown: tabs filled up, control characters as `^X`; colours stay when `raw`. */
export function shownLine(line: string, raw: boolean): string {
  let column = 0;
  let out = "";
  for (const char of raw
    ? line.split(/(\x1b\[[0-9;]*m)/).flatMap((part) => (part.startsWith("\x1b[") ? [part] : [...part]))
    : line) {
    if (char.length > 2) {
      out += char;
      continue;
    }
    let shown = char;
    if (char === "\t") shown = " ".repeat(8 - (column % 8));
    else if (char === "\r") shown = "^M";
    else if (char < " " || char === "\x7f")
      shown = char === "\x1b" ? "ESC" : `^${String.fromCharCode(char.charCodeAt(0) ^ 64)}`;
    out += shown;
    column += textWidth(shown);
  }
  return out;
}

/** The rows that a line takes on a screen; one, cut off, when `chop`. */
export function rowsOf(line: string, columns: number, chop: boolean): string[] {
  if (line.length <= columns) return [line];
  const rows: string[] = [];
  let row = "";
  let width = 0;
  for (const part of line.split(/(\x1b\[[0-9;]*m)/)) {
    if (part.startsWith("\x1b[")) {
      row += part;
      continue;
    }
    for (const char of part) {
      const cells = textWidth(char);
      if (width + cells > columns) {
        rows.push(row);
        if (chop) return rows;
        row = "";
        width = 0;
      }
      row += char;
      width += cells;
    }
  }
  rows.push(row);
  return rows;
}

/** Paints what a search finds in reverse. */
export function highlighted(row: string, search: RegExp | undefined): string {
  if (!search) return row;
  const plain = row.replace(ESCAPES, "");
  search.lastIndex = 0;
  return search.test(plain) ? plain.replace(search, (match) => (match === "" ? "" : `\x1b[7m${match}\x1b[27m`)) : row;
}
