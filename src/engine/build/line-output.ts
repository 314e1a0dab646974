import type { Output } from "../../kernel/stream.ts";

/** Hands on what is written line by line, as BuildKit logs a step's output. */
export class LineOutput implements Output {
  readonly isTTY = false;
  readonly #onLine: (line: string) => void;
  #rest = "";

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  write(text: string): Promise<void> {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#onLine(line);
    return Promise.resolve();
  }

  /** The last line may have no newline. */
  end(): void {
    if (this.#rest !== "") this.#onLine(this.#rest);
    this.#rest = "";
  }
}
