import type { Progress, ProgressKind } from "./progress.ts";

/** Everything done in either; what is in both was done when it was done first. */
export function mergeProgress(one: Progress, other: Progress): Progress {
  const merge = (kind: ProgressKind) => {
    const merged: Record<string, string> = { ...one[kind] };
    for (const [id, date] of Object.entries(other[kind])) {
      const known = merged[id];
      if (known === undefined || date < known) merged[id] = date;
    }
    return merged;
  };
  return { version: 1, chapters: merge("chapters"), exercises: merge("exercises"), questions: merge("questions") };
}

/** How many things of each kind are done in `after` and were not in `before`. */
export function countNew(before: Progress, after: Progress): Record<ProgressKind, number> {
  const count = (kind: ProgressKind) =>
    Object.keys(after[kind]).filter((id) => !Object.hasOwn(before[kind], id)).length;
  return { chapters: count("chapters"), exercises: count("exercises"), questions: count("questions") };
}
