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

export const noProgress: Progress = { version: 1, chapters: {}, exercises: {}, questions: {} };

/** What a text was found to be. `leftOut` counts entries that made no sense: no date, no name. */
export type ReadProgress =
  | { readonly kind: "progress"; readonly progress: Progress; readonly leftOut: number }
  | { readonly kind: "not-json" | "not-progress" | "newer" };

/** Reads stored or imported progress. Dates come out as ISO instants, so that they compare as text. */
export function readProgress(text: string): ReadProgress {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: "not-json" };
  }
  const { version, ...entries } = Object(value);
  if (typeof version === "number" && version > 1) return { kind: "newer" };
  if (version !== 1) return { kind: "not-progress" };
  let leftOut = 0;
  const readDates = (kind: ProgressKind): Record<string, string> => {
    const dates: Record<string, string> = {};
    for (const [id, date] of Object.entries(Object(entries[kind]))) {
      const instant = typeof date === "string" && id !== "" ? Date.parse(date) : Number.NaN;
      if (Number.isNaN(instant)) leftOut++;
      else dates[id] = new Date(instant).toISOString();
    }
    return dates;
  };
  const progress: Progress = {
    version,
    chapters: readDates("chapters"),
    exercises: readDates("exercises"),
    questions: readDates("questions"),
  };
  return { kind: "progress", progress, leftOut };
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
