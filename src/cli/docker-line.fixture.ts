import { Engine } from "../engine/engine.ts";
import { directory, FileTree, layer, MountedFileSystem } from "../kernel/memory-filesystem.ts";
import { NetworkError, NetworkNamespace } from "../kernel/network.ts";
import { type Machine, type Process, ProcessTable } from "../kernel/process.ts";
import { Random } from "../kernel/random.ts";
import { nothing, TextOutput } from "../kernel/stream.ts";
import { Tty } from "../kernel/tty.ts";
import { VirtualClock } from "../kernel/virtual-clock.ts";
import { type Connect, docker } from "./docker.ts";

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** A host with an empty daemon, on which docker lines are run: for tests. Words are split at blanks. */
export class DockerLine {
  readonly clock = new VirtualClock(Date.UTC(2026, 10, 24, 3, 0, 0));
  readonly machine: Machine;
  readonly engine: Engine;
  readonly #env: Readonly<Record<string, string>>;
  readonly #connect: Connect;

  constructor(env: Readonly<Record<string, string>> = {}, connect?: Connect) {
    const refuse = () => {
      throw new NetworkError("ENETUNREACH", "no network");
    };
    this.machine = {
      host: "manager1",
      hostname: "manager1",
      clock: this.clock,
      random: Random.seeded(1),
      files: new MountedFileSystem(new FileTree([layer({ "/root": directory() })], this.clock)),
      network: new NetworkNamespace({ interfaces: () => [], resolve: refuse, route: refuse }),
      processes: new ProcessTable(100),
      program: () => Promise.resolve(undefined),
    };
    const never = () => Promise.reject(new Error("no registry"));
    const registries = {
      find: never,
      store: never,
      prepare: never,
      tags: never,
      search: never,
      has: never,
      layer: () => undefined,
    };
    this.engine = new Engine(
      {
        id: "test",
        containers: {},
        images: { images: {}, references: {}, layers: {} },
        networks: {},
        volumes: {},
        events: [],
      },
      { host: this.machine, address: "192.168.99.100", registries, uplink: { resolve: refuse, route: refuse } },
    );
    this.#env = { HOME: "/root", ...env };
    this.#connect = connect ?? (() => this.engine);
  }

  /** Runs a line without a terminal, or with its input and output at one of so many columns. */
  async run(line: string | readonly string[], columns?: number): Promise<Ran> {
    const args = typeof line === "string" ? line.split(" ") : line;
    const out = new TextOutput();
    const err = new TextOutput();
    let options: Parameters<ProcessTable["start"]>[2] = {
      args,
      env: this.#env,
      stdin: nothing,
      stdout: out,
      stderr: err,
    };
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
