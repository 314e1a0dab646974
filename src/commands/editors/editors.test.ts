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

test("vi moves by words, lines and counts", async () => {
  const files = { a: "one two\n  three four\nlast\n" };
  const result = async (keys: string) => (await edit(["vi", "a"], `${keys}:wq\r`, files)).machine.read("a");
  expect(await result("wx")).toBe("one wo\n  three four\nlast\n");
  expect(await result("2wx")).toBe("one two\n three four\nlast\n");
  expect(await result("ex")).toBe("on two\n  three four\nlast\n");
  expect(await result("jbx")).toBe("one tw\n  three four\nlast\n");
  expect(await result("j^x")).toBe("one two\n  hree four\nlast\n");
  expect(await result("$x")).toBe("one tw\n  three four\nlast\n");
  expect(await result("2Gx")).toBe("one two\n three four\nlast\n");
  expect(await result("llhx")).toBe("oe two\n  three four\nlast\n");
  expect(await result("/four\rNx?one\rnx")).toBe("ne two\n  three our\nlast\n");
});

test("vi's operators take words, rests of lines and whole lines", async () => {
  const files = { a: "one two\nthree\nlast\n" };
  const result = async (keys: string) => (await edit(["vi", "a"], `${keys}:wq\r`, files)).machine.read("a");
  expect(await result("dw")).toBe("two\nthree\nlast\n");
  expect(await result("wd0")).toBe("two\nthree\nlast\n");
  expect(await result("wd$")).toBe("one \nthree\nlast\n");
  expect(await result("jdG")).toBe("one two\n");
  expect(await result("yyjp")).toBe("one two\nthree\none two\nlast\n");
  expect(await result("yyGP")).toBe("one two\nthree\none two\nlast\n");
  expect(await result("ccuno\x1b")).toBe("uno\nthree\nlast\n");
  expect(await result("wCdos\x1b")).toBe("one dos\nthree\nlast\n");
  expect(await result("Orx\x1brz")).toBe("rz\none two\nthree\nlast\n");
  expect(await result("J")).toBe("one twothree\nlast\n");
});

test("vi's colon line goes to lines, substitutes in ranges and opens other files", async () => {
  const files = { a: "a/b\na/b\na/b\n", b: "other\n" };
  const done = async (keys: string) => (await edit(["vi", "a"], keys, files)).machine;
  expect((await done(":2\rx:w\r")).read("a")).toBe("a/b\n/b\na/b\n");
  expect((await done(":$\rx:w\r")).read("a")).toBe("a/b\na/b\n/b\n");
  expect((await done(":2,$s/\\//-/\r:w\r")).read("a")).toBe("a/b\na-b\na-b\n");
  expect((await done(":s|\\(a\\)|x|\r:s/A/[&]/i\r:w\r")).read("a")).toBe("[a]/b\na/b\na/b\n");
  expect((await done(":e b\rx:w\r")).read("b")).toBe("ther\n");
  expect((await done(":w c\r")).read("c")).toBe("a/b\na/b\na/b\n");
  expect((await done("x:e b\r")).screen).toContain("E37: No write since last change");
  expect((await done(":s/none/x/\r")).screen).toContain("E486: Pattern not found: none");
  expect((await done(":frob\r")).screen).toContain("E492: Not an editor command: frob");
  expect((await done("n")).screen).toContain("E35: No previous regular expression");
  expect((await done("xZZ")).read("a")).toBe("/b\na/b\na/b\n");
  expect((await done("xZQ")).read("a")).toBe("a/b\na/b\na/b\n");
});

test("an emptied colon line is left in vi; nano's question stays", async () => {
  const vi = await edit(["vi", "a"], ":q\x7f\x7f\x7fx:wq\r", { a: "abc\n" });
  expect(vi.machine.read("a")).toBe("bc\n");
  const nano = await edit(["nano", "a"], `x${CTRL.O}\x7f\x7fb${CTRL.U}c\r${CTRL.X}`, { a: "1\n" });
  expect(nano.machine.read("c")).toBe("x1\n");
});

test("vi says what it read and wrote", async () => {
  expect((await edit(["vi", "a"], "", { a: "abc\n" })).machine.screen).toContain('"a" 1L, 4B');
  expect((await edit(["vi", "new"], "")).machine.screen).toContain('"new" [New]');
  expect((await edit(["vi"], ":w\r")).machine.screen).toContain("E32: No file name");
  expect((await edit(["vi", "/nosuch/x"], ":w\r")).machine.screen).toContain("E212: Can't open file for writing");
});

test("nano replaces, goes to a line and undoes", async () => {
  const files = { a: "one\none one\n" };
  const done = async (keys: string) => (await edit(["nano", "a"], keys, files)).machine;
  const replaced = await done(`\x1cone\runo\r${CTRL.O}\r`);
  expect(replaced.read("a")).toBe("uno\nuno uno\n");
  expect((await done("\x1cone\runo\r")).screen).toContain("Replaced 3 occurrences");
  expect((await done(`\x1f2\rX${CTRL.O}\r`)).read("a")).toBe("one\nXone one\n");
  expect((await done(`X\x1bu${CTRL.O}\r`)).read("a")).toBe("one\none one\n");
  expect((await done("")).screen).toContain("[ Read 2 lines ]");
  expect((await done(`${CTRL.W}nope\r`)).screen).toContain('"nope" not found');
});
