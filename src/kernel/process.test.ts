import { describe, expect, test } from "vitest";
import { ExecError, findExecutable } from "./executable.ts";
import { FileTree } from "./file-tree.ts";
import { binary, file, layer } from "./layer.ts";
import type { Machine } from "./machine.ts";
import { MountedFileSystem } from "./mounted-filesystem.ts";
import { NetworkNamespace } from "./network.ts";
import { NetworkError } from "./network-error.ts";
import { ForkError, type Program } from "./process.ts";
import { ProcessTable } from "./process-table.ts";
import { Random } from "./random.ts";
import { nothing, TextOutput } from "./stream.ts";
import { VirtualClock } from "./virtual-clock.ts";

const PROGRAMS: Record<string, Program> = {
  echo: async ({ args, stdout }) => {
    await stdout.write(`${args.slice(1).join(" ")}\n`);
    return 0;
  },
  sh: async ({ args, stdout }) => {
    await stdout.write(`sh runs ${args.slice(1).join(" ")}\n`);
    return 3;
  },
};

function machine(processes: ProcessTable): { machine: Machine; clock: VirtualClock } {
  const clock = new VirtualClock(0);
  const tree = new FileTree(
    [
      layer({
        "/bin/echo": binary("echo", 1000),
        "/bin/sh": binary("sh", 1000),
        "/bin/lost": binary("lost", 1000),
        "/script": file("#!/bin/sh -e\nexit 3\n", { mode: 0o755 }),
        "/notes": file("text", { mode: 0o644 }),
        "/orphan": file("#!/bin/nosuch\n", { mode: 0o755 }),
      }),
    ],
    clock,
  );
  const refuse = () => {
    throw new NetworkError("ENETUNREACH", "no network");
  };
  return {
    clock,
    machine: {
      host: "manager1",
      hostname: "manager1",
      clock,
      random: Random.seeded(1),
      files: new MountedFileSystem(tree),
      network: new NetworkNamespace({ interfaces: () => [], resolve: refuse, route: refuse }),
      processes,
      program: (name) => Promise.resolve(PROGRAMS[name]),
    },
  };
}

const streams = () => ({ stdin: nothing, stdout: new TextOutput(), stderr: new TextOutput() });
const forever: Program = async (process) => {
  await process.sleep(1e9);
  return 0;
};

