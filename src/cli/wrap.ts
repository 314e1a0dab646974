/**
 * How pflag folds the description of a flag (spf13/pflag, `FlagSet.FlagUsagesWrapped`): at `width` columns, hanging by
 * `indent`, and up to five columns more when that spares a short last line.
 */
export function wrap(indent: number, width: number, text: string): string {
  const SLOP = 5;
  const NARROWEST = 24;
  let hanging = indent;
  let head = "";
  if (width - hanging < NARROWEST) {
    hanging = 16;
    head = `\n${" ".repeat(hanging)}`;
  }
  if (width - hanging < NARROWEST) return text.replaceAll("\n", head);
  const margin = `\n${" ".repeat(hanging)}`;
  const lines: string[] = [];
  let rest = text;
  do {
    const [line, next] = cut(width - hanging - SLOP, SLOP, rest);
    lines.push(line.replaceAll("\n", margin));
    rest = next;
  } while (rest !== "");
  return head + lines.join(margin);
}

/** The first line of at most `limit` characters (or all of the text, when `slop` more take it whole) and what is left. */
function cut(limit: number, slop: number, text: string): [string, string] {
  if (limit + slop > text.length) return [text, ""];
  const start = text.slice(0, limit);
  const blank = Math.max(start.lastIndexOf(" "), start.lastIndexOf("\t"), start.lastIndexOf("\n"));
  if (blank <= 0) return [text, ""];
  const newline = start.lastIndexOf("\n");
  const end = newline > 0 && newline < blank ? newline : blank;
  return [text.slice(0, end), text.slice(end + 1)];
}
