import type { Output } from "../../../kernel/stream.ts";

const GREEN = "32";
const RED = "31";

/** How something ended. */
export type Ending = "done" | "failed" | "error";

/**
 * Shows what is done at the same time, a line for each: on a terminal the cursor goes up to the line, writes it anew and
 * comes back (compose/parallel.py, `ParallelStreamWriter`). One run of compose has one of them, whose lines only grow.
 */
export class ParallelWriter {
  readonly #output: Output;
  readonly #ansi: boolean;
  readonly #lines: string[] = [];
  #width = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(output: Output, ansi: boolean) {
    this.#output = output;
    this.#ansi = ansi;
  }

  /** Announces lines: the column is as wide as the longest of them, from the first on. */
  begin(message: string, names: readonly string[]): void {
    for (const name of names) {
      this.#lines.push(message + name);
      this.#width = Math.max(this.#width, `${message} ${name}`.length);
    }
    for (const name of names) this.#plain(message, name, "");
  }

  end(message: string, name: string, ending: Ending): void {
    this.status(message, name, this.#ansi ? colored(ending, ending === "done" ? GREEN : RED) : ending);
  }

  /** A word at the end of a line. */
  status(message: string, name: string, status: string): void {
    if (!this.#ansi) {
      this.#plain(message, name, status);
      return;
    }
    const up = this.#lines.length - this.#lines.indexOf(message + name);
    this.raw(`\x1b[${up}A\x1b[2K\r${this.#text(message, name, status)}\r\x1b[${up}B`);
  }

  /** Text as it is, in its turn. */
  raw(text: string): void {
    this.#last = this.#last.then(() => this.#output.write(text));
    this.#last.catch(() => {});
  }

  /** Waits for what has been written. */
  flush(): Promise<void> {
    return this.#last;
  }

  #plain(message: string, name: string, status: string): void {
    this.raw(`${this.#text(message, name, status)}\r\n`);
  }

  #text(message: string, name: string, status: string): string {
    return `${`${message} ${name}`.padEnd(this.#width)} ... ${status}`;
  }
}

const colored = (text: string, code: string) => `\x1b[${code}m${text}\x1b[0m`;
