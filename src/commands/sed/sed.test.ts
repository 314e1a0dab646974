import { expect, test } from "vitest";
import { TestMachine } from "../test-machine.ts";

const files = { "a.txt": "one\ntwo\n", "b.txt": "one\n" };

test("-i changes files, each for itself, and keeps a copy if asked", async () => {
  const machine = new TestMachine(files);
  expect(await machine.run(["sed", "-i", "1s/one/1/", "a.txt", "b.txt"])).toMatchObject({ output: "", status: 0 });
  expect([machine.read("a.txt"), machine.read("b.txt")]).toEqual(["1\ntwo\n", "1\n"]);
  await machine.run(["sed", "-i.bak", "-e", "s/two/2/", "a.txt"]);
  expect([machine.read("a.txt"), machine.read("a.txt.bak")]).toEqual(["1\n2\n", "1\ntwo\n"]);
  await machine.run(["sed", "-Ei", "s/(.)$/<\\1>/", "b.txt"]);
  expect(machine.read("b.txt")).toBe("<1>\n");
});

test.each([
  ["yes | sed 5q", "y\ny\ny\ny\ny\n"],
  ["yes | sed -n '2{p;q}'", "y\n"],
  ["yes | sed s/y/n/ | head -n 2", "n\nn\n"],
  ["{ echo a; sleep 100; echo b; } | sed 's/a/b/' | head -n 1", "b\n"],
  ["seq 5 | { sed -n 2q; cat; }", "3\n4\n5\n"],
])("lines are worked on as they come: %s", async (line, output) => {
  expect(await new TestMachine().run(["bash", "-c", line])).toMatchObject({ output });
});

test("an endless loop can be interrupted", async () => {
  const machine = new TestMachine(files);
  const started = machine.clock.now();
  expect(await machine.run(["bash", "-c", "sed ':a;ba' a.txt & sleep 1; kill $!; wait $!"])).toMatchObject({
    status: 143,
  });
  expect(machine.clock.now() - started).toBe(1000);
});

test.each([
  ["s", "char 1: unterminated `s' command"],
  ["s/a/b\\", "char 6: unterminated `s' command"],
  ["\\", "char 1: unterminated address regex"],
  ["1,p", "char 3: unexpected `,'"],
  ["0p", "char 2: invalid usage of line address 0"],
])("what is wrong with `%s` has GNU sed's place", async (script, words) => {
  const { output } = await new TestMachine(files).run(["sed", script, "b.txt"]);
  expect(output).toBe(`sed: -e expression #1, ${words}\n`);
});

test("l of width 1 and a lone i\\ are as in GNU sed 4.9", async () => {
  const machine = new TestMachine(files);
  expect(await machine.run(["sed", "-n", "l 1", "b.txt"])).toMatchObject({ output: "\\\no\\\nn\\\ne$\n", status: 0 });
  expect(await machine.run(["sed", "i\\", "b.txt"])).toMatchObject({ output: "one\n", status: 0 });
});
