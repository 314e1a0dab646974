import { FileError } from "../kernel/filesystem.ts";
import { command, Failure, type Run } from "./command.ts";
import { busyboxSize, diskBlocks, humanSize } from "./formats.ts";
import { globRegex } from "./glob-regex.ts";
import { UsageError } from "./options.ts";
import { quotedName } from "./quoting.ts";

export const du = command(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Summarize device usage of the set of FILEs, recursively for directories.",
    short: "0abcd:DhHkLmsSt:xX:",
    long: "null=0 all=a bytes=b total=c max-depth:=d human-readable=h summarize=s apparent-size si exclude: one-file-system=x dereference=L time",
  },
  async (run) => {
    const depthText = run.options.value("d");
    if (depthText !== undefined && !/^\d+$/.test(depthText))
      throw new Failure(`invalid maximum depth ${run.quote(depthText)}`);
    if (run.has("s") && run.has("a")) throw new UsageError("cannot both summarize and show all entries");
    const depth = run.has("s") ? 0 : depthText === undefined ? Number.POSITIVE_INFINITY : Number(depthText);
    const apparent = run.has("b") || run.has("apparent-size");
    const excluded = run.options.values("exclude").map((glob) => globRegex(glob));
    const seen = new Set<number>();
    const shown = (bytes: number) => {
      if (run.has("h")) return run.busybox ? busyboxSize(bytes) : humanSize(bytes);
      if (run.has("si")) return humanSize(bytes, 1000);
      if (run.has("b")) return String(bytes);
      return String(Math.ceil(bytes / (run.has("m") ? 1024 ** 2 : 1024)));
    };
    const print = (bytes: number, name: string) => run.out(`${shown(bytes)}\t${name}${run.has("0") ? "\0" : "\n"}`);
    const visit = async (name: string, path: string, level: number): Promise<number> => {
      const stats = await run.try(
        () => (run.has("L") ? run.files.stat(path) : run.files.lstat(path)),
        (error) => (run.busybox ? `${name}: ${error.message}` : `cannot access ${quotedName(name)}: ${error.message}`),
      );
      if (!stats) return Number.NaN;
      if (stats.links > 1 && stats.kind !== "directory") {
        if (seen.has(stats.inode)) return 0;
        seen.add(stats.inode);
      }
      let total = apparent ? stats.size : diskBlocks(stats) * 1024;
      if (stats.kind === "directory") {
        for (const entry of await entriesOf(run, name, path)) {
          if (excluded.some((glob) => glob.test(entry))) continue;
          const inner = `${name.replace(/(?<=.)\/$/, "")}/${entry}`.replace(/^\/\//, "/");
          total += (await visit(inner, `${path.replace(/\/$/, "")}/${entry}`, level + 1)) || 0;
        }
        if (level <= depth) await print(total, name);
      } else if (level === 0 || (run.has("a") && level <= depth)) await print(total, name);
      return total;
    };
    let sum = 0;
    for (const name of run.operands.length > 0 ? run.operands : ["."])
      sum += (await visit(name, run.path(name), 0)) || 0;
    if (run.has("c")) await print(sum, "total");
    return run.status;
  },
);

async function entriesOf(run: Run, name: string, path: string): Promise<string[]> {
  try {
    return run.files.readdir(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await run.warn(`cannot read directory ${quotedName(name)}: ${error.message}`);
    return [];
  }
}
