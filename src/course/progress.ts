/**
 * What a reader has done, kept in the browser as JSON under `darsena.progress`:
 *
 *     {
 *       "version": 1,
 *       "chapters": { "redes": "2026-11-24T09:00:00.000Z" },
 *       "exercises": { "redes/dos-redes": "2026-11-24T09:20:00.000Z" },
 *       "questions": { "redes/nombres": "2026-11-24T09:25:00.000Z" }
 *     }
 *
 * Each value says when it was done first. The same text is what a reader takes along as a file.
 */
export interface Progress {
  readonly version: 1;
  readonly chapters: Readonly<Record<string, string>>;
  readonly exercises: Readonly<Record<string, string>>;
  readonly questions: Readonly<Record<string, string>>;
}

export type ProgressKind = "chapters" | "exercises" | "questions";

const KEY = "darsena.progress";

export const noProgress: Progress = { version: 1, chapters: {}, exercises: {}, questions: {} };

/** Entries that have a date; anything else in their place counts as not done. */
function readDates(value: unknown): Record<string, string> {
  const dates: Record<string, string> = {};
  for (const [id, date] of Object.entries(Object(value)))
    if (typeof date === "string" && !Number.isNaN(Date.parse(date))) dates[id] = date;
  return dates;
}

/** Reads stored or imported progress; undefined when the text is something else. */
export function parseProgress(text: string): Progress | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { version, chapters, exercises, questions } = Object(value);
  if (version !== 1) return undefined;
  return {
    version,
    chapters: readDates(chapters),
    exercises: readDates(exercises),
    questions: readDates(questions),
  };
}

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

/** `progress` with one more thing done; the same when it was done before. */
export function markDone(progress: Progress, kind: ProgressKind, id: string, now: Date): Progress {
  if (Object.hasOwn(progress[kind], id)) return progress;
  return { ...progress, [kind]: { ...progress[kind], [id]: now.toISOString() } };
}

/** `progress` without something. */
export function markUndone(progress: Progress, kind: ProgressKind, id: string): Progress {
  const { [id]: _undone, ...rest } = progress[kind];
  return { ...progress, [kind]: rest };
}

/** What this browser has kept; nothing when it keeps nothing, or something unreadable. */
export function loadProgress(storage: Pick<Storage, "getItem"> = localStorage): Progress {
  try {
    return parseProgress(storage.getItem(KEY) ?? "") ?? noProgress;
  } catch {
    return noProgress;
  }
}

/** Keeps it and tells the page (`darsena:progress`); a browser that stores nothing goes without. */
export function saveProgress(progress: Progress, storage: Pick<Storage, "setItem"> = localStorage): void {
  try {
    storage.setItem(KEY, JSON.stringify(progress));
  } catch {
    // Storage is full or forbidden: the page still shows what was done since it was loaded.
  }
  if (typeof document !== "undefined")
    document.dispatchEvent(new CustomEvent("darsena:progress", { detail: progress }));
}
