import type { Process } from "../kernel/process.ts";
import { Interrupted } from "./control-flow.ts";

/** What runs commands in a process until Ctrl-C or a signal comes, whose traps run between two commands. */
export abstract class Interruptible {
  readonly process: Process;
  #steps = 0;
  #pendingTraps: string[] = [];
  #interrupt = new AbortController();
  #signal: AbortSignal;
  readonly #trapListeners = new Set<() => void>();

  constructor(process: Process) {
    this.process = process;
    this.#signal = AbortSignal.any([process.signal, this.#interrupt.signal]);
  }

  /** Runs the commands of a trap. */
  protected abstract runPendingTrap(name: string): Promise<void>;

  /** Ends, with its reason, what blocks when a signal or Ctrl-C comes. */
  get signal(): AbortSignal {
    return this.#signal;
  }

  /** Before every command: heeds signals and traps, and now and then lets others go on. */
  step(): Promise<void> | undefined {
    this.#signal.throwIfAborted();
    if (++this.#steps % 64 === 0) return this.#breathe();
    return this.pendingTraps();
  }

  /** Runs the traps of signals that have come, if any have. */
  pendingTraps(): Promise<void> | undefined {
    return this.#pendingTraps.length > 0 ? this.#runPendingTraps() : undefined;
  }

  async #breathe(): Promise<void> {
    await this.process.breathe();
    this.#signal.throwIfAborted();
    await this.#runPendingTraps();
  }

  async #runPendingTraps(): Promise<void> {
    for (let name = this.#pendingTraps.shift(); name !== undefined; name = this.#pendingTraps.shift()) {
      await this.runPendingTrap(name);
    }
  }

  /** A trapped signal came: its commands run before the next command. */
  trapped(name: string): void {
    this.#pendingTraps.push(name);
    for (const listener of [...this.#trapListeners]) listener();
  }

  /** Calls `listener` when a trapped signal comes; the returned function ends that. */
  onTrap(listener: () => void): () => void {
    this.#trapListeners.add(listener);
    return () => this.#trapListeners.delete(listener);
  }

  /** Ctrl-C, or a fatal signal of a shell with an EXIT trap: leaves whatever runs. */
  interrupt(reason: Error = new Interrupted()): void {
    this.#interrupt.abort(reason);
  }

  /** A new line can be run after an interrupt. */
  renewInterrupt(): void {
    if (!this.#interrupt.signal.aborted) return;
    this.#interrupt = new AbortController();
    this.#signal = AbortSignal.any([this.process.signal, this.#interrupt.signal]);
  }

  /** Waits, unless a signal ends the shell or Ctrl-C the line. */
  async waitFor<T>(promise: Promise<T>): Promise<T> {
    const signal = this.#signal;
    signal.throwIfAborted();
    let stop = () => {};
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason);
      signal.addEventListener("abort", stop, { once: true });
    });
    try {
      return await Promise.race([promise, aborted]);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }
}
