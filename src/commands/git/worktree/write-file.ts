import { decode } from "../../../kernel/bytes.ts";
import type { FileSystem } from "../../../kernel/filesystem.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import type { Repository } from "../repository/repository.ts";
import { foldersAbove, type Worktree } from "./worktree.ts";

/** Puts a file of the history into the working tree. @throws FileError */
export async function writeFile(
  { process: { files }, objects }: Repository,
  worktree: Worktree,
  file: { readonly path: string; readonly mode: string; readonly id: string },
): Promise<void> {
  const text = await blobText(objects, file.id);
  const full = worktree.pathOf(file.path);
  for (const folder of foldersAbove(file.path)) makeWay(files, worktree, folder);
  const stats = worktree.stats(file.path);
  if (stats?.kind === "directory") files.remove(full);
  else if (stats) files.unlink(full);
  if (file.mode === "120000") files.symlink(text, full);
  else {
    files.writeFile(full, text);
    if (file.mode === "100755") files.chmod(full, files.stat(full).mode | 0o111);
  }
}

/** A file where a folder must be goes. */
function makeWay(files: FileSystem, worktree: Worktree, folder: string): void {
  const stats = worktree.stats(folder);
  if (stats?.kind === "directory") return;
  if (stats) files.unlink(worktree.pathOf(folder));
  files.mkdir(worktree.pathOf(folder));
}

/** Takes a file away, and the folders that this leaves empty. */
export function removeFile({ process: { files } }: Repository, worktree: Worktree, path: string): void {
  if (!worktree.fileStats(path)) return;
  files.unlink(worktree.pathOf(path));
  for (const folder of foldersAbove(path).reverse()) {
    const full = worktree.pathOf(folder);
    if (files.readdir(full).length > 0) break;
    files.rmdir(full);
  }
}

async function blobText(objects: ObjectStore, id: string): Promise<string> {
  return decode((await objects.read(id)).data);
}
