import type { Process } from "../../kernel/process.ts";
import type { Input } from "../../kernel/stream.ts";

/** A line, and whether its file ends before the line's own end. */
interface SedLine {
  readonly text: string;
  readonly cut: boolean;
}

/** The lines of one file after another, looked at no further than needed: what comes slowly is worked on as it comes. */
export class SedInput {
  readonly #process: Process;
  readonly #end: string;
  readonly #open: () => Promise<Input | undefined>;
  #input: Input | undefined;
  /** Pieces of the line that has not ended yet, then whole lines: the next last. */
  #lines: string[] = [];
  #rest = "";
  #over = false;
  #pieces = 0;

  /** @param open the next file, or undefined after the last */
  constructor(process: Process, end: string, open: () => Promise<Input | undefined>) {
    this.#process = process;
    this.#end = end;
    this.#open = open;
  }

  /** Whether the next line can be had without waiting. */
  get isAtHand(): boolean {
    return this.#lines.length > 0;
  }

  async next(): Promise<SedLine | undefined> {
    await this.#fill();
    const text = this.#lines.pop();
    if (text !== undefined) return { text, cut: false };
    if (this.#rest === "") return undefined;
    const cut = { text: this.#rest, cut: true };
    this.#rest = "";
    return cut;
  }

  /** Whether no line follows. */
  async isOver(): Promise<boolean> {
    await this.#fill();
    return this.#lines.length === 0 && this.#rest === "";
  }

  /** Gives back what was not used. */
  giveBack(): void {
    const unused = this.#lines.reverse().map((line) => line + this.#end);
    this.#input?.unread?.(unused.join("") + this.#rest);
  }

  async #fill(): Promise<void> {
    while (this.#lines.length === 0 && !this.#over) {
      if (!this.#input) {
        this.#input = await this.#open();
        if (!this.#input) {
          this.#over = true;
          return;
        }
      }
      const piece = await this.#input.read();
      if (piece === null) {
        this.#input = undefined;
        if (this.#rest === "") continue;
        // Between two files a missing end of line is made up.
        const following = await this.#open();
        this.#input = following;
        if (!following) {
          this.#over = true;
          return;
        }
        this.#lines = [this.#rest];
        this.#rest = "";
        continue;
      }
      if (++this.#pieces % 32 === 0) await this.#process.breathe();
      const lines = (this.#rest + piece).split(this.#end);
      this.#rest = lines.pop() ?? "";
      this.#lines = lines.reverse();
    }
  }
}
