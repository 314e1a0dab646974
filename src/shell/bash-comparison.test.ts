import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { DIFFERENCES } from "./bash-differences.ts";
import { runBash, testMachine } from "./machine-for-tests.ts";

/**
 * Every row of comparison/*.txt (between lines of `%%`) is run by the real bash and by ours, each in an empty folder;
 * both must print the same, standard error included, and end with the same status.
 */
const FOLDER = join(import.meta.dirname, "comparison");
const ENVIRONMENT = { HOME: "/usr", PATH: "/usr/bin:/bin", TERM: "xterm", USER: "root", LC_ALL: "C.UTF-8" };
const VERSION = bashVersion();

function bashVersion(): string {
  try {
    return execFileSync("bash", ["-c", "echo $BASH_VERSION"], { encoding: "utf8" });
  } catch {
    return "";
  }
}

const scratch = realpathSync(mkdtempSync(join(tmpdir(), "bash-comparison-")));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Outcome {
  readonly output: string;
  readonly status: number;
}

/** The real one. Both outputs go through one pipe, so that they come in order. */
function real(source: string, folder: string): Promise<Outcome> {
  const options = { cwd: folder, env: ENVIRONMENT, encoding: "utf8", timeout: 60_000 } as const;
  return new Promise((resolve) => {
    const child = execFile("bash", ["-c", 'exec 2>&1; exec bash -c "$0"', source], options, (error, stdout) => {
      resolve({ output: stdout, status: typeof error?.code === "number" ? error.code : error ? -1 : 0 });
    });
    child.stdin?.end();
  });
}

async function ours(source: string, folder: string): Promise<Outcome> {
  const machine = testMachine();
  machine.machine.files.mkdir(folder, { recursive: true });
  return runBash(source, { machine, cwd: folder, env: ENVIRONMENT });
}

/** What differs from run to run: process numbers in messages. */
function steady({ output, status }: Outcome): Outcome {
  const named = output.replace(/^(bash: line \d+: )\s*\d+ (?=\w+ {2,})/gm, "$1PID ");
  // How long something took is the machine's affair.
  const timed = named.replace(/\b0m0\.\d{3}s\b/g, "0m0.000s").replace(/\b(real|user|sys) 0\.\d\d\b/g, "$1 0.00");
  return { output: timed, status };
}

describe.skipIf(!VERSION.startsWith("5.2"))("as bash 5.2", () => {
  for (const file of readdirSync(FOLDER)) {
    const rows = readFileSync(join(FOLDER, file), "utf8").trimEnd().split("\n%%\n");
    describe(file.replace(/\.txt$/, ""), () => {
      test.concurrent.each(rows.map((row) => [row]))(
        "%s",
        async (row) => {
          const folder = mkdtempSync(join(scratch, "row-"));
          const [expected, actual] = [steady(await real(row, folder)), steady(await ours(row, folder))];
          const difference = DIFFERENCES.find((known) => known.row === row);
          if (!difference) expect(actual).toEqual(expected);
          else expect(actual, `no longer different: ${difference.reason}`).not.toEqual(expected);
        },
        60_000,
      );
    });
  }

  test("every known difference is a row", () => {
    const rows = readdirSync(FOLDER).flatMap((file) =>
      readFileSync(join(FOLDER, file), "utf8").trimEnd().split("\n%%\n"),
    );
    expect(DIFFERENCES.filter(({ row }) => !rows.includes(row))).toEqual([]);
  });
});
