import type { SignalName } from "./signal.ts";
import type { Input, Output } from "./stream.ts";
import { Waiters } from "./waiters.ts";

const CTRL = { C: "\x03", D: "\x04", U: "\x15", W: "\x17", Z: "\x1a", BACKSLASH: "\x1c" } as const;
const SIGNAL_OF: Record<string, SignalName> = { [CTRL.C]: "SIGINT", [CTRL.Z]: "SIGTSTP", [CTRL.BACKSLASH]: "SIGQUIT" };

/**
 * A terminal line: what a keyboard and a screen are to programs, or the pseudo-terminal of a container.
 * One side is the screen (`type`, `onOutput`); the other is what programs hold (`input`, `output`). In between stands
 * the line discipline of Linux: in cooked mode it echoes, edits the line and turns Ctrl-C into a signal; in raw mode
 * everything passes as it is.
 */
export class Tty {
  columns: number;
  rows: number;
  /** Where the signals of Ctrl-C, Ctrl-Z and Ctrl-\ go: set by whoever runs a foreground job. */
  onSignal: (signal: SignalName) => void = () => {};
  /** What is written, for the screen; it may return a promise to slow the writer down. */
  onOutput: (text: string) => void | Promise<void> = () => {};

  /**
   * The lines of a paste that wait for the next prompts ("…\n"), and its unfinished last one. A program that runs in
   * between does not read them; Ctrl-C drops them, as it drops all that was typed ahead.
   */
  readonly pasted: string[] = [];

  #raw = false;
  #silent = false;
  #hidden = false;
  /** Input complete enough to be read; null is one end of file (Ctrl-D). */
  readonly #ready: (string | null)[] = [];
  #line = "";
  #hungUp = false;
  readonly #readers = new Waiters();
  readonly #resizeListeners = new Set<() => void>();

  constructor(columns = 80, rows = 24) {
    this.columns = columns;
    this.rows = rows;
  }

  readonly input: Input = {
    isTTY: true,
    read: async (signal) => {
      for (;;) {
        if (this.#ready.length > 0) {
          if (this.#ready[0] === null) {
            this.#ready.shift();
            return null;
          }
          const end = this.#raw ? this.#ready.length : 1;
          return this.#ready.splice(0, end).join("");
        }
        if (this.#hungUp) return null;
        await this.#readers.wait(signal);
      }
    },
    unread: (text) => {
      if (text === "") return;
      this.#ready.unshift(text);
      this.#readers.wake();
    },
  };

  readonly output: Output = {
    isTTY: true,
    // A terminal in raw mode still turns "\n" into "\r\n" on output unless asked: programs print plain lines.
    write: async (text) => {
      await this.onOutput(this.#raw && this.#passThrough ? text : text.replace(/\r?\n/g, "\r\n"));
    },
  };

  #passThrough = false;

  /** The terminal whose bytes a program shows here, handing on all that is typed (`docker attach`, `ssh`). */
  inner: Tty | undefined;

  /** Whether a program is waiting for something to be typed. */
  get awaitsInput(): boolean {
    return this.#readers.size > 0 && this.#ready.length === 0 && (this.inner?.awaitsInput ?? true);
  }

  get raw(): boolean {
    return this.#raw;
  }

  /**
   * Switches raw mode and returns a function that puts back what was before.
   * @param passThrough also leave output as it is: for a client that shows another terminal's bytes
   */
  setRaw(passThrough = false): () => void {
    return this.#switch(true, passThrough);
  }

  /** Turns raw mode off for a program that a raw-mode program starts (a shell's line editor and its commands). */
  setCooked(): () => void {
    return this.#switch(false, false);
  }

  /** Stops showing what is typed, as `stty -echo` does; lines and signals stay. Returns what puts back what was before. */
  hideTyping(): () => void {
    const before = this.#hidden;
    this.#hidden = true;
    return () => {
      this.#hidden = before;
    };
  }

  #switch(raw: boolean, passThrough: boolean): () => void {
    const before = { raw: this.#raw, passThrough: this.#passThrough };
    this.#setMode(raw, passThrough);
    return () => this.#setMode(before.raw, before.passThrough);
  }

  /** What was typed and not read yet is there in the new mode too, as Linux has it; it is not echoed again. */
  #setMode(raw: boolean, passThrough: boolean): void {
    this.#passThrough = passThrough;
    if (raw === this.#raw) return;
    this.#raw = raw;
    const unread = this.#ready.splice(0).map((part) => part ?? CTRL.D);
    if (raw) {
      const text = unread.join("") + this.#line;
      this.#line = "";
      if (text !== "") this.#deliver(text);
    } else {
      this.#silent = true;
      for (const key of unread.join("")) this.#cook(key);
      this.#silent = false;
    }
  }

  /** Keys as a terminal sends them: text, control characters, escape sequences. */
  type(keys: string): void {
    if (this.#raw) {
      this.#deliver(keys);
      return;
    }
    for (const key of keys) this.#cook(key);
  }

  /** The other side is gone: whoever reads gets the end. */
  hangUp(): void {
    this.#hungUp = true;
    this.#readers.wake();
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    for (const listener of this.#resizeListeners) listener();
  }

  /** Calls `listener` after every resize; the returned function stops that. */
  onResize(listener: () => void): () => void {
    this.#resizeListeners.add(listener);
    return () => this.#resizeListeners.delete(listener);
  }

  /** Drops what was typed but not read: as after Ctrl-C. */
  flushInput(): void {
    this.#ready.length = 0;
    this.#line = "";
    this.pasted.length = 0;
  }

  #cook(key: string): void {
    const signal = SIGNAL_OF[key];
    if (signal) {
      this.flushInput();
      this.#echo(`^${String.fromCharCode(key.charCodeAt(0) + 64)}`);
      this.onSignal(signal);
    } else if (key === "\r" || key === "\n") {
      this.#echo("\r\n");
      this.#deliver(`${this.#line}\n`);
      this.#line = "";
    } else if (key === CTRL.D) {
      if (this.#line === "") this.#ready.push(null);
      else this.#ready.push(this.#line);
      this.#line = "";
      this.#readers.wake();
    } else if (key === "\x7f" || key === "\b") this.#erase(1);
    else if (key === CTRL.W) this.#erase(/\S*\s*$/.exec(this.#line)?.[0].length ?? 0);
    else if (key === CTRL.U) this.#erase(this.#line.length);
    else {
      this.#line += key;
      this.#echo(key < " " && key !== "\t" ? `^${String.fromCharCode(key.charCodeAt(0) + 64)}` : key);
    }
  }

  #erase(count: number): void {
    const keep = [...this.#line];
    const gone = keep.splice(Math.max(0, keep.length - count));
    this.#line = keep.join("");
    this.#echo("\b \b".repeat(gone.length));
  }

  #echo(text: string): void {
    if (!this.#silent && !this.#hidden) void this.onOutput(text);
  }

  #deliver(text: string): void {
    this.#ready.push(text);
    this.#readers.wake();
  }
}
