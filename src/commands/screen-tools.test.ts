import { expect, test } from "vitest";
import { TestMachine } from "./test-machine.ts";

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}`).join("\n");

/** What stands on a screen after its last clearing: rows without colours and cursor movements. */
function rows(screen: string): string[] {
  const last = screen.slice(screen.lastIndexOf("\x1b[H") + 3);
  return last.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "").split("\r\n");
}

async function open(args: readonly string[], files: Record<string, string> = {}) {
  const machine = new TestMachine(files);
  const child = await machine.start(args);
  const press = async (keys: string) => {
    machine.tty.type(keys);
    await machine.clock.advance(300);
  };
  await machine.clock.advance(100);
  return { machine, child, press, shown: () => rows(machine.screen) };
}

test("less pages, searches and quits", async () => {
  const { machine, child, press, shown } = await open(["less", "long"], { long: `${lines(1, 100)}\n` });
  expect(shown().slice(0, 2)).toEqual(["line 1", "line 2"]);
  expect(shown().at(-1)).toBe("long");
  await press(" ");
  expect(shown()[0]).toBe("line 24");
  await press("b");
  expect(shown()[0]).toBe("line 1");
  await press("G");
  expect(shown().slice(-2)).toEqual(["line 100", "(END)"]);
  await press("g/line 5\r");
  expect(shown()[0]).toBe("line 5");
  await press("n");
  expect(shown()[0]).toBe("line 50");
  await press("/nothing like it\r");
  expect(shown().at(-1)).toContain("Pattern not found");
  await press("3k");
  expect(shown()[0]).toBe("line 47");
  await press("q");
  expect(await machine.clock.settle(child.exited)).toBe(0);
  expect(machine.screen.endsWith("\x1b[?1049l")).toBe(true);
  expect(machine.tty.raw).toBe(false);
});

test("less follows a new size of the window", async () => {
  const { machine, press, shown } = await open(["less", "long"], { long: `${lines(1, 100)}\n` });
  machine.tty.resize(80, 10);
  await press("j");
  expect(shown()).toHaveLength(10);
});

test("less without a terminal only passes on", async () => {
  const machine = new TestMachine({ a: "one\n" });
  expect((await machine.run(["less", "a"])).stdout).toBe("one\n");
  expect((await machine.run(["less", "nosuch"])).output).toContain("No such file or directory");
});

test("more leaves its pages on the screen", async () => {
  const { machine, child, press } = await open(["more", "long"], { long: `${lines(1, 40)}\n` });
  expect(machine.screen).toContain("line 23\r\n");
  expect(machine.screen).toContain("--More--(57%)");
  await press(" ");
  expect(await machine.clock.settle(child.exited)).toBe(0);
  expect(machine.screen).toContain("line 40\r\n");
});

test("top shows the processes until q", async () => {
  const { machine, child, press, shown } = await open(["top"]);
  expect(shown()[0]).toMatch(/^top - 12:00:00 up {2}1:00, {2}1 user, {2}load average: /);
  expect(shown().find((row) => / top\b/.test(row))).toMatch(/^ {4}600 root {6}20 {3}0 /);
  await machine.clock.advance(4000);
  expect(shown()[0]).toContain("12:00:03");
  await press("q");
  expect(await machine.clock.settle(child.exited)).toBe(0);
});

test("top -b prints plain lines", async () => {
  const machine = new TestMachine();
  const { stdout } = await machine.run(["top", "-bn1"]);
  expect(stdout).toMatch(/^ {4}PID USER {6}PR {2}NI/m);
  expect(stdout).not.toContain("\x1b");
});

test("watch runs a command again and again until Ctrl-C", async () => {
  const { machine, child, shown } = await open(["watch", "-n", "1", "date", "+%S"]);
  expect(shown()[0]).toMatch(/^Every 1\.0s: date \+%S +manager1: Tue Nov 24 12:00:00 2026$/);
  expect(shown()[2]).toBe("00");
  await machine.clock.advance(2000);
  expect(shown()[2]).toBe("02");
  machine.tty.type("\x03");
  expect(await machine.clock.settle(child.exited)).toBe(130);
  expect(machine.screen.endsWith("\x1b[?1049l")).toBe(true);
});
