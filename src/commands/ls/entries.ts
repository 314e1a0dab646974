import { FileError, type Stats } from "../../kernel/filesystem.ts";
import type { Run } from "../command.ts";
import { globRegex } from "../glob-regex.ts";
import { quotedName } from "../quoting.ts";

/** A file to be listed, under the name that it is shown by. */
export interface Entry {
  readonly name: string;
  readonly path: string;
  readonly stats: Stats;
}

/** What a word of the command line names; undefined, once it was said why, when it cannot be seen. */
export async function entryOf(run: Run, name: string): Promise<Entry | undefined> {
  const path = run.path(name);
  const words = (error: FileError) =>
    run.busybox ? `${name}: ${error.message}` : `cannot access ${quotedName(name)}: ${error.message}`;
  const entry = await run.try(
    () => ({ name, path, stats: run.has("L") ? run.files.stat(path) : run.files.lstat(path) }),
    words,
  );
  if (!entry) run.status = run.busybox ? 1 : 2;
  return entry;
}

/** What is in a folder, as -a, -A, -I and --hide let it be seen; undefined, once it was said why, when it cannot be read. */
export async function entriesIn(run: Run, folder: Entry): Promise<Entry[] | undefined> {
  const words = (error: FileError) =>
    run.busybox
      ? `can't open '${folder.name}': ${error.message}`
      : `cannot open directory ${quotedName(folder.name)}: ${error.message}`;
  const names = await run.try(() => run.files.readdir(folder.path), words);
  if (!names) {
    if (!run.busybox) run.status = 2;
    return undefined;
  }
  const ignored = [...run.options.values("I"), ...run.options.values("hide")].map((glob) => globRegex(glob));
  const all = run.has("a") || run.has("f");
  const visible = names.filter(
    (name) => (all || run.has("A") || !name.startsWith(".")) && !ignored.some((glob) => glob.test(name)),
  );
  if (all) visible.unshift(".", "..");
  const entries: Entry[] = [];
  for (const name of visible) {
    const path = `${folder.path.replace(/\/$/, "")}/${name}`;
    try {
      entries.push({
        name,
        path,
        stats: run.has("L") && run.files.exists(path) ? run.files.stat(path) : run.files.lstat(path),
      });
    } catch (error) {
      // A process of /proc may be gone by now.
      if (!(error instanceof FileError)) throw error;
    }
  }
  return entries;
}

/** A directory's links: itself, its name, and one from each directory in it. */
export function linksOf(run: Run, { stats, path }: Entry): number {
  if (stats.kind !== "directory") return stats.links;
  try {
    const folder = path.replace(/\/$/, "");
    return (
      2 + run.files.readdir(path).filter((name) => run.files.lstat(`${folder}/${name}`).kind === "directory").length
    );
  } catch (error) {
    if (error instanceof FileError) return stats.links;
    throw error;
  }
}
