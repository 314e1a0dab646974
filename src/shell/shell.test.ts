import { describe, expect, test } from "vitest";
import { file } from "../kernel/layer.ts";
import type { Process } from "../kernel/process.ts";
import { TextOutput, textInput } from "../kernel/stream.ts";
import { Tty } from "../kernel/tty.ts";
import { ash, bash, dash } from "./bash.ts";
import { run, runBash, type TestMachine, testMachine } from "./machine-for-tests.ts";
import { Shell } from "./shell.ts";

/** A shell that lasts, as the headless playground keeps one for each host. */
function lastingShell(machine: TestMachine): Shell {
  let shell: Shell | undefined;
  const output = new TextOutput();
  machine.machine.processes.start(
    machine.machine,
    (process: Process) => {
      shell = new Shell(process, { name: "bash", interactive: true });
      return new Promise(() => {});
    },
    {
      args: ["bash"],
      env: { PATH: "/usr/bin:/bin", HOME: "/root" },
      cwd: "/root",
      stdin: textInput(""),
      stdout: output,
      stderr: output,
    },
  );
  if (!shell) throw new Error("the shell did not start");
  return shell;
}

async function execute(machine: TestMachine, shell: Shell, source: string, tty?: Tty) {
  const output = new TextOutput();
  const streams = tty
    ? { stdin: tty.input, stdout: tty.output, stderr: tty.output, tty }
    : { stdout: output, stderr: output };
  const status = await machine.clock.settle(shell.execute(source, streams));
  return { output: output.text, status };
}

describe("a shell that lasts", () => {
  test("keeps its folder, variables, functions, aliases and status from one line to the next", async () => {
    const machine = testMachine();
    const shell = lastingShell(machine);
    await execute(machine, shell, "cd /etc; export A=1; f() { echo f$1; }; alias x='echo aliased'; false");
    expect(await execute(machine, shell, "echo $? $PWD; printenv A; f 2; x y")).toEqual({
      output: "1 /etc\n1\nf2\naliased y\n",
      status: 0,
    });
  });

  test("answers with the last status, and goes on after exit and after faults", async () => {
    const machine = testMachine();
    const shell = lastingShell(machine);
    expect(await execute(machine, shell, "exit 4")).toMatchObject({ status: 4 });
    expect(await execute(machine, shell, "echo $((1/0)); echo no")).toMatchObject({ status: 1 });
    expect(await execute(machine, shell, "echo still")).toEqual({ output: "still\n", status: 0 });
  });

  test("gives its terminal's Ctrl-C to what runs, and then takes it back", async () => {
    const machine = testMachine();
    const shell = lastingShell(machine);
    const tty = new Tty();
    let screen = "";
    tty.onOutput = (text) => {
      screen += text;
    };
    const before = tty.onSignal;
    machine.clock.after(1000, () => tty.type("\x03"));
    expect(await execute(machine, shell, "sleep 1000; echo no", tty)).toMatchObject({ status: 130 });
    expect(screen).toBe("^C\r\n");
    expect(tty.onSignal).toBe(before);
  });
});

describe("braces", () => {
  test("that make more words than there is memory for stay as they are, and bash says so", async () => {
    const { output } = await runBash("echo {1..100000000}; echo x{1..9999999999}; echo {1..3}{1..1000}{1..1000}");
    expect(output).toBe(
      "bash: line 1: brace expansion: failed to allocate memory for 100000000 elements\n{1..100000000}\nx{1..9999999999}\n" +
        "bash: line 1: brace expansion: failed to allocate memory for 3000000 elements\n{1..3}{1..1000}{1..1000}\n",
    );
  });
});

describe("pipes", () => {
  test("hold back a writer that is faster than its reader", async () => {
    const { output } = await runBash("{ yes; } | { sleep 100; head -1; }; echo ${PIPESTATUS[@]}");
    expect(output).toBe("y\n141 0\n");
  });

  test("run their stages at the same time", async () => {
    const machine = testMachine();
    const start = machine.clock.now();
    await runBash("sleep 3 | sleep 3 | sleep 3", { machine });
    expect(machine.clock.now() - start).toBe(3000);
  });

  test.each([
    ["{ sleep 5 & echo now; } | cat", 5],
    ["{ sleep 5 > /dev/null & echo now; } | cat", 0],
    ["x=$(sleep 5 & echo now); echo $x", 5],
    ["bash -c 'sleep 5 & echo now' | cat", 5],
    ["bash -c 'sleep 5 > /dev/null & echo now' | cat", 0],
  ])("end when the last who can write has gone: %s", async (source, seconds) => {
    const machine = testMachine();
    const start = machine.clock.now();
    expect((await runBash(source, { machine })).output).toBe("now\n");
    expect(machine.clock.now() - start).toBe(seconds * 1000);
  });

  test("stream through a substitution", async () => {
    expect((await runBash("head -2 < <(yes)")).output).toBe("y\ny\n");
  });
});

