import { type Change, differencesOf } from "../../line-differences.ts";

interface MergedText {
  readonly text: string;
  readonly hasConflict: boolean;
}

/** A part of a merge: lines that are settled, or what the two sides have. */
type Part =
  | { readonly kind: "settled"; readonly lines: readonly string[]; readonly isChange: boolean }
  | { readonly kind: "conflict"; readonly ours: readonly string[]; readonly theirs: readonly string[] };

/** The lines of a text with their ends. */
const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/**
 * Joins what two sides made of a text (xdiff's xdl_merge at git's level, "zealous"): what only one changed is taken,
 * what both changed unlike is marked.
 * @param names what the markers call the two sides
 */
export function mergeLines(base: string, ours: string, theirs: string, names: readonly [string, string]): MergedText {
  const parts = joined(partsOf(linesOf(base), linesOf(ours), linesOf(theirs)).flatMap(refined));
  const text = parts.map((part) =>
    part.kind === "settled" ? part.lines.join("") : marked(part.ours, part.theirs, names),
  );
  return { text: text.join(""), hasConflict: parts.some(({ kind }) => kind === "conflict") };
}

function partsOf(base: readonly string[], ours: readonly string[], theirs: readonly string[]): Part[] {
  const [left, right] = [differencesOf(base, ours), differencesOf(base, theirs)];
  const parts: Part[] = [];
  let [i, j, at] = [0, 0, 0];
  while (i < left.length || j < right.length) {
    const region = nextRegion(left, right, i, j);
    parts.push({ kind: "settled", lines: base.slice(at, region.from), isChange: false });
    const mine = sideOf(left, i, region.i, ours, region);
    const other = sideOf(right, j, region.j, theirs, region);
    if (j === region.j || same(mine, other)) parts.push({ kind: "settled", lines: mine, isChange: true });
    else if (i === region.i) parts.push({ kind: "settled", lines: other, isChange: true });
    else parts.push({ kind: "conflict", ours: mine, theirs: other });
    [at, i, j] = [region.end, region.i, region.j];
  }
  return [...parts, { kind: "settled", lines: base.slice(at), isChange: false }];
}

const same = (a: readonly string[], b: readonly string[]) => a.join("") === b.join("");

/** Where both changed something, what both have stands outside the markers. */
function refined(part: Part): Part[] {
  if (part.kind === "settled") return [part];
  const { ours, theirs } = part;
  if (ours.length === 0 || theirs.length === 0) return [part];
  const parts: Part[] = [];
  let at = 0;
  for (const { from, fromEnd, to, toEnd } of differencesOf(ours, theirs)) {
    parts.push({ kind: "settled", lines: ours.slice(at, from), isChange: false });
    parts.push({ kind: "conflict", ours: ours.slice(from, fromEnd), theirs: theirs.slice(to, toEnd) });
    at = fromEnd;
  }
  return [...parts, { kind: "settled", lines: ours.slice(at), isChange: false }];
}

/** Conflicts with no more than this between them are one. */
const FEW_LINES = 3;

function joined(parts: readonly Part[]): Part[] {
  const out: Part[] = [];
  for (const part of parts) {
    if (part.kind === "settled" && part.lines.length === 0 && !part.isChange) continue;
    const [before, between] = [out.at(-2), out.at(-1)];
    if (part.kind === "conflict" && between?.kind === "conflict")
      out.splice(-1, 1, {
        kind: "conflict",
        ours: [...between.ours, ...part.ours],
        theirs: [...between.theirs, ...part.theirs],
      });
    else if (
      part.kind === "conflict" &&
      before?.kind === "conflict" &&
      between?.kind === "settled" &&
      !between.isChange &&
      between.lines.length <= FEW_LINES
    )
      out.splice(-2, 2, {
        kind: "conflict",
        ours: [...before.ours, ...between.lines, ...part.ours],
        theirs: [...before.theirs, ...between.lines, ...part.theirs],
      });
    else out.push(part);
  }
  return out;
}

interface Region {
  readonly from: number;
  readonly end: number;
  /** How far both lists of changes are used up. */
  readonly i: number;
  readonly j: number;
}

/** The next changes of both sides that touch one another. */
function nextRegion(left: readonly Change[], right: readonly Change[], i: number, j: number): Region {
  const from = Math.min(left[i]?.from ?? Number.POSITIVE_INFINITY, right[j]?.from ?? Number.POSITIVE_INFINITY);
  let end = from;
  let [a, b] = [i, j];
  for (;;) {
    const [x, y] = [left[a], right[b]];
    if (x && x.from <= end) {
      end = Math.max(end, x.fromEnd);
      a++;
    } else if (y && y.from <= end) {
      end = Math.max(end, y.fromEnd);
      b++;
    } else return { from, end, i: a, j: b };
  }
}

/** A side's lines of a region. @param i the first of its changes there @param after the first one behind */
function sideOf(
  changes: readonly Change[],
  i: number,
  after: number,
  lines: readonly string[],
  { from, end }: Region,
): readonly string[] {
  const before = changes[i - 1];
  const shift = before ? before.toEnd - before.fromEnd : 0;
  const last = after > i ? changes[after - 1] : undefined;
  const shiftAfter = last ? last.toEnd - last.fromEnd : shift;
  return lines.slice(from + shift, end + shiftAfter);
}

function marked(mine: readonly string[], other: readonly string[], [ours, theirs]: readonly [string, string]): string {
  const ended = (lines: readonly string[]) => {
    const text = lines.join("");
    return text === "" || text.endsWith("\n") ? text : `${text}\n`;
  };
  return `<<<<<<< ${ours}\n${ended(mine)}=======\n${ended(other)}>>>>>>> ${theirs}\n`;
}
