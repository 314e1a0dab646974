import type { Clock } from "../../kernel/clock.ts";
import { type Input, nothing, type Output, Pipe } from "../../kernel/stream.ts";
import { Tty } from "../../kernel/tty.ts";
import type { LogEntry } from "./container.ts";

/** Told of every piece of output as it comes; a promise slows the program down until the listener is ready for more. */
export type OutputListener = (entry: LogEntry) => void | Promise<void>;

export interface StreamOptions {
  readonly tty: boolean;
  readonly stdin: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** What a program may write before the others get a turn, and how long that takes: a loop of `yes` must not hold the lab. */
const BURST = 32 * 1024;
const PAUSE_MS = 15;

/**
 * The streams of a container's main program, or of one that `docker exec` started: a pseudo-terminal, or three pipes.
 * They are there before the program is, so that `docker run` misses nothing.
 */
export class ContainerStreams {
  readonly tty: Tty | null;
  /** What a client writes to, with `-i` and without `-t`. */
  readonly stdin: Pipe | null;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Once the program has ended and all its output was delivered. */
  readonly ended: Promise<void>;
  /** When something was written last, ms. */
  lastTime: number;
  #end: () => void = () => {};
  readonly #endListeners = new Set<() => void>();
  readonly #listeners = new Set<OutputListener>();
  readonly #clock: Clock;
  #burst = 0;
  #muted = false;

  constructor(clock: Clock, options: StreamOptions) {
    this.#clock = clock;
    this.lastTime = clock.now();
    this.tty = options.tty ? new Tty(options.columns || 80, options.rows || 24) : null;
    this.stdin = options.stdin && !options.tty ? new Pipe() : null;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    if (this.tty) this.tty.onOutput = (text) => this.#deliver("stdout", text);
    this.stdout = this.tty?.output ?? { isTTY: false, write: (text) => this.#deliver("stdout", text) };
    this.stderr = this.tty?.output ?? { isTTY: false, write: (text) => this.#deliver("stderr", text) };
  }

  /** What the program reads. */
  get input(): Input {
    return this.tty?.input ?? this.stdin ?? nothing;
  }

  /** The returned function ends it. */
  onOutput(listener: OutputListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Drops what is written in the next `ms`. */
  mute(ms: number): void {
    this.#muted = true;
    this.#clock.after(ms, () => {
      this.#muted = false;
    });
  }

  /** Calls `listener` at the very moment of the end. */
  onEnd(listener: () => void): void {
    this.#endListeners.add(listener);
  }

  /** The program is gone. */
  end(): void {
    this.stdin?.endReading();
    this.tty?.hangUp();
    for (const listener of this.#endListeners) listener();
    this.#end();
  }

  async #deliver(stream: LogEntry["stream"], text: string): Promise<void> {
    if (text === "" || this.#muted) return;
    this.lastTime = this.#clock.now();
    const entry: LogEntry = { time: this.lastTime, stream, text };
    const waits: Promise<void>[] = [];
    for (const listener of [...this.#listeners]) {
      const wait = listener(entry);
      if (wait) waits.push(wait);
    }
    await Promise.all(waits);
    this.#burst += text.length;
    if (this.#burst < BURST) return;
    this.#burst = 0;
    await this.#clock.sleep(PAUSE_MS);
  }
}