describe("processes", () => {
  test("are replaced by exec and by the last command of -c", async () => {
    const machine = testMachine();
    const seen: string[][] = [];
    machine.clock.after(1000, () => seen.push(...machine.machine.processes.list().map(({ args }) => [...args])));
    await runBash("exec sleep 2", { machine });
    machine.clock.after(1000, () => seen.push(...machine.machine.processes.list().map(({ args }) => [...args])));
    await runBash("true; sleep 2", { machine });
    expect(seen).toEqual([
      ["sleep", "2"],
      ["sleep", "2"],
    ]);
  });

  test("end a shell in the middle of a loop", async () => {
    const machine = testMachine();
    machine.clock.after(100, () => machine.machine.processes.kill(100, "SIGTERM"));
    expect((await runBash("while :; do :; done", { machine })).status).toBe(143);
  });

  test("with a trap end when it says so", async () => {
    const machine = testMachine();
    machine.clock.after(100, () => machine.machine.processes.kill(100, "SIGTERM"));
    expect(await runBash("trap 'echo bye; exit 0' TERM; sleep 1000 & wait; echo no", { machine })).toEqual({
      output: "bye\n",
      status: 0,
    });
  });

  test("leave no descriptors behind", async () => {
    expect((await runBash("for i in {1..100}; do cat <(:) > /dev/null; done; echo <(:)")).output).toBe("/dev/fd/63\n");
  });
});

describe("a script", () => {
  test("comes from a file, from standard input line by line, or from -c", async () => {
    const machine = testMachine({ "/s.sh": file("echo $0 $1; read x; echo [$x]\n") });
    expect((await run(machine, bash, { args: ["bash", "/s.sh", "a"], stdin: "in\n" })).output).toBe("/s.sh a\n[in]\n");
    expect(
      (await run(testMachine(), bash, { args: ["bash", "-s", "a"], stdin: "read x\nin\necho [$x] $1\n" })).output,
    ).toBe("[in] a\n");
    expect((await run(testMachine(), bash, { args: ["bash", "-c", "echo $0 $1", "n", "a"] })).output).toBe("n a\n");
  });

  test("names itself and the line in its errors", async () => {
    const machine = testMachine({ "/s.sh": file("true\nnosuch\nif\n") });
    expect((await run(machine, bash, { args: ["bash", "/s.sh"] })).output).toBe(
      "/s.sh: line 2: nosuch: command not found\n/s.sh: line 4: syntax error: unexpected end of file\n",
    );
  });

  test("reads the profile for --login", async () => {
    const machine = testMachine({ "/etc/profile": file("echo profile\n"), "/root/.profile": file("echo own\n") });
    expect((await run(machine, bash, { args: ["bash", "--login", "-c", "echo then"] })).output).toBe(
      "profile\nown\nthen\n",
    );
  });

  test("says what is wrong with its options", async () => {
    expect(await run(testMachine(), bash, { args: ["bash", "nosuch.sh"] })).toEqual({
      output: "bash: nosuch.sh: No such file or directory\n",
      status: 127,
    });
    expect((await run(testMachine(), bash, { args: ["bash", "-c"] })).output).toBe(
      "bash: -c: option requires an argument\n",
    );
  });
});

describe("other shells' words", () => {
  test.each([
    ["nosuch", "sh: nosuch: not found\n", "sh: 1: nosuch: not found\n"],
    ["cat < nosuch", "sh: can't open nosuch: no such file\n", "sh: 1: cannot open nosuch: No such file\n"],
    [
      "echo x > /nosuch/f",
      "sh: can't create /nosuch/f: nonexistent directory\n",
      "sh: 1: cannot create /nosuch/f: Directory nonexistent\n",
    ],
    [
      "cd /nosuch",
      "sh: cd: line 0: can't cd to /nosuch: No such file or directory\n",
      "sh: 1: cd: can't cd to /nosuch\n",
    ],
    ["shopt", "sh: shopt: not found\n", "sh: 1: shopt: not found\n"],
  ])("%s", async (source, ofAsh, ofDash) => {
    expect((await run(testMachine(), ash, { args: ["sh", "-c", source] })).output).toBe(ofAsh);
    expect((await run(testMachine(), dash, { args: ["sh", "-c", source] })).output).toBe(ofDash);
  });
});
