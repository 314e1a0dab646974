export interface Lines {
  readonly lines: readonly string[];
  /** Whether the last line has its end. */
  readonly ended: boolean;
}

/** Lines `from` to `fromEnd` of one text became `to` to `toEnd` of the other; ends are not included. */
export interface Change {
  readonly from: number;
  readonly fromEnd: number;
  readonly to: number;
  readonly toEnd: number;
}

/** The lines of a text, without their ends. */
export function linesWithEnd(text: string): Lines {
  const lines = text === "" ? [] : text.split("\n");
  const ended = lines.length === 0 || lines.at(-1) === "";
  if (ended) lines.pop();
  return { lines, ended };
}

/** Changes that stand in one hunk together: what is around them meets. @param context how many lines are shown around */
export function changeGroups(changes: readonly Change[], context: number): Change[][] {
  const groups: Change[][] = [];
  for (const change of changes) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group && before && change.from - before.fromEnd <= context * 2) group.push(change);
    else groups.push([change]);
  }
  return groups;
}

/** The fewest lines to take out and put in that make one text the other (Myers' algorithm). */
export function differencesOf(a: readonly string[], b: readonly string[]): Change[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let tail = 0;
  while (tail < a.length - start && tail < b.length - start && a[a.length - 1 - tail] === b[b.length - 1 - tail])
    tail++;
  const [n, m] = [a.length - start - tail, b.length - start - tail];
  if (n === 0 && m === 0) return [];
  const steps = trace(a.slice(start, start + n), b.slice(start, start + m));
  const changes: Change[] = [];
  let open: { from: number; fromEnd: number; to: number; toEnd: number } | undefined;
  for (const { kind, x, y } of steps) {
    if (kind === "same") {
      open = undefined;
      continue;
    }
    if (!open) {
      open = { from: x + start, fromEnd: x + start, to: y + start, toEnd: y + start };
      changes.push(open);
    }
    if (kind === "out") open.fromEnd++;
    else open.toEnd++;
  }
  return changes;
}

interface Step {
  readonly kind: "same" | "out" | "in";
  readonly x: number;
  readonly y: number;
}

function trace(a: readonly string[], b: readonly string[]): Step[] {
  const [n, m] = [a.length, b.length];
  const furthest = new Map<number, number>([[1, 0]]);
  const history: Map<number, number>[] = [];
  const at = (map: ReadonlyMap<number, number>, k: number) => map.get(k) ?? -1;
  search: for (let d = 0; d <= n + m; d++) {
    history.push(new Map(furthest));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && at(furthest, k - 1) < at(furthest, k + 1));
      let x = down ? at(furthest, k + 1) : at(furthest, k - 1) + 1;
      while (x < n && x - k < m && a[x] === b[x - k]) x++;
      furthest.set(k, x);
      if (x >= n && x - k >= m) break search;
    }
  }
  const steps: Step[] = [];
  let [x, y] = [n, m];
  for (let d = history.length - 1; d >= 0; d--) {
    const map = history[d] ?? new Map<number, number>();
    const k = x - y;
    const down = k === -d || (k !== d && at(map, k - 1) < at(map, k + 1));
    const before = down ? k + 1 : k - 1;
    const fromX = at(map, before);
    const fromY = fromX - before;
    while (x > fromX && y > fromY) {
      x--;
      y--;
      steps.push({ kind: "same", x, y });
    }
    if (d === 0) break;
    if (down) {
      y--;
      steps.push({ kind: "in", x, y });
    } else {
      x--;
      steps.push({ kind: "out", x, y });
    }
  }
  return steps.reverse();
}
