import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TestMachine } from "../test-machine.ts";

const FILES: Readonly<Record<string, string>> = {
  words: "pear 3\napple 12\nfig 7\nbanana 1\npear 5\n",
  users: "root:x:0:/root:/bin/bash\nana:x:1000:/home/ana:/bin/sh\nnobody:x:65534::\n",
  pipes: "a|b|c\nd|e|f\n",
  paragraphs: "\n\nuno: dos\ntres\n\n\n\ncuatro:cinco\n\n",
  semicolons: "a;b;c\nd;e\n",
  mixed: "ab12cd3ef\n",
  prog: '# a file\n{ total += $2 }\nEND {\n  print "total", total\n}\n',
  more: 'END { print "more" }\n',
};

/** Cases begin at lines that begin a command. */
const CASES = readFileSync(join(import.meta.dirname, "cases.txt"), "utf8")
  .trimEnd()
  .split(/\n(?=(?:awk|echo|printf|seq) )/);

const isThere = spawnSync("mawk", ["-W", "version"], { encoding: "utf8" }).stdout?.startsWith("mawk 1.3.4") ?? false;

/** Each case is run by the real mawk and by ours. */
describe.skipIf(!isThere)("as mawk 1.3.4", () => {
  test.concurrent.each(CASES)("%s", async (line) => {
    const folder = mkdtempSync(join(tmpdir(), "awk-"));
    for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), content);
    const env = { PATH: process.env.PATH ?? "", HOME: "/root", LC_ALL: "C.UTF-8" };
    const script = `exec 2>&1\nawk() { mawk "$@"; }\n${line}`;
    const theirs = spawnSync("bash", ["-c", script], { cwd: folder, encoding: "utf8", env, input: "" });
    rmSync(folder, { recursive: true });
    const ours = await new TestMachine(FILES).run(["bash", "-c", line]);
    expect({ output: ours.output, status: ours.status }).toEqual({ output: theirs.stdout, status: theirs.status });
  });
});
