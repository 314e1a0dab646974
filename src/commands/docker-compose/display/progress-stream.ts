import type { ProgressDetail, ProgressEvent } from "../../../engine/image/progress.ts";
import type { Output } from "../../../kernel/stream.ts";

const ERASE = "\x1b[2K\r";

/**
 * Shows what the daemon streams while it builds, pulls and pushes: on a terminal a line for each id, written over
 * (compose/progress_stream.py; recording 20).
 */
export class ProgressStream {
  readonly #output: Output;
  readonly #lines = new Map<string, number>();

  constructor(output: Output) {
    this.#output = output;
  }

  /** A line of a build. */
  stream(text: string): Promise<void> {
    return this.#output.write(text);
  }

  /** What a builder says of the image it has made, before it says so in words. */
  async aux(): Promise<void> {
    await this.#output.write(this.#output.isTTY ? `${ERASE}\r\n` : "\n");
  }

  async progress({ id, status, progress }: ProgressEvent): Promise<void> {
    const prefix = id === undefined || id === "" ? "" : `${id}: `;
    const { isTTY } = this.#output;
    if (!progress) {
      await this.#output.write(isTTY ? `${ERASE}${prefix}${status}\r\n` : `${prefix}${status}\n`);
      return;
    }
    if (!isTTY || id === undefined || id === "") return;
    let text = "";
    if (!this.#lines.has(id)) {
      this.#lines.set(id, this.#lines.size);
      text += "\n";
    }
    const up = this.#lines.size - (this.#lines.get(id) ?? 0);
    const percent = percentage(progress);
    const amount = percent === undefined ? "" : ` (${percent.toFixed(1)}%)`;
    await this.#output.write(`${text}\x1b[${up}A${ERASE}${prefix}${status}${amount}\r\x1b[${up}B`);
  }
}

/** The same in one word, for a line of several: "downloading (12.3%)". */
export function progressWord({ status, progress }: ProgressEvent): string {
  const percent = progress && percentage(progress);
  const text = `${status.toLowerCase()}${percent === undefined ? "" : ` (${percent.toFixed(1)}%)`}`;
  return text.length > 35 ? `${text.slice(0, 33)}...` : text;
}

const percentage = ({ current, total }: ProgressDetail): number | undefined =>
  current === undefined || !total ? undefined : (current / total) * 100;
