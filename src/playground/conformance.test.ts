import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";
import { BETWEEN_COMMANDS_S } from "./json-protocol.ts";
import { comparable, screenOf } from "./recorded-screen.ts";

interface Step {
  readonly host: string;
  readonly run: string;
  readonly output: string;
  readonly exit: number;
  readonly input?: string[];
  readonly capture?: string;
  /** Only the status, and whether anything was printed, can be compared. */
  readonly loose?: boolean;
  readonly advance_seconds?: number;
}

interface Tape {
  readonly columns: number;
  readonly hosts: string[];
  readonly files?: Record<string, string>;
  readonly steps: Step[];
}

const FOLDER = join(import.meta.dirname, "../../content/recordings");

/** Steps of each tape that do not match, and why: content/recordings/README.md. A tape must not get worse, nor better unnoticed. */
const misses: Record<string, number> = JSON.parse(readFileSync(join(FOLDER, "misses.json"), "utf8"));

const lastWord = (lines: readonly string[]) => /(\S+)\s*$/.exec(lines.join("\n"))?.[1];

/** Replays a tape in a new lab; returns what was typed where the screens differ. */
async function replay(tape: Tape): Promise<string[]> {
  const lab = new HeadlessLab();
  for (const [path, content] of Object.entries(tape.files ?? {}))
    for (const host of tape.hosts) lab.writeFile(host, path, content);
  const own = new Map<string, string>();
  const different: string[] = [];
  for (const step of tape.steps) {
    if (step.advance_seconds !== undefined) {
      await lab.advance(step.advance_seconds);
      continue;
    }
    let line = step.run;
    for (const [recorded, ours] of own) line = line.replaceAll(recorded, ours);
    const { output, exit } = await lab.run(step.host, line, { columns: tape.columns, input: step.input ?? [] });
    await lab.advance(BETWEEN_COMMANDS_S);
    const wanted = await screenOf(step.output, tape.columns);
    const got = await screenOf(output, tape.columns);
    const [recorded, ours] = [lastWord(wanted), lastWord(got)];
    if (step.capture !== undefined && recorded !== undefined && ours !== undefined) own.set(recorded, ours);
    const same = step.loose ? wanted.length > 0 === got.length > 0 : comparable(wanted) === comparable(got);
    if (!same || exit !== step.exit) different.push(`[${step.host}] $ ${step.run}`);
  }
  return different;
}

/** The tapes in a folder of content/recordings, by their path from there. */
const tapesIn = (folder: string) =>
  readdirSync(join(FOLDER, folder))
    .filter((name) => name.endsWith(".json") && name !== "misses.json")
    .map((name) => join(folder, name));

describe("the playground prints what Docker printed", () => {
  test.each([...tapesIn(""), ...tapesIn("engine-28")])("%s", { timeout: 120_000 }, async (name) => {
    const tape: Tape = JSON.parse(readFileSync(join(FOLDER, name), "utf8"));
    const different = await replay(tape);
    expect(different, different.join("\n")).toHaveLength(misses[name] ?? 0);
  });
});
