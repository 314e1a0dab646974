/** What is needed of an xterm buffer. */
interface Lines {
  readonly length: number;
  getLine(y: number): { readonly isWrapped: boolean; translateToString(trimRight?: boolean): string } | undefined;
}

/** Lines `from` to `to` (exclusive) of a terminal as plain text: a line that wraps is one line, blanks at ends are gone. */
export function plainText(buffer: Lines, from = 0, to = buffer.length): string {
  const lines: string[] = [];
  for (let y = Math.max(0, from); y < to; y++) {
    const row = buffer.getLine(y);
    if (!row) continue;
    const wrapsOn = buffer.getLine(y + 1)?.isWrapped === true && y + 1 < to;
    const text = row.translateToString(!wrapsOn);
    if (row.isWrapped && lines.length > 0) lines.push((lines.pop() ?? "") + text);
    else lines.push(text);
  }
  return lines
    .map((line) => line.trimEnd())
    .join("\n")
    .trimEnd();
}
