import type { Change } from "../../line-differences.ts";
import { type Split, splitCost, splitsBefore } from "./indent-heuristic.ts";

/** The lines of one side, and which of them the other has not. */
interface Side {
  readonly lines: readonly string[];
  readonly changed: boolean[];
}

/** A run of changed lines, or the empty place between two unchanged ones. */
interface Group {
  start: number;
  end: number;
}

/**
 * Moves changes to where people would see them, among the places that mean the same: xdiff's xdl_change_compact.
 * @param changes what differencesOf found
 */
export function compacted(a: readonly string[], b: readonly string[], changes: readonly Change[]): Change[] {
  const left: Side = { lines: a, changed: new Array<boolean>(a.length).fill(false) };
  const right: Side = { lines: b, changed: new Array<boolean>(b.length).fill(false) };
  for (const { from, fromEnd, to, toEnd } of changes) {
    left.changed.fill(true, from, fromEnd);
    right.changed.fill(true, to, toEnd);
  }
  compact(left, right);
  compact(right, left);
  return changesOf(left, right);
}

function changesOf(left: Side, right: Side): Change[] {
  const changes: Change[] = [];
  let [from, to] = [0, 0];
  while (from < left.lines.length || to < right.lines.length) {
    const start = { from, to };
    while (left.changed[from]) from++;
    while (right.changed[to]) to++;
    if (from > start.from || to > start.to) changes.push({ from: start.from, fromEnd: from, to: start.to, toEnd: to });
    else {
      from++;
      to++;
    }
  }
  return changes;
}

function first({ changed }: Side): Group {
  let end = 0;
  while (changed[end]) end++;
  return { start: 0, end };
}

function next({ changed, lines }: Side, group: Group): boolean {
  if (group.end === lines.length) return false;
  group.start = group.end + 1;
  group.end = group.start;
  while (changed[group.end]) group.end++;
  return true;
}

function previous({ changed }: Side, group: Group): void {
  group.end = group.start - 1;
  group.start = group.end;
  while (group.start > 0 && changed[group.start - 1]) group.start--;
}

function slideUp({ lines, changed }: Side, group: Group): boolean {
  if (group.start === 0 || lines[group.start - 1] !== lines[group.end - 1]) return false;
  changed[--group.start] = true;
  changed[--group.end] = false;
  while (group.start > 0 && changed[group.start - 1]) group.start--;
  return true;
}

function slideDown({ lines, changed }: Side, group: Group): boolean {
  if (group.end === lines.length || lines[group.start] !== lines[group.end]) return false;
  changed[group.start++] = false;
  changed[group.end++] = true;
  while (changed[group.end]) group.end++;
  return true;
}

function compact(side: Side, other: Side): void {
  const group = first(side);
  const beside = first(other);
  do {
    if (group.end > group.start) place(side, group, other, beside);
  } while (next(side, group) && next(other, beside));
}

/** Puts one group where it stands best: beside a change of the other side, else by how the lines are indented. */
function place(side: Side, group: Group, other: Side, beside: Group): void {
  let size: number;
  let earliest: number;
  let matching: number | undefined;
  do {
    size = group.end - group.start;
    while (slideUp(side, group)) previous(other, beside);
    earliest = group.end;
    matching = beside.end > beside.start ? group.end : undefined;
    while (slideDown(side, group)) {
      next(other, beside);
      if (beside.end > beside.start) matching = group.end;
    }
  } while (size !== group.end - group.start);
  if (group.end === earliest) return;
  const back = () => {
    slideUp(side, group);
    previous(other, beside);
  };
  if (matching !== undefined) {
    while (beside.end === beside.start) back();
    return;
  }
  const best = bestEnd(side.lines, group.end, size, earliest);
  while (group.end > best) back();
}

/** It need not be looked at further than this. */
const MOST_SLIDING = 100;

function bestEnd(lines: readonly string[], end: number, size: number, earliest: number): number {
  let best: { readonly end: number; readonly split: Split } | undefined;
  for (let at = Math.max(earliest, end - size - 1, end - MOST_SLIDING); at <= end; at++) {
    const split = splitsBefore(lines, [at, at - size]);
    if (!best || splitCost(split, best.split) <= 0) best = { end: at, split };
  }
  return best?.end ?? end;
}
