import { describe, expect, it, vi } from "vitest";
import { markDone, noProgress } from "./progress.ts";
import { ProgressStore } from "./progress-store.ts";

const monday = new Date("2026-11-23T10:00:00Z");
const finish = (slug: string) => (progress: typeof noProgress) => markDone(progress, "chapters", slug, monday);

function memory() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

const closed = (): never => {
  throw new Error("denied");
};

describe("the progress store", () => {
  it("keeps what is done for the next visit, and nothing once it is erased", () => {
    const storage = memory();
    expect(new ProgressStore(() => storage).change(finish("redes"))).toBe(true);
    const nextVisit = new ProgressStore(() => storage);
    expect(nextVisit.load().chapters).toEqual({ redes: "2026-11-23T10:00:00.000Z" });
    nextVisit.change(() => noProgress);
    expect(storage.kept.size).toBe(0);
  });

  it("starts from nothing when what is kept cannot be read", () => {
    const storage = memory();
    storage.setItem("darsena.progress", '{"version":1,');
    expect(new ProgressStore(() => storage).load()).toEqual(noProgress);
  });

  it("lasts as long as the page where the browser keeps nothing, and says so", () => {
    const blocked = new ProgressStore(closed);
    expect(blocked.load()).toEqual(noProgress);
    expect(blocked.change(finish("redes"))).toBe(false);
    expect(Object.keys(blocked.load().chapters)).toEqual(["redes"]);
    const full = new ProgressStore(() => ({ ...memory(), setItem: closed }));
    expect(full.change(finish("http"))).toBe(false);
    expect(Object.keys(full.load().chapters)).toEqual(["http"]);
  });

  it("leaves alone what a newer site keeps", () => {
    const storage = memory();
    storage.setItem("darsena.progress", '{"version":2,"done":[]}');
    const old = new ProgressStore(() => storage);
    expect(old.change(finish("redes"))).toBe(false);
    expect(Object.keys(old.load().chapters)).toEqual(["redes"]);
    expect(storage.getItem("darsena.progress")).toBe('{"version":2,"done":[]}');
  });

  it("tells its followers what changed here and in other tabs, until they leave", () => {
    const storage = memory();
    const here = new ProgressStore(() => storage);
    const there = new ProgressStore(() => storage);
    const listener = vi.fn();
    const leave = here.follow(listener);
    here.change(finish("redes"));
    expect(listener).toHaveBeenLastCalledWith(here.load());
    there.change(finish("http"));
    here.changedElsewhere("darsena:theme");
    expect(listener).toHaveBeenCalledTimes(1);
    here.changedElsewhere("darsena.progress");
    expect(Object.keys(listener.mock.lastCall?.[0].chapters)).toEqual(["redes", "http"]);
    leave();
    here.changedElsewhere(null);
    expect(listener).toHaveBeenCalledTimes(2);
  });
});
