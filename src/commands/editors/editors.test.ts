import { expect, test } from "vitest";
import { TestMachine } from "../test-machine.ts";

const CTRL = { C: "\x03", K: "\x0b", O: "\x0f", U: "\x15", W: "\x17", X: "\x18" };

async function edit(args: readonly string[], keys: string, files: Record<string, string> = {}) {
  const machine = new TestMachine(files);
  const child = await machine.start(args);
  await machine.clock.advance(10);
  machine.tty.type(keys);
  await machine.clock.advance(10);
  let ended = false;
  void child.exited.then(() => {
    ended = true;
  });
  await machine.clock.advance(10);
  return { machine, ended };
}

test("nano writes a new file and leaves", async () => {
  const { machine, ended } = await edit(["nano", "Dockerfile"], `FROM alpine\rCMD ls${CTRL.O}\r${CTRL.X}`);
  expect(ended).toBe(true);
  expect(machine.read("Dockerfile")).toBe("FROM alpine\nCMD ls\n");
  expect(machine.tty.raw).toBe(false);
});

test("nano asks before it forgets changes", async () => {
  const kept = await edit(["nano", "a"], `x${CTRL.X}n`, { a: "1\n" });
  expect(kept.ended).toBe(true);
  expect(kept.machine.read("a")).toBe("1\n");
  const saved = await edit(["nano", "a"], `x${CTRL.X}y\r`, { a: "1\n" });
  expect(saved.machine.read("a")).toBe("x1\n");
  const stays = await edit(["nano", "a"], `x${CTRL.X}${CTRL.C}`, { a: "1\n" });
  expect(stays.ended).toBe(false);
});

test("nano cuts, pastes, moves and searches", async () => {
  const keys = `${CTRL.K}\x1b[B${CTRL.U}${CTRL.W}thr\rX${CTRL.O}\r${CTRL.X}`;
  const { machine } = await edit(["nano", "a"], keys, { a: "one\ntwo\nthree\n" });
  expect(machine.read("a")).toBe("two\none\nXthree\n");
});

test("nano tells why it cannot save", async () => {
  const { machine, ended } = await edit(["nano", "/nosuch/x"], `a${CTRL.O}\r`);
  expect(ended).toBe(false);
  expect(machine.screen).toContain("Error writing /nosuch/x: No such file or directory");
});

test("vi inserts, saves and quits", async () => {
  const { machine, ended } = await edit(["vi", "a"], "ihola\x1bomundo\x1b:wq\r");
  expect(ended).toBe(true);
  expect(machine.read("a")).toBe("hola\nmundo\n");
});

test("vi traps nobody: :q refuses, :q! leaves", async () => {
  const refused = await edit(["vi", "a"], "x:q\r", { a: "abc\n" });
  expect(refused.ended).toBe(false);
  expect(refused.machine.screen).toContain("E37: No write since last change (add ! to override)");
  const left = await edit(["vi", "a"], "x:q!\r", { a: "abc\n" });
  expect(left.ended).toBe(true);
  expect(left.machine.read("a")).toBe("abc\n");
});

test("vi deletes, pastes, undoes, searches and substitutes", async () => {
  const files = { a: "one\ntwo\nthree\n" };
  const result = async (keys: string) => (await edit(["vi", "a"], `${keys}:wq\r`, files)).machine.read("a");
  expect(await result("ddp")).toBe("two\none\nthree\n");
  expect(await result("ddu")).toBe("one\ntwo\nthree\n");
  expect(await result("2dd")).toBe("three\n");
  expect(await result("/thr\rx")).toBe("one\ntwo\nhree\n");
  expect(await result(":%s/o/0/g\r")).toBe("0ne\ntw0\nthree\n");
  expect(await result("GAX\x1bggIY\x1b")).toBe("Yone\ntwo\nthreeX\n");
  expect(await result("cwuno\x1b")).toBe("uno\ntwo\nthree\n");
});
