import type { Process } from "../../kernel/process.ts";
import type { SignalName } from "../../kernel/signal.ts";

/** Somebody typed Ctrl-C. */
export class Interrupted extends Error {}

/** What signals do while compose works: the innermost work that listens for one ends. */
export class Interrupts {
  readonly #process: Process;
  #signal = new AbortController().signal;

  constructor(process: Process) {
    this.#process = process;
  }

  /** Aborts when the work at hand is interrupted: nothing new is to be begun then. */
  get signal(): AbortSignal {
    return this.#signal;
  }

  /** Does some work until it ends, one of these signals comes, or the process is killed. @throws Interrupted, Killed */
  async during<T>(signals: readonly SignalName[], work: () => Promise<T>): Promise<T> {
    const outer = this.#signal;
    const controller = new AbortController();
    this.#signal = controller.signal;
    const interrupted = new Promise<never>((_, reject) => {
      for (const name of signals)
        this.#process.onSignal(name, () => {
          controller.abort();
          reject(new Interrupted());
        });
    });
    interrupted.catch(() => {});
    const killed = new Promise<never>((_, reject) => {
      const end = () => {
        controller.abort();
        reject(this.#process.signal.reason);
      };
      this.#process.signal.addEventListener("abort", end, { once: true });
    });
    killed.catch(() => {});
    const done = work();
    done.catch(() => {});
    try {
      return await Promise.race([done, interrupted, killed]);
    } finally {
      this.#signal = outer;
    }
  }
}
