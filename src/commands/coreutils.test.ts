import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CASES, FILES } from "./coreutils-cases.ts";
import { TestMachine } from "./test-machine.ts";

/** Every line of the table runs through the real tool of this computer and through ours. */
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tools-"));
  for (const [name, content] of Object.entries(FILES)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    if (name.endsWith("/")) mkdirSync(join(folder, name), { recursive: true });
    else writeFileSync(join(folder, name), content);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

function real(args: readonly string[], stdin: string) {
  const [name = "", ...rest] = args;
  const env = { PATH: process.env.PATH ?? "", LANG: "C.UTF-8", LC_ALL: "C.UTF-8", TZ: "UTC", HOME: "/root" };
  const { stdout, stderr, status } = spawnSync(name, rest, { cwd: folder, input: stdin, encoding: "utf8", env });
  return { stdout, stderr, status };
}

const machine = new TestMachine(FILES);

/** Not every computer has every tool. */
const installed = Object.entries(CASES).filter(([tool]) => spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0);

describe.each(installed)("%s", (tool, lines) => {
  const named = lines.map((line) =>
    typeof line === "string" ? { words: line, stdin: "" } : { words: line[0], stdin: line[1] },
  );
  test.each(named)("$words", async ({ words, stdin }) => {
    const args = [tool, ...splitWords(words)];
    const theirs = real(args, stdin);
    const ours = await machine.run(args, { stdin });
    // Directories are read in the disk's order there, in that of names here.
    const order = (text: string) => (tool === "find" ? text.split(/[\n ]/).sort().join("\n") : text);
    expect({ stdout: order(ours.stdout), status: ours.status }).toEqual({
      stdout: order(theirs.stdout),
      status: theirs.status,
    });
    if (theirs.stdout === "") expect(ours.output).toBe(theirs.stderr);
  });
});

/** Words of a line, with single quotes and `$'\n'`-like escapes in double ones. */
function splitWords(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)) {
    words.push(
      word.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) =>
        single !== undefined ? single : String(double).replace(/\\n/g, "\n").replace(/\\t/g, "\t"),
      ),
    );
  }
  return words;
}
