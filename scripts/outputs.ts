import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Drift, replayChapter } from "../src/course/chapter-replay.ts";
import { locales } from "../src/i18n/locales.ts";

/**
 * Compares what chapters show with what the playground prints: `npm run outputs` for all, `npm run outputs -- redes` for
 * some. With `--write` it writes the playground's outputs into the chapters. Ends with 1 when something differed.
 */
const args = process.argv.slice(2);
const write = args.includes("--write");
const wanted = args.filter((arg) => !arg.startsWith("-"));

function tell(file: string, { command, line, shown, printed }: Drift): void {
  console.log(`${file}:${line}  $ ${command.split("\n")[0]}`);
  for (const each of shown) console.log(`  - ${each}`);
  for (const each of printed) console.log(`  + ${each}`);
}

let differed = false;
for (const locale of locales) {
  const folder = join("content", locale);
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".mdx"))) {
    if (wanted.length > 0 && !wanted.includes(name.slice(0, -".mdx".length))) continue;
    const file = join(folder, name);
    const source = readFileSync(file, "utf8");
    const { drifts, rewritten } = await replayChapter(source);
    for (const drift of drifts) tell(file, drift);
    if (write && rewritten !== source) {
      writeFileSync(file, rewritten);
      console.log(`${file}: outputs written`);
    } else if (drifts.length > 0) differed = true;
  }
}
process.exitCode = differed ? 1 : 0;
