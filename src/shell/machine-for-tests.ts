import { byteLength } from "../kernel/bytes.ts";
import { findExecutable } from "../kernel/executable.ts";
import { FileTree } from "../kernel/file-tree.ts";
import { resolvePath } from "../kernel/filesystem.ts";
import { binary, device, directory, type FileSpec, file, layer } from "../kernel/layer.ts";
import type { Machine } from "../kernel/machine.ts";
import { MountedFileSystem } from "../kernel/mounted-filesystem.ts";
import { NetworkNamespace } from "../kernel/network.ts";
import { NetworkError } from "../kernel/network-error.ts";
import { openInput } from "../kernel/open.ts";
import type { Process, Program } from "../kernel/process.ts";
import { ProcessTable } from "../kernel/process-table.ts";
import { Random } from "../kernel/random.ts";
import { SocketTable } from "../kernel/socket-table.ts";
import { type Input, nothing, type Output, readAll, TextOutput, textInput } from "../kernel/stream.ts";
import type { Tty } from "../kernel/tty.ts";
import { VirtualClock } from "../kernel/virtual-clock.ts";
import { ash, bash, dash, sh } from "./bash.ts";

/** The programs that the shell's tests start: as small as they can be. */
const PROGRAMS: Record<string, Program> = {
  bash,
  ash,
  dash,
  sh,
  cat: async (process) => {
    const names = process.args.slice(1).filter((name) => !/^-./.test(name));
    let status = 0;
    for (const name of names.length > 0 ? names : ["-"]) {
      try {
        const input = name === "-" ? process.stdin : openInput(process, name);
        for (let part = await input.read(process.signal); part !== null; part = await input.read(process.signal))
          await process.stdout.write(part);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "FileError") throw error;
        await process.stderr.write(`cat: ${name}: ${error.message}\n`);
        status = 1;
      }
    }
    return status;
  },
  env: async (process) => {
    const words = process.args.slice(1);
    const own = words.findIndex((word) => !word.includes("="));
    const given = Object.fromEntries((own < 0 ? words : words.slice(0, own)).map((word) => word.split("=", 2)));
    const env = { ...process.env, ...given };
    if (own >= 0) {
      const found = await findExecutable(process.machine, process.files, words.slice(own), env, process.cwd);
      return process.exec(found.program, { args: found.args, env });
    }
    for (const [name, value] of Object.entries(env)) await process.stdout.write(`${name}=${value}\n`);
    return 0;
  },
  printenv: async (process) => {
    const value = process.env[process.args[1] ?? ""];
    if (value !== undefined) await process.stdout.write(`${value}\n`);
    return value === undefined ? 1 : 0;
  },
  sleep: async (process) => {
    await process.sleep(Number(process.args[1]) * 1000);
    return 0;
  },
  yes: async (process) => {
    for (;;) {
      await process.stdout.write("y\n".repeat(512));
      await process.breathe();
    }
  },
  head: async (process) => {
    const count = Number(/\d+/.exec(process.args.slice(1).join(" "))?.[0] ?? 10);
    const lines: string[] = [];
    for (let rest = ""; lines.length < count; ) {
      const part = await process.stdin.read(process.signal);
      const found = (rest + (part ?? "")).split("\n");
      rest = part === null ? "" : (found.pop() ?? "");
      lines.push(...found);
      if (part === null) break;
    }
    await process.stdout.write(
      lines
        .slice(0, count)
        .map((line) => `${line}\n`)
        .join(""),
    );
    return 0;
  },
  sort: async (process) => {
    const lines = (await readAll(process.stdin, process.signal)).split("\n").filter((line) => line !== "");
    await process.stdout.write(
      lines
        .sort()
        .map((line) => `${line}\n`)
        .join(""),
    );
    return 0;
  },
  wc: async (process) => {
    const text = await readAll(process.stdin, process.signal);
    const words = text.split(/\s+/).filter((word) => word !== "").length;
    const count =
      process.args[1] === "-c" ? byteLength(text) : process.args[1] === "-w" ? words : text.split("\n").length - 1;
    await process.stdout.write(`${count}\n`);
    return 0;
  },
  mkdir: async ({ args, files, cwd }) => {
    for (const name of args.slice(1).filter((arg) => arg !== "-p"))
      files.mkdir(resolvePath(cwd, name), { recursive: args.includes("-p") });
    return 0;
  },
  touch: async ({ args, files, cwd }) => {
    for (const name of args.slice(1)) files.writeFile(resolvePath(cwd, name), "", { append: true });
    return 0;
  },
  rm: async ({ args, files, cwd }) => {
    for (const name of args.slice(1).filter((arg) => !arg.startsWith("-")))
      if (files.exists(resolvePath(cwd, name))) files.remove(resolvePath(cwd, name));
    return 0;
  },
  ln: async ({ args, files, cwd }) => {
    files.symlink(args.at(-2) ?? "", resolvePath(cwd, args.at(-1) ?? ""));
    return 0;
  },
  chmod: async ({ args, files, cwd }) => {
    const mode = args[1] === "+x" ? 0o755 : Number.parseInt(args[1] ?? "", 8);
    for (const name of args.slice(2)) files.chmod(resolvePath(cwd, name), mode);
    return 0;
  },
  seq: async ({ args, stdout }) => {
    const [from, to] = args.length > 2 ? [Number(args[1]), Number(args[2])] : [1, Number(args[1])];
    for (let n = from; n <= to; n++) await stdout.write(`${n}\n`);
    return 0;
  },
  echo: async ({ args, stdout }) => {
    await stdout.write(`${args.slice(1).join(" ")}\n`);
    return 0;
  },
  grep: async (process) => {
    const [pattern = ""] = process.args.slice(1).filter((arg) => arg !== "-c");
    const lines = (await readAll(process.stdin, process.signal)).split("\n").slice(0, -1);
    const found = lines.filter((line) => new RegExp(pattern).test(line));
    const text = process.args.includes("-c") ? `${found.length}\n` : found.map((line) => `${line}\n`).join("");
    await process.stdout.write(text);
    return found.length > 0 ? 0 : 1;
  },
  tty: async (process) => {
    const streams = [process.stdin, process.stdout, process.stderr].map((stream) => (stream.isTTY ? "t" : "f"));
    await process.stdout.write(`${streams.join("")}\n`);
    return 0;
  },
};

