import type { Process } from "../../kernel/process.ts";
import type { Input } from "../../kernel/stream.ts";
import { patternOf } from "./patterns.ts";

/** Cuts what comes into records, looking no further than needed. */
export class RecordReader {
  readonly #process: Process;
  readonly #input: Input;
  readonly #toInternal: (text: string) => string;
  #text = "";
  #at = 0;
  #isOver = false;
  #pieces = 0;

  /** @param toInternal how awk holds a text */
  constructor(process: Process, input: Input, toInternal: (text: string) => string) {
    this.#process = process;
    this.#input = input;
    this.#toInternal = toInternal;
  }

  /** A record that is here already, so that nothing need be waited for. */
  ready(separator: string): string | undefined {
    const found = this.#find(separator);
    if (!found) return undefined;
    const record = this.#text.slice(found.from, found.start);
    this.#at = found.end;
    return record;
  }

  /** The next record; undefined after the last. @param beforeWaiting what is to be done before it waits */
  async next(separator: string, beforeWaiting: () => Promise<void>): Promise<string | undefined> {
    for (;;) {
      const record = this.ready(separator);
      if (record !== undefined) return record;
      if (this.#isOver) return this.#last(separator);
      await beforeWaiting();
      const piece = await this.#input.read(this.#process.signal);
      if (++this.#pieces % 32 === 0) await this.#process.breathe();
      if (piece === null) this.#isOver = true;
      else {
        this.#text = this.#text.slice(this.#at) + this.#toInternal(piece);
        this.#at = 0;
      }
    }
  }

  #last(separator: string): string | undefined {
    let rest = this.#text.slice(this.#at);
    this.#text = "";
    this.#at = 0;
    if (separator === "") rest = rest.replace(/^\n+|\n+$/g, "");
    return rest === "" ? undefined : rest;
  }

  #find(separator: string): { readonly from: number; readonly start: number; readonly end: number } | undefined {
    const from = separator === "" ? this.#skipped() : this.#at;
    if (separator.length === 1) {
      const start = this.#text.indexOf(separator, from);
      return start < 0 ? undefined : { from, start, end: start + 1 };
    }
    const pattern = separator === "" ? /\n\n+/g : patternOf(separator);
    pattern.lastIndex = from;
    const match = pattern.exec(this.#text);
    if (!match || match[0] === "") return undefined;
    const end = match.index + match[0].length;
    // At the end of what has come, a longer separator may be on its way.
    if (end === this.#text.length && !this.#isOver) return undefined;
    return { from, start: match.index, end };
  }

  /** Where the text goes on after empty lines, which separate paragraphs. */
  #skipped(): number {
    let at = this.#at;
    while (this.#text[at] === "\n") at++;
    return at;
  }
}
