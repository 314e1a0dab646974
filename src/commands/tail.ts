import { byteLength } from "../kernel/bytes.ts";
import { FileError } from "../kernel/filesystem.ts";
import { holdMemory } from "../kernel/out-of-memory.ts";
import { command, Failure, type Run } from "./command.ts";
import { type Amount, amountOf, byteSlice, headerOf, obsoleteCounts, unreadable } from "./line-counts.ts";
import { quotedName } from "./quoting.ts";
import { pieces } from "./text.ts";

interface Followed {
  readonly name: string;
  readonly path: string;
  /** How much of it was printed, UTF-16 units; undefined while it is not there. */
  seen: number | undefined;
  inode: number | undefined;
}

export const tail = command(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Print the last 10 lines of each FILE to standard output.",
    short: "n:c:fFqvs:z",
    long: "lines:=n bytes:=c follow?=f retry quiet=q silent=q verbose=v sleep-interval:=s pid:",
    before: obsoleteCounts,
  },
  async (run) => {
    const amount = amountOf(run);
    const headers = (run.operands.length > 1 && !run.has("q")) || run.has("v");
    const byName = run.has("F") || run.options.value("f") === "name";
    const follow = run.has("f") || run.has("F");
    const followed: Followed[] = [];
    let last: string | undefined;
    const header = async (name: string) => {
      if (headers && last !== name) await run.out(headerOf(name, last === undefined));
      last = name;
    };
    for (const name of run.operands.length === 0 ? ["-"] : run.operands) {
      const input = await run.open(name, unreadable(run));
      if (!input) {
        if (byName) followed.push({ name, path: run.path(name), seen: undefined, inode: undefined });
        continue;
      }
      await header(name);
      const text = await printEnd(run, pieces(run.process, input), amount);
      if (follow && name !== "-") {
        followed.push({ name, path: run.path(name), seen: text, inode: run.files.stat(run.path(name)).inode });
      }
    }
    if (!follow) return;
    if (followed.length === 0) {
      if (run.operands.length > 0 && !run.operands.includes("-")) await run.warn("no files remaining");
      return;
    }
    const interval = Number(run.options.value("s") ?? 1);
    if (!(interval >= 0)) throw new Failure(`invalid number of seconds: ${run.quote(run.options.value("s") ?? "")}`);
    for (;;) {
      await run.process.sleep(Math.max(10, interval * 1000));
      for (const file of followed) await showNew(run, file, byName, () => header(file.name));
    }
  },
);

/** Prints the end of what comes; returns how long it all was. */
async function printEnd(run: Run, input: AsyncIterable<string>, { unit, count, sign }: Amount): Promise<number> {
  let length = 0;
  let text = "";
  for await (const piece of input) {
    length += piece.length;
    holdMemory(run.process.machine, length);
    text += piece;
  }
  if (unit === "bytes")
    await run.out(byteSlice(text, sign === "+" ? count - 1 : Math.max(0, byteLength(text) - count)));
  else if (sign === "+") {
    const lines = text.split(/(?<=\n)/);
    await run.out(lines.slice(Math.max(0, count - 1)).join(""));
  } else if (count > 0) {
    let at = text.endsWith("\n") ? text.length - 1 : text.length;
    for (let left = count; left > 0 && at >= 0; left--) at = at === 0 ? -1 : text.lastIndexOf("\n", at - 1);
    await run.out(text.slice(at + 1));
  }
  return length;
}

/** Prints what a followed file has got since the last look. */
async function showNew(run: Run, file: Followed, byName: boolean, header: () => Promise<void>): Promise<void> {
  let text: string;
  let inode: number;
  try {
    text = run.files.readFile(file.path);
    ({ inode } = run.files.stat(file.path));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (byName && file.seen !== undefined) {
      await run.warn(`${quotedName(file.name)} has become inaccessible: ${error.message}`);
      file.seen = undefined;
    }
    return;
  }
  if (file.seen === undefined) {
    await run.warn(`${quotedName(file.name)} has appeared;  following new file`);
    file.seen = 0;
  } else if (byName && inode !== file.inode) {
    await run.warn(`${quotedName(file.name)} has been replaced;  following new file`);
    file.seen = 0;
  } else if (text.length < file.seen) {
    await run.warn(`${file.name}: file truncated`, 0);
    file.seen = 0;
  }
  file.inode = inode;
  if (text.length === file.seen) return;
  await header();
  await run.out(text.slice(file.seen));
  file.seen = text.length;
}
