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

test("standard input is read only when it is needed", () => {
  const reads = (line: string) => {
    const [, ...args] = line.split(" ");
    return readsStandardInput(args);
  };
  expect(["jq .", "jq -r . -", "jq --arg a b ."].map(reads)).toEqual(new Array(3).fill(true));
  expect(["jq . f", "jq -n 1", "jq --arg a b . f"].map(reads)).toEqual(new Array(3).fill(false));
});

describe("what never ends is worked on as it comes", () => {
  test.each([
    ["yes '{\"a\":[1]}' | jq -c .a | head -n 2", "[1]\n[1]\n"],
    ["{ printf '{\"a\":'; sleep 1; printf '1}\\n'; } | jq .a", "1\n"],
    ["true | jq .", ""],
  ])("%s", async (line, output) => {
    expect(await new TestMachine().run(["bash", "-c", line])).toMatchObject({ output });
  });

  test("unless it must be seen whole: then there is a limit, and it is told of", async () => {
    const { output, status } = await new TestMachine().run(["bash", "-c", "yes 1 | jq -s length"]);
    expect(output).toBe("jq: this playground gives no more than 16 MiB to a program that has to read it all\n");
    expect(status).toBe(1);
  });
});
