import { openOutput } from "../../kernel/open.ts";
import type { Output } from "../../kernel/stream.ts";
import type { Run } from "../command.ts";

/** What GNU wget tells, on standard error or in the file of `-o` and `-a`. */
export class WgetLog {
  readonly #run: Run;
  readonly output: Output;

  /** @throws FileError when the log cannot be written */
  constructor(run: Run) {
    this.#run = run;
    const file = run.options.value("o");
    const added = run.options.value("a");
    const name = file ?? added;
    this.output =
      name === undefined ? run.process.stderr : openOutput(run.process, name, { append: added !== undefined });
  }

  get quiet(): boolean {
    return this.#run.has("q");
  }

  /** Whether progress is shown at all. */
  get showsProgress(): boolean {
    return this.#run.has("show-progress") || !(this.quiet || this.#run.has("nv"));
  }

  /** What `-q` and `-nv` leave out. */
  async verbose(text: string): Promise<void> {
    if (!this.quiet && !this.#run.has("nv")) await this.always(text);
  }

  /** What `-nv` alone says. */
  async brief(text: string): Promise<void> {
    if (!this.quiet && this.#run.has("nv")) await this.always(text);
  }

  /** What only `-q` leaves out. */
  async normal(text: string): Promise<void> {
    if (!this.quiet) await this.always(text);
  }

  always(text: string): Promise<void> {
    return this.output.write(text);
  }

  /** "2026-11-24 04:24:28" */
  now(): string {
    return new Date(this.#run.process.machine.clock.now()).toISOString().slice(0, 19).replace("T", " ");
  }
}
