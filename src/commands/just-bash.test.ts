import { expect, test } from "vitest";
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

test("sed -i changes the file in the lab", async () => {
  const machine = new TestMachine(files);
  expect(await machine.run(["sed", "-i", "s/one/1/", "a.txt"])).toMatchObject({ output: "", status: 0 });
  expect(machine.read("a.txt")).toBe("1\ntwo\n");
});

test("awk writes files, and bytes come through", async () => {
  const machine = new TestMachine(files);
  await machine.run(["awk", '{ print NR > "/tmp/lines" }', "a.txt"]);
  expect(machine.read("/tmp/lines")).toBe("1\n2\n");
  expect((await machine.run(["sed", "s/n/ñ/"], { stdin: "canción\n" })).stdout).toBe("cañción\n");
});

test("an endless awk comes to its end", async () => {
  const machine = new TestMachine();
  expect((await machine.run(["awk", "BEGIN { while (1) x++ }"])).status).not.toBe(0);
});

test("a missing file is told of", async () => {
  const machine = new TestMachine();
  expect((await machine.run(["sed", "p", "nosuch"])).output).toContain("No such file or directory");
});

test("standard input is read only when it is needed", () => {
  const reads = (line: string) => {
    const [name, ...args] = line.split(" ");
    return name === "awk" || name === "sed" || name === "jq" ? readsStandardInput(name, args) : undefined;
  };
  expect(
    ["sed s/a/b/", "sed -n p", "sed -e p -", "sed -ne p", "jq .", "awk {print}", "awk -F: {print}"].map(reads),
  ).toEqual(new Array(7).fill(true));
  expect(
    [
      "sed p f",
      "sed -e p f",
      "sed -i.bak p f",
      "jq . f",
      "jq -n 1",
      "awk {print} f",
      "awk BEGIN{x=1}",
      "awk -v x=1 {print} f",
    ].map(reads),
  ).toEqual(new Array(8).fill(false));
});
