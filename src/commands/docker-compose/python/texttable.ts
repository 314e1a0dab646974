/**
 * A table as Texttable draws it with a rule below its header and nothing else: columns two blanks apart, headings in the
 * middle, cells folded when the whole is too wide (texttable.py 1.6, compose/cli/formatter.py).
 * @param maxWidth the terminal's columns; 0: any width
 */
export function textTable(headers: readonly string[], rows: readonly (readonly string[])[], maxWidth: number): string {
  const widths = columnWidths([headers, ...rows], maxWidth);
  const rule = widths.map((width) => "-".repeat(width)).join("---");
  return [line(headers, widths, centered), rule, ...rows.map((row) => line(row, widths, padded))].join("\n");
}

/** Too wide: every column in turn gets one more, up to what it needs, until nothing is left. */
function columnWidths(table: readonly (readonly string[])[], maxWidth: number): number[] {
  const [headers = []] = table;
  const needed = headers.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  const gaps = 3 * (needed.length - 1);
  const total = needed.reduce((sum, width) => sum + width, gaps);
  if (maxWidth === 0 || total <= maxWidth || maxWidth < needed.length + gaps) return needed;
  const given = needed.map(() => 0);
  let left = maxWidth - gaps;
  for (let at = 0; left > 0; at = (at + 1) % needed.length) {
    const width = given[at] ?? 0;
    if (width < (needed[at] ?? 0)) {
      given[at] = width + 1;
      left--;
    }
  }
  return given;
}

type Align = (text: string, width: number) => string;

const padded: Align = (text, width) => text.padEnd(width);

const centered: Align = (text, width) => {
  const fill = Math.max(0, width - text.length);
  return " ".repeat(Math.floor(fill / 2)) + text + " ".repeat(Math.ceil(fill / 2));
};

function line(cells: readonly string[], widths: readonly number[], align: Align): string {
  const folded = cells.map((cell, at) => fold(cell, widths[at] ?? 0));
  const height = Math.max(...folded.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    widths.map((width, at) => align(folded[at]?.[row] ?? "", width)).join("   "),
  ).join("\n");
}

/** Python's `textwrap.wrap`: at blanks and after hyphens inside words; a longer word is cut. */
export function fold(text: string, width: number): string[] {
  if (text.trim() === "") return [""];
  const chunks = text
    .replaceAll("\t", "        ")
    .split(WORDS)
    .filter((chunk) => chunk !== "");
  const lines: string[] = [];
  while (chunks.length > 0) {
    if (lines.length > 0 && chunks[0]?.trim() === "") chunks.shift();
    let current = "";
    while (chunks.length > 0 && current.length + (chunks[0]?.length ?? 0) <= width) current += chunks.shift() ?? "";
    const next = chunks[0];
    if (next !== undefined && next.length > width) {
      const room = Math.max(1, width - current.length);
      const hyphen = next.length > room ? next.lastIndexOf("-", room - 1) : -1;
      const cut = hyphen > 0 && [...next.slice(0, hyphen)].some((char) => char !== "-") ? hyphen + 1 : room;
      current += next.slice(0, cut);
      chunks[0] = next.slice(cut);
    }
    const trimmed = current.replace(/\s+$/, "");
    if (trimmed !== "") lines.push(trimmed);
  }
  return lines;
}

/** Where a text may be cut: `TextWrapper.wordsep_re`. */
const WORDS =
  /(\s+|(?<=[\w!"'&.,?])-{2,}(?=\w)|\S+?(?:-(?:(?<=[^\d\W]{2}-)|(?<=[^\d\W]-[^\d\W]-))(?=[^\d\W]-?[^\d\W])|(?=\s|$)|(?<=[\w!"'&.,?])(?=-{2,}\w)))/;
