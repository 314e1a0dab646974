import type { Output } from "../../kernel/stream.ts";
import { humanSize } from "../format/size.ts";

/** How far something is. */
interface ProgressAmount {
  readonly current?: number;
  /** Without one, only `current` is shown. */
  readonly total?: number;
  /** What is counted ("s"); bytes unless told. */
  readonly units?: string;
  /** Show the bar alone, where there is room for it. */
  readonly hideCounts?: boolean;
}

/** One message of the daemon's progress stream. */
export interface ProgressMessage {
  /** Whose line it is: a layer's short id, "overall progress". */
  readonly id?: string;
  /** "Downloading", "Pull complete". */
  readonly status: string;
  /** Set for everything that is shown in place, `{}` when there is nothing to count. */
  readonly progress?: ProgressAmount;
}

/** The bar appears from this width on. */
const BAR_COLUMNS = 110;
const BAR = 50;
/** The width that is assumed where there is no terminal. */
const NO_TERMINAL = 200;

/**
 * Shows the progress of a pull, a push or a service as the client does (moby, `pkg/jsonmessage`): on a terminal one line
 * for each id, rewritten in place; elsewhere only what ends a step, line after line.
 */
export class ProgressDisplay {
  readonly #output: Output;
  readonly #columns: number;
  #lines = new Map<string, number>();

  /** @param columns of the terminal, when the output is one */
  constructor(output: Output, columns: number) {
    this.#output = output;
    this.#columns = output.isTTY ? columns : NO_TERMINAL;
  }

  async show({ id = "", status, progress }: ProgressMessage): Promise<void> {
    const amount = progress ? amountText(progress, this.#columns) : "";
    const prefix = id === "" ? "" : `${id}: `;
    if (!this.#output.isTTY) {
      if (amount === "") await this.#output.write(`${prefix}${status}\n`);
      return;
    }
    if (!progress) {
      // What is not progress stands for itself; later progress begins below it.
      this.#lines = new Map();
      await this.#output.write(`${prefix}${status}\n`);
      return;
    }
    let text = "";
    if (!this.#lines.has(id)) {
      this.#lines.set(id, this.#lines.size);
      text += "\n";
    }
    const up = this.#lines.size - (this.#lines.get(id) ?? 0);
    text += `\x1b[${up}A\x1b[2K\r${prefix}${status} ${amount}\r\x1b[${up}B`;
    await this.#output.write(text);
  }
}

/** `[=====>      ]  4.194MB/100.6MB`. */
export function amountText(
  { current = 0, total = 0, units, hideCounts = false }: ProgressAmount,
  columns: number,
): string {
  if (current <= 0 && total <= 0) return "";
  if (total <= 0) return units === undefined ? humanSize(current).padStart(8) : `${current} ${units}`;
  const filled = Math.min(BAR, Math.trunc(Math.trunc((current / total) * 100) / 2));
  const bar = columns > BAR_COLUMNS ? `[${"=".repeat(filled)}>${" ".repeat(BAR - filled)}] ` : "";
  return bar + (hideCounts ? "" : counts(current, total, units));
}

function counts(current: number, total: number, units: string | undefined): string {
  if (units !== undefined) return current > total ? `${current} ${units}` : `${current}/${total} ${units}`;
  const done = humanSize(current).padStart(8);
  return current > total ? done : `${done}/${humanSize(total)}`;
}
