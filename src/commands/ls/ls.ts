import { command, type Run } from "../command.ts";
import { diskBlocks } from "../formats.ts";
import { type Entry, entriesIn, entryOf } from "./entries.ts";
import { Listing } from "./listing.ts";
import { sorted } from "./order.ts";

const SPEC = {
  usage: "[OPTION]... [FILE]...",
  about: "List information about the FILEs (the current directory by default).",
  short: "1aAbBcCdDfFgGhHiI:klLmnNopqQrRsStT:uUvw:xXZ",
  long:
    "all=a almost-all=A color?=color colour?=color directory=d classify?=F file-type=p full-time no-group=G " +
    "group-directories-first human-readable=h si dereference=L ignore:=I inode=i literal=N numeric-uid-gid=n quote-name=Q reverse=r " +
    "recursive=R size=s sort: time: time-style: width:=w format: hide: escape=b hyperlink?",
  failure: 2,
};

/** `ls`, of GNU coreutils or busybox. */
export const ls = command(SPEC, (run) => list(run, false));

/** `dir` is ls -C, quoted like in a shell's string; close enough to be the same program. */
export const dir = command(SPEC, (run) => list(run, true));

async function list(run: Run, columns: boolean): Promise<number> {
  const names = run.operands.length > 0 ? run.operands : ["."];
  const found: Entry[] = [];
  for (const name of names) {
    const entry = await entryOf(run, name);
    if (entry) found.push(entry);
  }
  const screen = new Listing(run, columns);
  const isOpened = ({ stats, path }: Entry) =>
    !run.has("d") &&
    (stats.kind === "directory" ||
      (stats.kind === "symlink" &&
        !run.has("l") &&
        run.files.exists(path) &&
        run.files.stat(path).kind === "directory"));
  const plain = found.filter((entry) => !isOpened(entry));
  const folders = found.filter(isOpened);
  if (plain.length > 0) await run.out(screen.block(sorted(run, plain)));
  const titled = names.length > 1 || run.has("R");
  let first = plain.length === 0;
  const open = async (folder: Entry): Promise<void> => {
    const inside = await entriesIn(run, folder);
    if (!inside) return;
    const entries = sorted(run, inside);
    const title = titled ? `${first ? "" : "\n"}${folder.name}:\n` : "";
    first = false;
    const blocks = entries.reduce((sum, { stats }) => sum + diskBlocks(stats), 0);
    const total =
      run.has("l") || run.has("s") || run.has("n") || run.has("g") || run.has("o")
        ? `total ${screen.size(blocks * 1024, true)}\n`
        : "";
    await run.out(title + total + screen.block(entries));
    if (!run.has("R")) return;
    for (const entry of entries) {
      if (entry.stats.kind !== "directory" || entry.name === "." || entry.name === "..") continue;
      await open({ ...entry, name: `${folder.name.replace(/\/$/, "")}/${entry.name}` });
    }
  };
  for (const folder of sorted(run, folders)) await open(folder);
  return run.status;
}
