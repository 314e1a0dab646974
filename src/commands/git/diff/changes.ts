import { encode } from "../../../kernel/bytes.ts";
import { hexOf } from "../objects/git-object.ts";
import type { Files, FileVersion } from "./file-version.ts";
import { LEAST_SIMILARITY, similarity } from "./similarity.ts";

/** A file that differs between two moments. */
export interface Change {
  /** A: added, D: deleted, M: modified, T: another kind of file, R: renamed. */
  readonly status: "A" | "D" | "M" | "T" | "R";
  readonly path: string;
  readonly old?: FileVersion;
  readonly now?: FileVersion;
  /** Of a rename: how much stayed the same, per cent. */
  readonly score?: number;
}

const kindOf = (mode: string) => mode.slice(0, 3);

/** What makes one moment the other, by path. @param renames whether a file that went and one that came may be the same */
export async function changesBetween(old: Files, now: Files, renames = true): Promise<Change[]> {
  const changes: Change[] = [];
  for (const path of new Set([...old.keys(), ...now.keys()])) {
    const [before, after] = [old.get(path), now.get(path)];
    if (before && after) {
      if (before.id === after.id && before.mode === after.mode) continue;
      const status = kindOf(before.mode) === kindOf(after.mode) ? "M" : "T";
      changes.push({ status, path, old: before, now: after });
    } else if (before) changes.push({ status: "D", path, old: before });
    else if (after) changes.push({ status: "A", path, now: after });
  }
  const found = renames ? await withRenames(changes) : changes;
  return sortedByPath(found);
}

/** By the bytes of the path. */
function sortedByPath<T extends { readonly path: string }>(items: readonly T[]): T[] {
  const keyed = items.map((item) => ({ item, key: hexOf(encode(item.path)) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item);
}

interface Pair {
  readonly from: FileVersion;
  readonly to: FileVersion;
  readonly score: number;
}

async function withRenames(changes: readonly Change[]): Promise<Change[]> {
  const gone = changes.flatMap(({ status, old }) => (status === "D" && old ? [old] : []));
  const come = changes.flatMap(({ status, now }) => (status === "A" && now ? [now] : []));
  if (gone.length === 0 || come.length === 0) return [...changes];
  const pairs: Pair[] = [];
  for (const to of come)
    for (const from of gone) {
      if (kindOf(from.mode) !== kindOf(to.mode)) continue;
      const score = from.id === to.id ? 100 : similarity(await from.text(), await to.text());
      if (score >= LEAST_SIMILARITY) pairs.push({ from, to, score });
    }
  // Among equals, the one that kept its last name.
  const kept = ({ from, to }: Pair) => (lastName(from.path) === lastName(to.path) ? 1 : 0);
  pairs.sort((a, b) => b.score - a.score || kept(b) - kept(a));
  const [left, taken] = [new Set<string>(), new Map<string, Pair>()];
  for (const pair of pairs) {
    if (left.has(pair.from.path) || taken.has(pair.to.path)) continue;
    left.add(pair.from.path);
    taken.set(pair.to.path, pair);
  }
  return changes.flatMap((change): Change[] => {
    if (change.status === "D" && left.has(change.path)) return [];
    const pair = change.status === "A" ? taken.get(change.path) : undefined;
    return [
      pair ? { status: "R", path: change.path, old: pair.from, now: pair.to, score: Math.floor(pair.score) } : change,
    ];
  });
}

const lastName = (path: string) => path.slice(path.lastIndexOf("/") + 1);
