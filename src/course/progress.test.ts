import { describe, expect, it } from "vitest";
import {
  loadProgress,
  markDone,
  markUndone,
  mergeProgress,
  noProgress,
  parseProgress,
  saveProgress,
} from "./progress.ts";

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
    expect(mergeProgress(one, other)).toEqual({
      version: 1,
      chapters: { redes: "2026-11-23T10:00:00.000Z" },
      exercises: {},
      questions: { "http/put": "2026-11-24T10:00:00.000Z" },
    });
  });

  it("refuses a file that is something else", () => {
    expect(parseProgress("not JSON")).toBeUndefined();
    expect(parseProgress("null")).toBeUndefined();
    expect(parseProgress('{"version":2}')).toBeUndefined();
  });

  it("leaves out entries that make no sense", () => {
    const text = '{"version":1,"chapters":{"redes":"yesterday","http":"2026-11-24"},"exercises":[3],"questions":null}';
    expect(parseProgress(text)).toEqual({ version: 1, chapters: { http: "2026-11-24" }, exercises: {}, questions: {} });
  });

  it("comes back from storage, and is none where storage is closed", () => {
    const kept = new Map<string, string>();
    const progress = markDone(noProgress, "chapters", "redes", monday);
    saveProgress(progress, { setItem: (key, value) => void kept.set(key, value) });
    expect(loadProgress({ getItem: (key) => kept.get(key) ?? null })).toEqual(progress);
    const closed = () => {
      throw new Error("denied");
    };
    expect(loadProgress({ getItem: closed })).toEqual(noProgress);
    expect(() => saveProgress(progress, { setItem: closed })).not.toThrow();
  });
});
