import { describe, expect, test } from "vitest";
import { Stalled, VirtualClock } from "./virtual-clock.ts";

describe("VirtualClock", () => {
  test("jumps to the next timer instead of waiting", async () => {
    const clock = new VirtualClock(1000);
    await clock.settle(clock.sleep(3_600_000));
    expect(clock.now()).toBe(3_601_000);
  });

  test("fires timers by time, then by the order they were set", async () => {
    const clock = new VirtualClock(0);
    const fired: string[] = [];
    clock.after(20, () => fired.push("late"));
    clock.after(10, () => fired.push("first"));
    clock.after(10, () => fired.push("second"));
    await clock.advance(100);
    expect(fired).toEqual(["first", "second", "late"]);
    expect(clock.now()).toBe(100);
  });

  test("advance leaves what is due later", async () => {
    const clock = new VirtualClock(0);
    let fired = false;
    clock.after(50, () => {
      fired = true;
    });
    await clock.advance(49);
    expect(fired).toBe(false);
    await clock.advance(1);
    expect(fired).toBe(true);
  });

  test("a cancelled timer does not fire", async () => {
    const clock = new VirtualClock(0);
    let fired = false;
    clock.after(10, () => {
      fired = true;
    })();
    await clock.advance(20);
    expect(fired).toBe(false);
  });

  test("an aborted sleep rejects with the signal's reason", async () => {
    const clock = new VirtualClock(0);
    const abort = new AbortController();
    const slept = clock.sleep(1000, abort.signal);
    clock.after(10, () => abort.abort(new Error("stop")));
    await expect(clock.settle(slept)).rejects.toThrow("stop");
    expect(clock.now()).toBe(10);
  });

  test("stands still while real work is held", async () => {
    const clock = new VirtualClock(0);
    clock.after(10, () => {});
    const work = clock.hold(
      new Promise<number>((resolve) => setImmediate(() => setImmediate(() => resolve(clock.now())))),
    );
    expect(await clock.settle(work)).toBe(0);
  });

  test("says so when nothing will ever wake a task, unless somebody wakes it", async () => {
    const clock = new VirtualClock(0);
    await expect(clock.settle(new Promise(() => {}))).rejects.toBeInstanceOf(Stalled);
    let wake: (value: string) => void = () => {};
    const woken = new Promise<string>((resolve) => {
      wake = resolve;
    });
    await expect(
      clock.settle(woken, () => {
        wake("typed");
        return true;
      }),
    ).resolves.toBe("typed");
  });
});