describe("ProcessTable", () => {
  test("numbers processes, lists them, and forgets them when they end", async () => {
    const table = new ProcessTable(1);
    const { machine: here, clock } = machine(table);
    const child = table.start(here, (p) => p.sleep(10).then(() => 7), { args: ["nap"], ...streams() });
    expect(table.list().map(({ pid, args }) => [pid, args])).toEqual([[1, ["nap"]]]);
    expect(await clock.settle(child.exited)).toBe(7);
    expect(table.list()).toEqual([]);
  });

  test("a process of a full machine has no child; what comes from outside still starts", async () => {
    const table = new ProcessTable(1, { limit: () => 3 });
    const { machine: here, clock } = machine(table);
    const parent: Program = async (process) => {
      for (let children = 0; ; children++) {
        try {
          process.spawn(forever, { args: ["child"] });
        } catch (error) {
          return error instanceof ForkError ? children : -1;
        }
      }
    };
    const child = table.start(here, parent, { args: ["parent"], ...streams() });
    table.start(here, forever, { args: ["from outside"], ...streams() });
    expect(await clock.settle(child.exited)).toBe(2);
    expect(table.list()).toHaveLength(3);
  });

  test("a signal ends a process with 128 and its number", async () => {
    const table = new ProcessTable(100);
    const { machine: here, clock } = machine(table);
    const child = table.start(here, forever, { args: ["sleep"], ...streams() });
    table.kill(child.pid, "SIGTERM");
    expect(await clock.settle(child.exited)).toBe(143);
  });

  test("an init without a handler ignores everything but SIGKILL", async () => {
    const table = new ProcessTable(1, { init: true });
    const { machine: here, clock } = machine(table);
    const child = table.start(here, forever, { args: ["sleep"], ...streams() });
    table.kill(1, "SIGTERM");
    await clock.advance(1000);
    expect(table.get(1)).toBeDefined();
    table.kill(1, "SIGKILL");
    expect(await clock.settle(child.exited)).toBe(137);
  });

  test("a handler is called instead, and ignoring is possible", async () => {
    const table = new ProcessTable(1, { init: true });
    const { machine: here, clock } = machine(table);
    const polite: Program = async (process) => {
      let stop: (status: number) => void = () => {};
      const stopped = new Promise<number>((resolve) => {
        stop = resolve;
      });
      process.onSignal("SIGTERM", () => stop(0));
      process.onSignal("SIGINT", "ignore");
      return stopped;
    };
    const child = table.start(here, polite, { args: ["nginx"], ...streams() });
    table.kill(1, "SIGINT");
    table.kill(1, "SIGTERM");
    expect(await clock.settle(child.exited)).toBe(0);
  });

  test("signals a whole group", async () => {
    const table = new ProcessTable(1);
    const { machine: here, clock } = machine(table);
    const first = table.start(here, forever, { args: ["a"], group: "new", ...streams() });
    const second = table.start(here, forever, { args: ["b"], group: first.group, ...streams() });
    expect(table.killGroup(first.group, "SIGINT")).toBe(true);
    expect(await clock.settle(Promise.all([first.exited, second.exited]))).toEqual([130, 130]);
    expect(table.killGroup(first.group, "SIGINT")).toBe(false);
  });

  test("a stopped process does nothing until it is continued", async () => {
    const table = new ProcessTable(1);
    const { machine: here, clock } = machine(table);
    const io = streams();
    const ticking: Program = async (process) => {
      for (let i = 0; i < 3; i++) {
        await process.sleep(10);
        await process.stdout.write(".");
      }
      return 0;
    };
    const child = table.start(here, ticking, { args: ["tick"], ...io });
    await clock.advance(15);
    const stopped: number[] = [];
    table.onStopped(({ pid }) => stopped.push(pid));
    table.kill(child.pid, "SIGTSTP");
    await clock.advance(1000);
    expect([io.stdout.text, stopped]).toEqual([".", [child.pid]]);
    table.kill(child.pid, "SIGCONT");
    expect(await clock.settle(child.exited)).toBe(0);
    expect(io.stdout.text).toBe("...");
  });

  test("freezing holds everything still", async () => {
    const table = new ProcessTable(1);
    const { machine: here, clock } = machine(table);
    const child = table.start(here, (p) => p.sleep(5).then(() => 0), { args: ["nap"], ...streams() });
    table.freeze();
    await clock.advance(1000);
    expect(table.list()).toHaveLength(1);
    table.thaw();
    expect(await clock.settle(child.exited)).toBe(0);
  });
});

describe("findExecutable", () => {
  const env = { PATH: "/bin" };
  const find = (args: string[]) => {
    const { machine: here } = machine(new ProcessTable(1));
    return findExecutable(here, here.files, args, env, "/");
  };

  test("finds a binary's program by PATH and by path", async () => {
    expect((await find(["echo", "x"])).path).toBe("/bin/echo");
    expect((await find(["./bin/echo"])).program).toBe(PROGRAMS.echo);
  });

  test("runs a script by the interpreter of its first line", async () => {
    expect(await find(["/script", "x"])).toMatchObject({
      program: PROGRAMS.sh,
      args: ["/bin/sh", "-e", "/script", "x"],
    });
  });

  test.each([
    [["nosuch"], "ENOENT", "executable file not found in $PATH"],
    [["/nosuch"], "ENOENT", "no such file or directory"],
    [["/notes"], "EACCES", "permission denied"],
    [["/bin"], "EACCES", "is a directory"],
    [["/orphan"], "ENOENT", "no such file or directory"],
  ])("%j fails with %s", async (args, code, message) => {
    const error = await find(args).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ExecError);
    expect(error).toMatchObject({ code, message });
  });
});
