import { changeGroups, differencesOf, type Lines, linesWithEnd } from "../../line-differences.ts";
import { compacted } from "./compact.ts";

/** One line of a hunk: kept, taken out, put in, or the remark that the last one has no end. */
export interface HunkLine {
  readonly mark: " " | "-" | "+" | "\\";
  readonly text: string;
}

export interface Hunk {
  readonly from: number;
  readonly fromCount: number;
  readonly to: number;
  readonly toCount: number;
  /** The line above that says where one is: the beginning of a function. */
  readonly section: string;
  readonly lines: readonly HunkLine[];
}

/** Lines with a mark on one that has no end, so that it differs from the same with one. */
const keyed = ({ lines, ended }: Lines) =>
  ended ? lines : lines.map((line, i) => (i === lines.length - 1 ? `${line}\0` : line));

/** What makes one text the other, with lines around it. @param context how many */
export function hunksOf(old: string, now: string, context = 3): Hunk[] {
  const [a, b] = [linesWithEnd(old), linesWithEnd(now)];
  const [left, right] = [keyed(a), keyed(b)];
  const changes = compacted(left, right, differencesOf(left, right));
  const hunks: Hunk[] = [];
  for (const group of changeGroups(changes, context)) {
    const [first, last] = [group[0], group.at(-1)];
    if (!first || !last) break;
    const from = Math.max(0, first.from - context);
    const to = first.to - (first.from - from);
    const fromEnd = Math.min(left.length, last.fromEnd + context);
    const lines: HunkLine[] = [];
    let at = from;
    for (const change of group) {
      lines.push(...marked(a, at, change.from, " "), ...marked(a, change.from, change.fromEnd, "-"));
      lines.push(...marked(b, change.to, change.toEnd, "+"));
      at = change.fromEnd;
    }
    lines.push(...marked(a, at, fromEnd, " "));
    const toEnd = last.toEnd + (fromEnd - last.fromEnd);
    hunks.push({
      from,
      fromCount: fromEnd - from,
      to,
      toCount: toEnd - to,
      section: sectionAbove(a.lines, from),
      lines,
    });
  }
  return hunks;
}

function marked(of: Lines, from: number, to: number, mark: HunkLine["mark"]): HunkLine[] {
  return of.lines.slice(from, to).flatMap((text, i): HunkLine[] => {
    const isCut = from + i === of.lines.length - 1 && !of.ended;
    return isCut
      ? [
          { mark, text },
          { mark: "\\", text: " No newline at end of file" },
        ]
      : [{ mark, text }];
  });
}

/** The nearest line above that begins with a letter, `_` or `$`. */
function sectionAbove(lines: readonly string[], from: number): string {
  const found = lines.slice(0, from).findLast((line) => /^[A-Za-z_$]/.test(line)) ?? "";
  return found.slice(0, 80).trimEnd();
}

/** How many lines were put in and taken out. */
export function countsOf(hunks: readonly Hunk[]): { readonly added: number; readonly removed: number } {
  const count = (mark: string) =>
    hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.mark === mark).length, 0);
  return { added: count("+"), removed: count("-") };
}
