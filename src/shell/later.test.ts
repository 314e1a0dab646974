import { afterEach, expect, test, vi } from "vitest";
import { TextOutput, textInput } from "../kernel/stream.ts";
import { testMachine } from "./machine-for-tests.ts";
import { runSource } from "./run-source.ts";
import { Shell } from "./shell.ts";

afterEach(() => {
  vi.doUnmock("./parameter-operations.ts");
  vi.restoreAllMocks();
});

test("without a connection the command that needs a part fails with a message, and the shell goes on", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.doMock("./parameter-operations.ts", () => {
    throw new TypeError("Failed to fetch");
  });
  const { machine, clock } = testMachine();
  const output = new TextOutput();
  const source = "x=abc\necho ${x#a} $?\n(echo ${x%c}) | cat; f() { echo ${x^}; }; f\necho still here, $x\n";
  const { exited } = machine.processes.start(
    machine,
    (process) => {
      const shell = new Shell(process, { name: "bash" });
      return runSource(shell, source, { name: "bash" });
    },
    { args: ["bash"], env: { PATH: "/bin" }, cwd: "/", stdin: textInput(""), stdout: output, stderr: output },
  );
  await clock.settle(exited);
  expect(output.text.match(/this part of the lab could not be fetched/g)).toHaveLength(3);
  expect(output.text).toMatch(/^bash: line 2: /);
  expect(output.text).toMatch(/\nstill here, abc\n$/);
});
