import type { Engine } from "../engine/engine.ts";
import { testEngine } from "../engine/testing.ts";
import type { Machine } from "../kernel/machine.ts";
import type { Process } from "../kernel/process.ts";
import type { ProcessTable } from "../kernel/process-table.ts";
import { type Input, nothing, TextOutput, textInput } from "../kernel/stream.ts";
import { Tty } from "../kernel/tty.ts";
import type { VirtualClock } from "../kernel/virtual-clock.ts";
import { type Connect, docker } from "./docker.ts";

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** Input and output are a terminal of so many columns; everything then is in `out`. */
  readonly columns?: number;
  /** What standard input holds. */
  readonly input?: string;
}

/** A host with a daemon and no images, on which docker lines are run: for tests. Words are split at blanks. */
export class DockerLine {
  readonly clock: VirtualClock;
  readonly machine: Machine;
  readonly engine: Engine;
  readonly #env: Readonly<Record<string, string>>;
  readonly #connect: Connect;

  constructor(env: Readonly<Record<string, string>> = {}, connect?: Connect, images: readonly string[] = []) {
    const { engine, clock } = testEngine({ images });
    this.engine = engine;
    this.clock = clock;
    this.machine = engine.ports.host;
    this.#env = { HOME: "/root", ...env };
    this.#connect = connect ?? (() => engine);
  }

  /** Runs a line. */
  async run(line: string | readonly string[], { columns, input }: RunOptions = {}): Promise<Ran> {
    const args = typeof line === "string" ? line.split(" ") : line;
    const out = new TextOutput();
    const err = new TextOutput();
    const stdin: Input = input === undefined ? nothing : textInput(input);
    let options: Parameters<ProcessTable["start"]>[2] = { args, env: this.#env, stdin, stdout: out, stderr: err };
    if (columns !== undefined) {
      const tty = new Tty(columns);
      tty.onOutput = (text) => out.write(text.replaceAll("\r\n", "\n"));
      options = { args, env: this.#env, stdin: tty.input, stdout: tty.output, stderr: tty.output, tty };
    }
    const child = this.machine.processes.start(this.machine, docker(this.#connect), options);
    const status = await this.clock.settle(child.exited);
    return { status, out: out.text, err: err.text };
  }

  /** What Tab offers at the end of a line. */
  async complete(line: string): Promise<string[] | undefined> {
    let offered: string[] | undefined;
    const ask = async (process: Process) => {
      offered = await docker(this.#connect).complete?.(line.split(" "), process);
      return 0;
    };
    const streams = { stdin: nothing, stdout: new TextOutput(), stderr: new TextOutput() };
    const child = this.machine.processes.start(this.machine, ask, { args: ["docker"], env: this.#env, ...streams });
    await this.clock.settle(child.exited);
    return offered;
  }
}
