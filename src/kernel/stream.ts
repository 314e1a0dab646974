import { Waiters } from "./waiters.ts";

/** What a program reads from. */
export interface Input {
  /** Whether a terminal is at the other end. */
  readonly isTTY: boolean;
  /** The next piece, as much as is there; null at the end. Rejects with the signal's reason on abort. */
  read(signal?: AbortSignal): Promise<string | null>;
  /** Gives back what was read too far, for whoever reads next (a shell's `read` takes one line and leaves the rest). */
  unread?(text: string): void;
}

/** What a program writes to. */
export interface Output {
  readonly isTTY: boolean;
  /** Resolves when there is room for more (back-pressure). @throws BrokenPipe when nobody will ever read it */
  write(text: string, signal?: AbortSignal): Promise<void>;
}

/** The reader of a pipe has gone; a program that does not handle it ends with status 141, as SIGPIPE does. */
export class BrokenPipe extends Error {
  constructor() {
    super("Broken pipe");
    this.name = "BrokenPipe";
  }
}

/** Holds in a pipe as much as Linux does. */
const PIPE_CAPACITY = 65536;

/** One direction of bytes between two programs. */
export class Pipe {
  readonly isTTY = false;
  readonly #chunks: string[] = [];
  #held = 0;
  #writersGone = false;
  #readerGone = false;
  readonly #waiting = new Waiters();

  async read(signal?: AbortSignal): Promise<string | null> {
    while (this.#chunks.length === 0) {
      if (this.#writersGone || this.#readerGone) return null;
      await this.#waiting.wait(signal);
    }
    // A long first piece goes alone: joining it anew at each line that is taken off it would cost its length every time.
    const alone = this.#chunks.length === 1 || (this.#chunks[0]?.length ?? 0) >= PIPE_CAPACITY / 16;
    const piece = (alone ? this.#chunks.shift() : this.#chunks.splice(0).join("")) ?? "";
    this.#held -= piece.length;
    this.#waiting.wake();
    return piece;
  }

  unread(text: string): void {
    if (text === "" || this.#readerGone) return;
    this.#chunks.unshift(text);
    this.#held += text.length;
    this.#waiting.wake();
  }

  async write(text: string, signal?: AbortSignal): Promise<void> {
    if (this.#readerGone) throw new BrokenPipe();
    if (text === "") return;
    this.#chunks.push(text);
    this.#held += text.length;
    this.#waiting.wake();
    while (this.#held >= PIPE_CAPACITY) {
      await this.#waiting.wait(signal);
      if (this.#readerGone) throw new BrokenPipe();
    }
  }

  /** The last writer is done: the reader gets what is left, then the end. */
  endWriting(): void {
    this.#writersGone = true;
    this.#waiting.wake();
  }

  /** The reader is done: writers get BrokenPipe. */
  endReading(): void {
    this.#readerGone = true;
    this.#chunks.length = 0;
    this.#held = 0;
    this.#waiting.wake();
  }
}

/** /dev/null, and the standard input of what has none. */
export const nothing: Input & Output = {
  isTTY: false,
  read: () => Promise.resolve(null),
  write: () => Promise.resolve(),
};

/** An input that holds one text. */
export function textInput(text: string): Input {
  let left: string | null = text === "" ? null : text;
  return {
    isTTY: false,
    read: () => {
      const next = left;
      left = null;
      return Promise.resolve(next);
    },
    unread: (rest) => {
      if (rest !== "") left = rest + (left ?? "");
    },
  };
}

/** An output that keeps what it is given. */
export class TextOutput implements Output {
  readonly isTTY = false;
  text = "";

  write(text: string): Promise<void> {
    this.text += text;
    return Promise.resolve();
  }
}

/** Everything an input will give, as one text. */
export async function readAll(input: Input, signal?: AbortSignal): Promise<string> {
  const parts: string[] = [];
  for (let part = await input.read(signal); part !== null; part = await input.read(signal)) parts.push(part);
  return parts.join("");
}

/** The lines of an input as they come, without their newlines; a last line without one counts. */
export async function* readLines(input: Input, signal?: AbortSignal): AsyncGenerator<string, void, void> {
  let rest = "";
  for (let part = await input.read(signal); part !== null; part = await input.read(signal)) {
    const lines = (rest + part).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
