import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

/**
 * Runs the lines of src/shell/posix-shells.generated.json in busybox's shell and in dash, and writes what they print:
 *
 *     node scripts/record-shells.ts --busybox bin/busybox --dash /bin/dash [--add new-lines.txt]
 *
 * Recorded with Debian's busybox-static 1.37.0 and dash 0.5.12. A line has the outcome of those shells that we answer
 * like. New lines stand in a file with `%%` between them. A line
 * whose output tells the folder or a process number cannot be kept.
 */
interface Recorded {
  readonly source: string;
  ash?: Outcome;
  dash?: Outcome;
}

interface Outcome {
  readonly output: string;
  readonly status: number;
}

const { values } = parseArgs({
  options: { busybox: { type: "string" }, dash: { type: "string" }, add: { type: "string" } },
});
const FILE = join(import.meta.dirname, "../src/shell/posix-shells.generated.json");
const ENVIRONMENT = { HOME: "/usr", PATH: "/usr/bin:/bin", TERM: "xterm", USER: "root", LC_ALL: "C.UTF-8" };

const recorded: Recorded[] = JSON.parse(readFileSync(FILE, "utf8"));
const added = values.add === undefined ? [] : readFileSync(values.add, "utf8").trimEnd().split("\n%%\n");
const known = new Set(recorded.map(({ source }) => source));
for (const source of added) if (!known.has(source)) recorded.push({ source, ash: nothing(), dash: nothing() });

for (const [flavour, binary] of [
  ["ash", values.busybox],
  ["dash", values.dash],
] as const) {
  if (binary === undefined) continue;
  for (const row of recorded) if (row[flavour]) row[flavour] = outcome(binary, row.source);
}
writeFileSync(FILE, `${JSON.stringify(recorded, undefined, 1)}\n`);

function nothing(): Outcome {
  return { output: "", status: 0 };
}

/** Both outputs go through one pipe, so that they come in order. The binary is called `sh`, in a folder of its own. */
function outcome(binary: string, source: string): Outcome {
  const cwd = mkdtempSync(join(tmpdir(), "shell-"));
  const options = { cwd, env: ENVIRONMENT, encoding: "utf8", input: "" } as const;
  const { stdout, status } = spawnSync("bash", ["-c", `exec 2>&1; exec -a sh ${binary} -c "$0"`, source], options);
  rmSync(cwd, { recursive: true });
  return { output: stdout, status: status ?? -1 };
}
