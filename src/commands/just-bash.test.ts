import { describe, expect, test } from "vitest";
import { readsStandardInput } from "./just-bash-input.ts";
import { TestMachine } from "./test-machine.ts";

const files = { "web.json": '[{"Name":"/web","State":{"Running":true}},{"Name":"/db"}]\n', "a.txt": "one\ntwo\n" };

test("jq queries what docker inspect prints", async () => {
  const machine = new TestMachine(files);
  expect(await machine.run(["jq", "-r", ".[].Name", "web.json"])).toMatchObject({ stdout: "/web\n/db\n", status: 0 });
  expect((await machine.run(["jq", "-c", ".[0].State"], { stdin: files["web.json"] })).stdout).toBe(
    '{"Running":true}\n',
  );
  expect((await machine.run(["jq", ".["], { stdin: "{}" })).status).not.toBe(0);
});

test("awk writes files, and bytes come through", async () => {
  const machine = new TestMachine(files);
  await machine.run(["awk", '{ print NR > "/tmp/lines" }', "a.txt"]);
  expect(machine.read("/tmp/lines")).toBe("1\n2\n");
  expect((await machine.run(["awk", '{ sub(/n/, "ñ"); print }'], { stdin: "canción\n" })).stdout).toBe("cañción\n");
});

test("an endless awk comes to its end", async () => {
  const machine = new TestMachine();
  expect((await machine.run(["awk", "BEGIN { while (1) x++ }"])).status).not.toBe(0);
});

test("a missing file is told of", async () => {
  const machine = new TestMachine();
  expect((await machine.run(["awk", "1", "nosuch"])).output).toContain("No such file or directory");
});

test("standard input is read only when it is needed", () => {
  const reads = (line: string) => {
    const [name, ...args] = line.split(" ");
    return name === "awk" || name === "jq" ? readsStandardInput(name, args) : undefined;
  };
  expect(["jq .", "jq -r . -", "awk {print}", "awk -F: {print}", "awk {print} -"].map(reads)).toEqual(
    new Array(5).fill(true),
  );
  expect(["jq . f", "jq -n 1", "awk {print} f", "awk BEGIN{x=1}", "awk -v x=1 {print} f"].map(reads)).toEqual(
    new Array(5).fill(false),
  );
});

describe("what never ends is worked on as it comes", () => {
  test.each([
    ["yes | awk '{ print NR, $1 } NR == 3 { exit }'", "1 y\n2 y\n3 y\n"],
    ["yes | awk '{ print $1 }' | head -n 2", "y\ny\n"],
    ["yes 1 | awk 'BEGIN { OFS = \"-\" } $1 > 0 { print $1, NR }' | head -n 2", "1-1\n1-2\n"],
    ["yes '{\"a\":[1]}' | jq -c .a | head -n 2", "[1]\n[1]\n"],
    ["{ echo a; sleep 100; echo b; } | awk '{ print toupper($0) }' | head -n 1", "A\n"],
    ["{ printf '{\"a\":'; sleep 1; printf '1}\\n'; } | jq .a", "1\n"],
    ["seq 3 | awk '{ s += $1 } END { print s }'", "6\n"],
    ["printf 'a b' | awk '{ print $2 }'", "b\n"],
    ["true | awk 'END { print NR }'; true | awk '{ print }'; true | jq .", "0\n"],
  ])("%s", async (line, output) => {
    expect(await new TestMachine().run(["bash", "-c", line])).toMatchObject({ output });
  });

  test("unless it must be seen whole: then there is a limit, and it is told of", async () => {
    const { output, status } = await new TestMachine().run(["bash", "-c", "yes | awk '{ n++ } END { print n }'"]);
    expect(output).toBe("awk: this playground gives no more than 16 MiB to a program that has to read it all\n");
    expect(status).toBe(1);
  });
});
