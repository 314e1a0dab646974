import { GitError } from "../git-error.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import { treeOf } from "../objects/tree.ts";
import type { IndexEntry } from "./index-file.ts";

type File = Pick<IndexEntry, "path" | "mode" | "id">;

/** Writes the trees of an index. @returns the id of the topmost @throws GitError while there are conflicts */
export async function writeTree(objects: ObjectStore, entries: readonly IndexEntry[]): Promise<string> {
  if (entries.some(({ stage }) => stage > 0)) throw new GitError("error building trees", { label: "error: " });
  return writeFolder(
    objects,
    entries.filter(({ intentToAdd }) => !intentToAdd),
  );
}

async function writeFolder(objects: ObjectStore, files: readonly File[]): Promise<string> {
  const here = files.filter(({ path }) => !path.includes("/"));
  const folders = new Map<string, File[]>();
  for (const file of files) {
    const cut = file.path.indexOf("/");
    if (cut < 0) continue;
    const name = file.path.slice(0, cut);
    folders.set(name, [...(folders.get(name) ?? []), { ...file, path: file.path.slice(cut + 1) }]);
  }
  const entries = here.map(({ path, mode, id }) => ({ name: path, mode, id }));
  for (const [name, inside] of folders) entries.push({ name, mode: "40000", id: await writeFolder(objects, inside) });
  return objects.write(treeOf(entries));
}
