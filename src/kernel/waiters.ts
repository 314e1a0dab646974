/** Whoever waits for something to change: each is woken by the next change, or called off by its signal. */
export class Waiters {
  readonly #waiting = new Set<() => void>();

  /** How many wait now. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Something changed: everyone looks again. */
  wake(): void {
    for (const resolve of [...this.#waiting]) resolve();
  }

  /** Resolves at the next `wake`; rejects with the signal's reason on abort. */
  wait(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const finish = () => {
        this.#waiting.delete(finish);
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
      const onAbort = () => {
        this.#waiting.delete(finish);
        reject(signal?.reason);
      };
      this.#waiting.add(finish);
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  }
}
