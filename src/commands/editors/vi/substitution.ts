import type { TextBuffer } from "../text-buffer.ts";
import { viPattern } from "./pattern.ts";

/** What `:2,$s/from/to/gi` asks for. */
export interface Substitution {
  /** `%`, `2` or `2,$`; undefined is the line the cursor is in. */
  readonly range: string | undefined;
  readonly from: string;
  readonly to: string;
  /** Of `g` and `i`. */
  readonly flags: string;
}

const SUBSTITUTION = /^(%|\d+(?:,(?:\d+|\$))?)?s([/|#])((?:\\.|(?!\2).)*)\2((?:\\.|(?!\2).)*)(?:\2([gi]*))?$/;

/** Reads a `:` line as a substitution; undefined when it is none. */
export function parseSubstitution(line: string): Substitution | undefined {
  const match = SUBSTITUTION.exec(line);
  if (!match) return undefined;
  const [, range, , from = "", to = "", flags = ""] = match;
  return { range, from, to, flags };
}

/**
 * Substitutes in the lines of the range; the state before can be undone.
 * @returns how many lines have changed
 */
export function substitute(buffer: TextBuffer, { range, from, to, flags }: Substitution): number {
  const [first, last] = rowsOf(range, buffer);
  const regex = viPattern(from, [..."gi"].filter((flag) => flags.includes(flag)).join(""));
  const text = replacement(to);
  buffer.remember();
  let changed = 0;
  buffer.lines = buffer.lines.map((line, i) => {
    if (i + 1 < first || i + 1 > last) return line;
    const made = line.replace(regex, text);
    if (made !== line) changed++;
    return made;
  });
  buffer.changed ||= changed > 0;
  return changed;
}

/** The first and the last line of a range, counted from one. */
function rowsOf(range: string | undefined, { row, lines }: TextBuffer): readonly [first: number, last: number] {
  if (range === undefined) return [row + 1, row + 1];
  if (range === "%") return [1, lines.length];
  const [first = 1, last = first] = range.split(",").map((part) => (part === "$" ? lines.length : Number(part)));
  return [first, last];
}

/** vi's `&` and `\1` as JavaScript's `$&` and `$1`. */
function replacement(to: string): string {
  return to
    .replace(/\\\//g, "/")
    .replace(/(^|[^\\])&/g, "$1$$&")
    .replace(/\\(\d)/g, "$$$1");
}
