import { streamsOf } from "../../../engine/container/attached-streams.ts";
import type { Container } from "../../../engine/container/container.ts";
import type { Engine } from "../../../engine/engine.ts";

/** What a container's program says from now on, line after line, until it has ended. */
export class LogStream {
  readonly #lines: string[] = [];
  #rest = "";
  #over = false;
  #wake: () => void = () => {};
  readonly #stop: () => void;

  constructor(engine: Engine, container: Container) {
    const streams = streamsOf(engine, container);
    this.#stop = streams.onOutput(({ text }) => {
      const lines = (this.#rest + text).split(/(?<=\n)/);
      const last = lines.at(-1);
      this.#rest = last === undefined || last.endsWith("\n") ? "" : (lines.pop() ?? "");
      this.#lines.push(...lines);
      this.#wake();
    });
    void streams.ended.then(() => this.#end());
  }

  /** The next line with its newline; undefined at the end. */
  async next(): Promise<string | undefined> {
    while (this.#lines.length === 0 && !this.#over)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.#lines.shift();
  }

  close(): void {
    this.#stop();
    this.#end();
  }

  #end(): void {
    if (this.#over) return;
    if (this.#rest !== "") this.#lines.push(this.#rest);
    this.#rest = "";
    this.#over = true;
    this.#wake();
  }
}
