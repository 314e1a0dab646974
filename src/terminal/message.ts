import { textWidth } from "../readline/display-width.ts";

/** A message of ours for the terminal, its lines broken between words; a word wider than the screen is left whole. */
export function wrapWords(message: string, columns: number): string {
  return message
    .split("\n")
    .map((line) => wrapLine(line, columns))
    .join("\n");
}

function wrapLine(line: string, columns: number): string {
  const rows: string[] = [];
  for (const word of line.split(" ")) {
    const row = rows.at(-1);
    if (row !== undefined && textWidth(`${row} ${word}`) <= columns) rows[rows.length - 1] = `${row} ${word}`;
    else rows.push(word);
  }
  return rows.join("\n");
}
