import type { Process } from "../../kernel/process.ts";
import { textWidth } from "../columns.ts";
import { shownLine } from "../page-lines.ts";
import type { TextBuffer } from "./text-buffer.ts";

/** Shows a part of a buffer, and the cursor in it. */
export class EditorScreen {
  readonly #process: Process;
  #top = 0;

  constructor(process: Process) {
    this.#process = process;
  }

  get columns(): number {
    return this.#process.tty?.columns ?? 80;
  }

  get rows(): number {
    return this.#process.tty?.rows ?? 24;
  }

  /**
   * Draws everything anew.
   * @param above rows over the text, and `below` it
   * @param filler what stands where the text has ended
   * @param cursor where the cursor is when it is not in the text
   */
  async draw(
    buffer: TextBuffer,
    {
      above = [],
      below,
      filler = "",
      cursor,
    }: {
      readonly above?: readonly string[];
      readonly below: readonly string[];
      readonly filler?: string;
      readonly cursor?: readonly [row: number, column: number];
    },
  ): Promise<void> {
    const height = Math.max(1, this.rows - above.length - below.length);
    if (buffer.row < this.#top) this.#top = buffer.row;
    if (buffer.row >= this.#top + height) this.#top = buffer.row - height + 1;
    const at = textWidth(shownLine(buffer.line.slice(0, buffer.column), false));
    // A long line is shown from where the cursor is.
    const shift = at < this.columns ? 0 : at - this.columns + 9;
    const text = Array.from({ length: height }, (_, i) => {
      const line = buffer.lines[this.#top + i];
      if (line === undefined) return filler;
      const shown = shownLine(line, false);
      return [...(this.#top + i === buffer.row ? shown.slice(shift) : shown)].slice(0, this.columns).join("");
    });
    const [row, column] = cursor ?? [above.length + buffer.row - this.#top, at - shift];
    const all = [...above, ...text, ...below].map((line, i) => `\x1b[${i + 1};1H${line}\x1b[m\x1b[K`);
    await this.#process.tty?.output.write(`\x1b[?25l${all.join("")}\x1b[${row + 1};${column + 1}H\x1b[?25h`);
  }
}
