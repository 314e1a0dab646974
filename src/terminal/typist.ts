import type { Tty } from "../kernel/tty.ts";
import { editorOn } from "../readline/read-line.ts";

const LINE_START = "\x05\x15";
const PASTE = { begin: "\x1b[200~", end: "\x1b[201~" } as const;
/** A command takes this long to be typed, ms, however long it is. */
const TYPING_MS = 250;
const STEP_MS = 16;
/** How often it looks whether a program within the shell is at its prompt, ms. */
const LOOK_MS = 60;

/** What the typist needs of the world, so that tests need no clock. */
interface TypistOptions {
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
  #typedInto: object | undefined;
  #wake: () => void = () => {};
  #interrupt: () => void = () => {};
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

  /** Whether a command waits for a prompt. */
  get waiting(): boolean {
    return this.#waiting;
  }

  /**
   * Types commands one after another, each when the one before has ended, after those of earlier calls. A command that
   * opens a shell in a container, or a prompt of its own, has those after it typed there.
   * @param inside the first one is for such a program too, if one is open
   * @param onBegun called when the first has been typed, or dropped
   * @returns when the last has been typed; on abort what has not been typed is dropped
   */
  run(commands: readonly string[], signal: AbortSignal, inside = false, onBegun?: () => void): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      const interrupted = new AbortController();
      const dropped = AbortSignal.any([signal, interrupted.signal]);
      for (const [index, command] of commands.entries()) {
        await this.#prompt(dropped, inside || index > 0);
        if (dropped.aborted) break;
        await this.#type(command);
        if (index === 0) onBegun?.();
        this.#interrupt = () => interrupted.abort();
      }
      this.#interrupt = () => {};
      if (signal.aborted) onBegun?.();
    });
    return this.#queue;
  }

  /** Ctrl-C: what was begun is not gone on with. Commands that wait for their first prompt still wait. */
  interrupt(): void {
    this.#interrupt();
  }

  async #prompt(signal: AbortSignal, inside: boolean): Promise<void> {
    const { pause } = this.#options;
    this.#waiting = true;
    while (!this.#ready && !signal.aborted && !(inside && this.#innerEditor())) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      await (inside ? Promise.race([woken, pause(LOOK_MS)]) : woken);
    }
    this.#waiting = false;
    // The shell says that it is at its prompt before it reads: a turn later it does.
    await pause(0);
  }

  /**
   * The line editor furthest in, when it has not been typed into yet: of a shell in a container, of Python, of `az
   * interactive`. The host's own shell says beforehand that it will read.
   */
  #innerEditor(): object | undefined {
    const inner = innermost(this.#options.tty);
    const editor = inner.pasted.length > 0 ? undefined : editorOn(inner);
    return editor === this.#typedInto ? undefined : editor;
  }

  async #type(command: string): Promise<void> {
    const { tty, pause, atOnce } = this.#options;
    this.#ready = false;
    this.#typedInto = editorOn(innermost(tty));
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

/** The terminal of the program that gets what is typed: inside a container, its own. */
function innermost(tty: Tty): Tty {
  let at = tty;
  while (at.inner) at = at.inner;
  return at;
}
