import type { Tty } from "../kernel/tty.ts";

const LINE_START = "\x05\x15";
const PASTE = { begin: "\x1b[200~", end: "\x1b[201~" } as const;
/** A command takes this long to be typed, ms, however long it is. */
const TYPING_MS = 250;
const STEP_MS = 16;

/** What the typist needs of the world, so that tests need no clock. */
export interface TypistOptions {
  readonly tty: Tty;
  readonly pause: (ms: number) => Promise<void>;
  /** Type whole commands at once. */
  readonly atOnce: () => boolean;
}

/**
 * Types commands into a terminal as a person would: each one when the shell is at its prompt. It is told of the prompts
 * by the shell (`atPrompt`, `running`).
 */
export class Typist {
  readonly #options: TypistOptions;
  #ready = false;
  #waiting = false;
  #wake: () => void = () => {};
  #queue: Promise<void> = Promise.resolve();

  constructor(options: TypistOptions) {
    this.#options = options;
  }

  /** The shell waits for a command. */
  atPrompt(): void {
    this.#ready = this.#options.tty.pasted.length === 0;
    if (this.#ready) this.#wake();
  }

  /** The shell runs something. */
  running(): void {
    this.#ready = false;
  }

  /** Whether a command would be typed at once. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Whether a command waits for a prompt. */
  get waiting(): boolean {
    return this.#waiting;
  }

  /**
   * Types commands one after another, each when the one before has ended, after those of earlier calls. Resolves when the
   * last has been typed; on abort what has not been typed is dropped.
   */
  run(commands: readonly string[], signal: AbortSignal): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      for (const command of commands) {
        await this.#prompt(signal);
        if (signal.aborted) return;
        await this.#type(command);
      }
    });
    return this.#queue;
  }

  async #prompt(signal: AbortSignal): Promise<void> {
    if (!this.#ready && !signal.aborted) {
      this.#waiting = true;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      this.#waiting = false;
    }
    // The shell says that it is at its prompt before it reads: a turn later it does.
    await this.#options.pause(0);
  }

  async #type(command: string): Promise<void> {
    const { tty, pause, atOnce } = this.#options;
    this.#ready = false;
    if (command.includes("\n")) {
      tty.type(`${LINE_START}${PASTE.begin}${command.replace(/\n*$/, "\n")}${PASTE.end}`);
      return;
    }
    tty.type(LINE_START);
    const characters = [...command];
    const step = atOnce() ? characters.length : Math.max(1, Math.ceil((characters.length * STEP_MS) / TYPING_MS));
    for (let from = 0; from < characters.length; from += step) {
      tty.type(characters.slice(from, from + step).join(""));
      if (from + step < characters.length) await pause(STEP_MS);
    }
    tty.type("\r");
  }
}
