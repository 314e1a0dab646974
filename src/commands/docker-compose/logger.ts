import type { Output } from "../../kernel/stream.ts";

export const LEVELS = { DEBUG: 10, INFO: 20, WARNING: 30, ERROR: 40, CRITICAL: 50 } as const;

export type Level = keyof typeof LEVELS;

const COLORS: Readonly<Partial<Record<Level, string>>> = { WARNING: "33", ERROR: "31" };

/** What compose says on standard error (Python's logging; compose/cli/formatter.py). */
export class Logger {
  readonly #output: Output;
  #least: number = LEVELS.DEBUG;
  /** Whether warnings and errors say what they are, in colour. */
  #prefixed = false;
  #last: Promise<void> = Promise.resolve();

  constructor(output: Output) {
    this.#output = output;
  }

  /** What the options before the command say. Until then, everything is written as it is. */
  configure(least: Level, prefixed: boolean): void {
    this.#least = LEVELS[least];
    this.#prefixed = prefixed;
  }

  info(text: string): Promise<void> {
    return this.#write("INFO", text);
  }

  warning(text: string): Promise<void> {
    return this.#write("WARNING", text);
  }

  error(text: string): Promise<void> {
    return this.#write("ERROR", text);
  }

  /** Waits for what has been said. */
  flush(): Promise<void> {
    return this.#last;
  }

  #write(level: Level, text: string): Promise<void> {
    if (LEVELS[level] < this.#least) return this.#last;
    const color = this.#prefixed ? COLORS[level] : undefined;
    const prefix = color === undefined ? "" : `\x1b[${color}m${level}\x1b[0m: `;
    this.#last = this.#last.then(() => this.#output.write(`${prefix}${text}\n`));
    this.#last.catch(() => {});
    return this.#last;
  }
}
