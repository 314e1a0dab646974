import { expect, test } from "vitest";
import { alpine } from "../../programs/rootfs/alpine.ts";
import { TestMachine } from "../test-machine.ts";

test.each([
  ["yes | awk '{ print NR, $1 } NR == 3 { exit }'", "1 y\n2 y\n3 y\n"],
  ["yes | awk '{ print $1 }' | head -n 2", "y\ny\n"],
  ["yes 1 | awk '{ n += $1; print n }' | head -n 3", "1\n2\n3\n"],
  ["{ echo a; sleep 100; echo b; } | awk '{ print toupper($0) }' | head -n 1", "A\n"],
  ["yes | awk '{ n++ } NR == 100000 { print n; exit }'", "100000\n"],
  ["{ printf 'a;'; sleep 5; printf 'b;'; } | awk -v RS=';' '{ print NR, $1 }'", "1 a\n2 b\n"],
])("what comes slowly or never ends is worked on as it comes: %s", async (line, output) => {
  expect(await new TestMachine().run(["bash", "-c", line])).toMatchObject({ output });
});

test("a loop without an end lets others go on, and ends with its signal", async () => {
  const machine = new TestMachine();
  const line = "awk 'BEGIN { while (1) x++ }' & sleep 1; kill $!; wait $!; echo $?";
  expect((await machine.run(["bash", "-c", line])).output).toBe("143\n");
});

test("a function that calls itself without an end is stopped", async () => {
  const { output, status } = await new TestMachine().run(["awk", "function f(n) { return f(n + 1) } BEGIN { f(1) }"]);
  expect(output).toContain("mawk: run time error: function f calls itself without an end");
  expect(status).toBe(2);
});

test("busybox's awk counts letters, knows `**`, and speaks for itself", async () => {
  const machine = new TestMachine({ a: "camión 1\n" }, alpine("3.24.2"), "caja");
  const run = async (...args: string[]) => (await machine.run(["awk", ...args])).output;
  expect(await run('{ print length($1), 2 ** 3, "a\\/b" }', "a")).toBe("6 8 a/b\n");
  expect(await run("{ print 1 / 0 }", "a")).toBe("awk: cmd. line:1: Division by zero\n");
  expect(await run("{ print", "a")).toBe("awk: cmd. line:1: Unexpected end of string\n");
  expect(await run("1", "none")).toBe("awk: none: No such file or directory\n");
});
