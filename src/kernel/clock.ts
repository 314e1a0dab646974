/** The lab's time. Everything that waits, waits on a clock, so that tests and the headless playground need no real sleeps. */
export interface Clock {
  /** Milliseconds since the epoch, in the lab. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when that aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `action` after `ms`; the returned function cancels it. */
  after(ms: number, action: () => void): () => void;
  /** Lets the page (or the virtual time) go on in the middle of a long computation. */
  breathe(): Promise<void>;
  /** Work that really takes time outside the lab (a lazily loaded module): virtual time stands still until it is done. */
  hold<T>(work: Promise<T>): Promise<T>;
}

/** Rejects `sleep` on abort; shared by both clocks. */
export function sleepOn(clock: Pick<Clock, "after">, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      cancel();
      reject(signal?.reason);
    };
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/** A turn of the event loop: every promise that can settle without time passing has settled after it. */
export function macrotask(): Promise<void> {
  if (typeof setImmediate === "function") return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}

/**
 * Real time, starting at a chosen lab time, so that a lab that slept with its tab wakes where it was.
 */
export class RealClock implements Clock {
  readonly #offset: number;

  /** @param start the lab time (ms since the epoch) at this moment */
  constructor(start: number) {
    this.#offset = start - Date.now();
  }

  now(): number {
    return Date.now() + this.#offset;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return sleepOn(this, ms, signal);
  }

  after(ms: number, action: () => void): () => void {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  }

  breathe(): Promise<void> {
    return macrotask();
  }

  hold<T>(work: Promise<T>): Promise<T> {
    return work;
  }
}
