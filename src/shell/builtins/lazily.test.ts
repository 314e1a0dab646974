import { afterEach, expect, test, vi } from "vitest";
import { TextOutput, textInput } from "../../kernel/stream.ts";
import { testMachine } from "../machine-for-tests.ts";
import { Shell } from "../shell.ts";
import type { Builtin } from "./builtin.ts";
import { lazily } from "./lazily.ts";

afterEach(() => vi.restoreAllMocks());

test("a builtin that cannot be fetched says so and is asked for again; once there, it is fetched no more", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const { machine, clock } = testMachine();
  const real: Builtin = async (_, args) => args.length;
  const load = vi.fn<() => Promise<Builtin>>().mockRejectedValueOnce(new TypeError("Failed to fetch"));
  load.mockResolvedValue(real);
  const builtin = lazily(load);
  const stderr = new TextOutput();
  const statuses: number[] = [];
  const { exited } = machine.processes.start(
    machine,
    async (process) => {
      const shell = new Shell(process, { name: "bash" });
      for (let i = 0; i < 3; i++) statuses.push(await builtin(shell, ["printf", "x"]));
      return 0;
    },
    { args: ["bash"], env: {}, cwd: "/", stdin: textInput(""), stdout: stderr, stderr },
  );
  await clock.settle(exited);
  expect(stderr.text).toContain("printf: this part of the lab could not be fetched;");
  expect(statuses).toEqual([126, 2, 2]);
  expect(load).toHaveBeenCalledTimes(2);
});
