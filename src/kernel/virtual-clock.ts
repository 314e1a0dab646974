import { type Clock, macrotask, sleepOn } from "./clock.ts";

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly action: () => void;
}

/** What a busy loop costs for each breath it takes: so it moves virtual time, as it would real time. */
const BREATH_MS = 1;

/** Thrown when a task waits for something that no timer will ever bring. */
export class Stalled extends Error {
  constructor() {
    super("the lab is waiting for something that will never happen");
    this.name = "Stalled";
  }
}

/**
 * A clock that jumps to the next timer as soon as nothing else can happen: an hour in the lab takes milliseconds.
 * Time moves only inside `settle` and `advance`.
 */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  #held = 0;
  readonly #timers: Timer[] = [];

  /** @param start ms since the epoch */
  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, ms, signal);
  }

  after(ms: number, action: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, action };
    this.#timers.splice(this.#placeOf(timer), 0, timer);
    return () => {
      const index = this.#placeOf(timer);
      if (this.#timers[index] === timer) this.#timers.splice(index, 1);
    };
  }

  /** Where a timer is or belongs: they are kept by time, and those of one time in the order they were set. */
  #placeOf({ at, order }: Timer): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#timers[middle];
      if (other && (other.at < at || (other.at === at && other.order < order))) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  breathe(): Promise<void> {
    return this.sleep(BREATH_MS);
  }

  async hold<T>(work: Promise<T>): Promise<T> {
    this.#held++;
    try {
      return await work;
    } finally {
      this.#held--;
    }
  }

  /**
   * Lets time pass until `task` is done and returns its result.
   * @throws Stalled when the task waits and no timer is left; `onStalled` may first wake it (return true when it did).
   */
  async settle<T>(task: Promise<T>, onStalled: () => boolean = () => false): Promise<T> {
    let done = false;
    const watched = task.finally(() => {
      done = true;
    });
    watched.catch(() => {});
    for (;;) {
      await macrotask();
      if (done) return watched;
      if (this.#held > 0 || this.#fireNext(Number.POSITIVE_INFINITY)) continue;
      if (!onStalled()) throw new Stalled();
    }
  }

  /** Moves time on by `ms`, firing on the way what is due. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    do await macrotask();
    while (this.#held > 0 || this.#fireNext(end));
    this.#now = end;
  }

  #fireNext(limit: number): boolean {
    const next = this.#timers[0];
    if (!next || next.at > limit) return false;
    this.#timers.shift();
    this.#now = Math.max(this.#now, next.at);
    next.action();
    return true;
  }
}
