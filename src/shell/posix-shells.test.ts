import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ash, dash } from "./bash.ts";
import { run, testMachine } from "./machine-for-tests.ts";

/** What busybox's shell and dash printed, recorded by scripts/record-shells.ts. */
interface Recorded {
  readonly source: string;
  readonly ash?: Outcome;
  readonly dash?: Outcome;
}

interface Outcome {
  readonly output: string;
  readonly status: number;
}

const RECORDED: readonly Recorded[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "posix-shells.generated.json"), "utf8"),
);
const ENVIRONMENT = { HOME: "/usr", PATH: "/usr/bin:/bin", TERM: "xterm", USER: "root", LC_ALL: "C.UTF-8" };

describe.each([
  ["ash", ash],
  ["dash", dash],
] as const)("as the real %s", (name, program) => {
  const rows = RECORDED.flatMap(({ source, [name]: outcome }) => (outcome ? [{ source, outcome }] : []));
  test.each(rows)("$source", async ({ source, outcome }) => {
    const machine = testMachine();
    expect(await run(machine, program, { args: ["sh", "-c", source], env: ENVIRONMENT, cwd: "/tmp" })).toEqual(outcome);
  });
});
