import { describe, expect, it } from "vitest";
import { markDone, markUndone, noProgress, readProgress } from "./progress.ts";
import { mayHoldProgress, progressFileName, progressFileText } from "./progress-file.ts";
import { countNew, mergeProgress } from "./progress-merge.ts";

const monday = new Date("2026-11-23T10:00:00Z");
const tuesday = new Date("2026-11-24T10:00:00Z");

describe("progress", () => {
  it("keeps when something was done first", () => {
    const once = markDone(noProgress, "exercises", "redes/dos-redes", monday);
    expect(markDone(once, "exercises", "redes/dos-redes", tuesday)).toBe(once);
    expect(once.exercises).toEqual({ "redes/dos-redes": "2026-11-23T10:00:00.000Z" });
    expect(markUndone(once, "exercises", "redes/dos-redes")).toEqual(noProgress);
  });

  it("moves from one browser to another without losing either's", () => {
    const one = markDone(noProgress, "chapters", "redes", tuesday);
    const other = markDone(markDone(noProgress, "chapters", "redes", monday), "questions", "http/put", tuesday);
    const both = mergeProgress(one, other);
    expect(both).toEqual({
      version: 1,
      chapters: { redes: "2026-11-23T10:00:00.000Z" },
      exercises: {},
      questions: { "http/put": "2026-11-24T10:00:00.000Z" },
    });
    expect(countNew(one, both)).toEqual({ chapters: 0, exercises: 0, questions: 1 });
  });

  it("tells apart what is no JSON, what is something else and what is newer", () => {
    expect(readProgress('{"version":1,"chapters":{"re')).toEqual({ kind: "not-json" });
    expect(readProgress("null")).toEqual({ kind: "not-progress" });
    expect(readProgress('["version"]')).toEqual({ kind: "not-progress" });
    expect(readProgress('{"version":"2"}')).toEqual({ kind: "not-progress" });
    expect(readProgress('{"version":2}')).toEqual({ kind: "newer" });
  });

  it("leaves out entries that make no sense, counts them, and writes every date one way", () => {
    const text =
      '{"version":1,"chapters":{"redes":"yesterday","http":"2026-11-24","":"2026-11-24"},"exercises":[3],"questions":null}';
    expect(readProgress(text)).toEqual({
      kind: "progress",
      progress: { version: 1, chapters: { http: "2026-11-24T00:00:00.000Z" }, exercises: {}, questions: {} },
      leftOut: 3,
    });
  });
});

describe("the progress file", () => {
  it("is read back as it was", () => {
    const progress = markDone(markDone(noProgress, "chapters", "redes", monday), "questions", "http/put", tuesday);
    expect(readProgress(progressFileText(progress))).toEqual({ kind: "progress", progress, leftOut: 0 });
  });

  it("is named after the day where the reader is", () => {
    expect(progressFileName("darsena-progreso", new Date(2026, 0, 5, 23, 59))).toBe("darsena-progreso-2026-01-05.json");
  });

  it("is small", () => {
    expect(mayHoldProgress({ size: 20_000 })).toBe(true);
    expect(mayHoldProgress({ size: 4_000_000 })).toBe(false);
  });
});
