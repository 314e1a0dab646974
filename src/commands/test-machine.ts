import { findExecutable } from "../kernel/executable.ts";
import { FileTree } from "../kernel/file-tree.ts";
import { type FileSystem, ROOT } from "../kernel/filesystem.ts";
import type { Layer } from "../kernel/layer.ts";
import type { Machine } from "../kernel/machine.ts";
import { MountTable } from "../kernel/mount-table.ts";
import { MountedFileSystem } from "../kernel/mounted-filesystem.ts";
import { NetworkNamespace } from "../kernel/network.ts";
import { NetworkError } from "../kernel/network-error.ts";
import type { Program } from "../kernel/process.ts";
import { ProcessTable } from "../kernel/process-table.ts";
import { mountPseudoFiles } from "../kernel/pseudo-files.ts";
import { Random } from "../kernel/random.ts";
import { SocketTable } from "../kernel/socket-table.ts";
import { type Input, textInput } from "../kernel/stream.ts";
import { Tty } from "../kernel/tty.ts";
import { VirtualClock } from "../kernel/virtual-clock.ts";
import { debianHost } from "../programs/rootfs/debian-host.ts";
import { bash, dash, sh } from "../shell/bash.ts";
import { loadCommand } from "./programs.ts";

const SHELLS: Readonly<Record<string, Program>> = { bash, dash, sh };

/** The directory that commands run in. */
export const WORK = "/root/curso";

/** The lab's time when a test begins. */
export const TEST_TIME = Date.UTC(2026, 10, 24, 12, 0, 0);

interface Outcome {
  /** What it wrote on standard output and standard error, in order. */
  readonly output: string;
  readonly stdout: string;
  readonly status: number;
}

interface RunOptions {
  readonly stdin?: string | Input;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly user?: typeof ROOT;
}

/** A computer for tests: a Debian host, or what `base` says, with files in WORK (relative names) or elsewhere. */
export class TestMachine {
  readonly clock = new VirtualClock(TEST_TIME);
  readonly machine: Machine;
  readonly tty = new Tty(80, 24);
  /** What the terminal showed. */
  screen = "";

  constructor(files: Readonly<Record<string, string>> = {}, base: Layer = debianHost("manager1"), container?: string) {
    const tree = new FileTree([base], this.clock);
    const mounts = new MountTable(tree, { source: "/dev/vda1", type: "ext4", capacity: 50e9 });
    const refuse = () => {
      throw new NetworkError("ENETUNREACH", "no network");
    };
    this.machine = {
      host: "manager1",
      ...(container === undefined ? {} : { container }),
      hostname: "manager1",
      clock: this.clock,
      random: Random.seeded(7),
      files: new MountedFileSystem(mounts),
      network: new NetworkNamespace(
        { interfaces: () => [], resolve: refuse, route: refuse },
        new SocketTable(container === undefined ? 1024 : 0),
      ),
      processes: new ProcessTable(container === undefined ? 600 : 1),
      program: (name) => this.clock.hold(Promise.resolve(SHELLS[name] ?? loadCommand(name))),
    };
    const all: FileSystem = this.machine.files;
    for (const path of ["/proc", "/dev", "/sys", WORK]) all.mkdir(path, { recursive: true });
    mountPseudoFiles(mounts, this.machine, TEST_TIME - 3_600_000);
    for (const [name, content] of Object.entries(files)) this.write(name, content);
    this.tty.onOutput = (text) => {
      this.screen += text;
    };
  }

  /** Makes a file, or with a name that ends in `/` a directory, and the directories it is in. */
  write(name: string, content: string): void {
    const { files } = this.machine;
    const path = name.startsWith("/") ? name : `${WORK}/${name}`;
    if (path.endsWith("/")) {
      files.mkdir(path, { recursive: true });
      return;
    }
    files.mkdir(path.slice(0, path.lastIndexOf("/")) || "/", { recursive: true });
    files.writeFile(path, content);
  }

  read(name: string): string {
    return this.machine.files.readFile(name.startsWith("/") ? name : `${WORK}/${name}`);
  }

  /** Runs a command to its end on pipes. */
  async run(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
    const { machine } = this;
    const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root", LANG: "C.UTF-8", ...options.env };
    const cwd = options.cwd ?? WORK;
    const user = options.user ?? ROOT;
    const found = await this.clock.settle(findExecutable(machine, machine.files.as(user), args, env, cwd));
    let output = "";
    let stdout = "";
    const { stdin = "" } = options;
    const child = machine.processes.start(machine, found.program, {
      ...{ args: found.args, env, cwd, user },
      stdin: typeof stdin === "string" ? textInput(stdin) : stdin,
      stdout: {
        isTTY: false,
        write: async (text) => {
          output += text;
          stdout += text;
        },
      },
      stderr: {
        isTTY: false,
        write: async (text) => {
          output += text;
        },
      },
    });
    const status = await this.clock.settle(child.exited);
    return { output, stdout, status };
  }

  /** Starts a command on the terminal; `type` and `screen` of the machine's terminal speak to it. */
  async start(args: readonly string[], options: RunOptions = {}) {
    const { machine, tty } = this;
    const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root", TERM: "xterm-256color", ...options.env };
    const cwd = options.cwd ?? WORK;
    const found = await this.clock.settle(findExecutable(machine, machine.files, args, env, cwd));
    const child = machine.processes.start(machine, found.program, {
      ...{ args: found.args, env, cwd, tty, group: "new" as const },
      ...{ stdin: tty.input, stdout: tty.output, stderr: tty.output },
    });
    tty.onSignal = (signal) => machine.processes.killGroup(child.group, signal);
    return child;
  }
}
