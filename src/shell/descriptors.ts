import type { Descriptor, Process, SpawnOptions } from "../kernel/process.ts";
import { type Input, nothing, type Output } from "../kernel/stream.ts";

/** A file that one or more descriptors, of one or more processes, have open. It is closed when the last of them lets go. */
export class OpenFile implements Descriptor {
  readonly input?: Input;
  readonly output?: Output;
  /** Which of its process's own streams this is: children inherit it without being told. */
  readonly inherited?: 0 | 1 | 2;
  readonly #onClose: () => void;
  #references = 1;

  constructor(streams: Descriptor & { readonly inherited?: 0 | 1 | 2 }, onClose: () => void = () => {}) {
    this.input = streams.input;
    this.output = streams.output;
    this.inherited = streams.inherited;
    this.#onClose = onClose;
  }

  retain(): this {
    this.#references++;
    return this;
  }

  release(): void {
    this.#references--;
    if (this.#references === 0) this.#onClose();
  }
}

/** A shell's open files by number. */
export class Descriptors {
  readonly #open: Map<number, OpenFile>;

  constructor(open: Map<number, OpenFile> = new Map()) {
    this.#open = open;
  }

  /** The three streams of a process, or others in their place. */
  static ofProcess(process: Process, streams: { stdin?: Input; stdout?: Output; stderr?: Output } = {}): Descriptors {
    const input = streams.stdin ?? process.stdin;
    return new Descriptors(
      new Map([
        [0, new OpenFile({ input: withUnread(input), ...(streams.stdin ? {} : { inherited: 0 as const }) })],
        [
          1,
          new OpenFile({
            output: streams.stdout ?? process.stdout,
            ...(streams.stdout ? {} : { inherited: 1 as const }),
          }),
        ],
        [
          2,
          new OpenFile({
            output: streams.stderr ?? process.stderr,
            ...(streams.stderr ? {} : { inherited: 2 as const }),
          }),
        ],
        ...[...process.descriptors].map(([number, file]): [number, OpenFile] => [number, new OpenFile(file)]),
      ]),
    );
  }

  get(number: number): OpenFile | undefined {
    return this.#open.get(number);
  }

  /** Puts a file (whose reference passes to this table) in a place, and returns what was there. */
  replace(number: number, file: OpenFile | undefined): OpenFile | undefined {
    const before = this.#open.get(number);
    if (file) this.#open.set(number, file);
    else this.#open.delete(number);
    return before;
  }

  /** The highest free number at or below 63: where `<(…)` is put. */
  freeFromTop(): number {
    let number = 63;
    while (this.#open.has(number)) number--;
    return number;
  }

  /** The lowest free number from 10 on: what `{name}>` gets. */
  freeFromTen(): number {
    let number = 10;
    while (this.#open.has(number)) number++;
    return number;
  }

  /** The same open files for another process. */
  copy(): Descriptors {
    return new Descriptors(new Map([...this.#open].map(([number, file]) => [number, file.retain()])));
  }

  /**
   * The table of a child that was started with `streams()`: its three streams heed its own signals. It takes over what
   * is open here, which stays open until the child and all to whom it passed it on have let go.
   */
  boundTo(process: Process): Descriptors {
    const open = new Map(this.#open);
    this.#open.clear();
    const bind = (number: 0 | 1 | 2, streams: Descriptor) => {
      const file = open.get(number);
      if (file) open.set(number, new OpenFile({ ...streams, inherited: number }, () => file.release()));
    };
    const other = (number: number) => open.get(number);
    bind(0, { input: withUnread(process.stdin), output: other(0)?.output });
    bind(1, { output: process.stdout, input: other(1)?.input });
    bind(2, { output: process.stderr, input: other(2)?.input });
    return new Descriptors(open);
  }

  /** What a child is started with to have these files open. */
  streams(): Pick<SpawnOptions, "stdin" | "stdout" | "stderr" | "descriptors"> {
    const [zero, one, two] = [this.#open.get(0), this.#open.get(1), this.#open.get(2)];
    return {
      ...(zero?.inherited !== 0 && { stdin: zero?.input ?? nothing }),
      ...(one?.inherited !== 1 && { stdout: one?.output ?? nothing }),
      ...(two?.inherited !== 2 && { stderr: two?.output ?? nothing }),
      descriptors: new Map([...this.#open].filter(([number]) => number > 2)),
    };
  }

  close(): void {
    for (const file of this.#open.values()) file.release();
    this.#open.clear();
  }
}

/** An input that takes back what was read too far. */
export function withUnread(input: Input): Input {
  if (input.unread) return input;
  let rest = "";
  return {
    isTTY: input.isTTY,
    read: async (signal) => {
      if (rest === "") return input.read(signal);
      const given = rest;
      rest = "";
      return given;
    },
    unread: (text) => {
      rest = text + rest;
    },
  };
}

/**
 * The next line of an input, with its newline; what follows stays for the next reader.
 * @param delimiter what ends the line
 * @returns null at the end of the input
 */
export async function readLineOf(input: Input, signal: AbortSignal, delimiter = "\n"): Promise<string | null> {
  let line = "";
  for (;;) {
    const piece = await input.read(signal);
    if (piece === null) return line === "" ? null : line;
    const end = piece.indexOf(delimiter);
    if (end >= 0) {
      input.unread?.(piece.slice(end + 1));
      return line + piece.slice(0, end + 1);
    }
    line += piece;
  }
}