export interface TestMachine {
  readonly machine: Machine;
  readonly clock: VirtualClock;
  readonly tree: FileTree;
}

/** A host with a bash, the programs above and a few files. */
export function testMachine(files: Record<string, FileSpec> = {}): TestMachine {
  const clock = new VirtualClock(Date.UTC(2026, 10, 24, 3, 0, 0));
  const binaries = Object.fromEntries(
    Object.keys(PROGRAMS).map((name) => [`${/sh$/.test(name) ? "/bin" : "/usr/bin"}/${name}`, binary(name, 1000)]),
  );
  const tree = new FileTree(
    [
      layer({
        ...binaries,
        "/etc/hostname": file("manager1\n"),
        "/etc/passwd": file("root:x:0:0:root:/root:/bin/bash\nana:x:1000:1000::/home/ana:/bin/bash\n"),
        "/dev/null": device({ read: () => "", write: () => {} }),
        "/root": directory(),
        "/root/curso": directory(),
        "/home/ana": directory(),
        "/tmp": directory({ mode: 0o1777 }),
        ...files,
      }),
    ],
    clock,
  );
  const refuse = (): never => {
    throw new NetworkError("ENETUNREACH", "no network");
  };
  const sockets = new SocketTable();
  const machine: Machine = {
    host: "manager1",
    hostname: "manager1",
    clock,
    random: Random.seeded(1),
    files: new MountedFileSystem(tree),
    network: new NetworkNamespace(
      {
        interfaces: () => [],
        resolve: refuse,
        route: (address, port = 0) =>
          address.startsWith("127.") ? { sockets, port, sourceAddress: "127.0.0.1", latency: 0.03 } : refuse(),
      },
      sockets,
    ),
    processes: new ProcessTable(100),
    program: (name) => Promise.resolve(PROGRAMS[name]),
  };
  return { machine, clock, tree };
}

export const ENVIRONMENT = { HOME: "/root", PATH: "/usr/bin:/bin", TERM: "xterm", USER: "root" };

export interface RunOptions {
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: Input | string;
  readonly stdout?: Output;
  readonly stderr?: Output;
  readonly tty?: Tty;
}

/** Runs a program on a machine to its end; both outputs go to one text unless told. */
export async function run({ machine, clock }: TestMachine, program: Program, options: RunOptions = {}) {
  const output = new TextOutput();
  const { stdin } = options;
  const child = machine.processes.start(machine, program, {
    args: options.args ?? ["bash"],
    env: options.env ?? ENVIRONMENT,
    cwd: options.cwd ?? "/root/curso",
    stdin: typeof stdin === "string" ? textInput(stdin) : (stdin ?? nothing),
    stdout: options.stdout ?? output,
    stderr: options.stderr ?? output,
    tty: options.tty ?? null,
  });
  const status = await clock.settle(child.exited);
  return { output: output.text, status };
}

/** `bash -c source` on a fresh machine. */
export function runBash(source: string, options: RunOptions & { readonly machine?: TestMachine } = {}) {
  return run(options.machine ?? testMachine(), bash, { args: ["bash", "-c", source], ...options });
}

export type { Process };
