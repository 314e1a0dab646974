import { FileError } from "../../../kernel/filesystem.ts";
import { type Files, filesOfTree } from "../diff/file-version.ts";
import { GitError } from "../git-error.ts";
import type { GitRun } from "../git-run.ts";
import { type IndexEntry, indexEntry } from "../repository/index-file.ts";
import { modeOf } from "./worktree.ts";
import { removeFile, writeFile } from "./write-file.ts";

/** What the messages call the operation. */
const WORDS = {
  checkout: { by: "checkout", before: "switch branches" },
  merge: { by: "merge", before: "merge" },
} as const;

/**
 * Takes index and files from one tree to another, keeping what was changed and is the same in both (unpack-trees'
 * two-way merge).
 * @param force lose what was changed
 * @throws GitError when something would be lost
 */
export async function moveTo(
  git: GitRun,
  from: string | undefined,
  to: string,
  operation: keyof typeof WORDS,
  force = false,
): Promise<void> {
  const { repository, worktree } = git;
  const [old, now] = [await filesOfTree(repository, from), await filesOfTree(repository, to)];
  const index = new Map(repository.readIndex().map((entry) => [entry.path, entry]));
  const plan = changesToMake(git, old, now, index, force);
  const { by, before } = WORDS[operation];
  const list = (paths: readonly string[]) => paths.map((path) => `\t${path}\n`).join("");
  if (plan.changed.length > 0)
    throw new GitError(
      `Your local changes to the following files would be overwritten by ${by}:\n${list(plan.changed)}Please commit your changes or stash them before you ${before}.\nAborting`,
      { label: "error: ", status: 1 },
    );
  if (plan.untracked.length > 0)
    throw new GitError(
      `The following untracked working tree files would be overwritten by ${by}:\n${list(plan.untracked)}Please move or remove them before you ${before}.\nAborting`,
      { label: "error: ", status: 1 },
    );
  for (const path of plan.remove) {
    removeFile(repository, worktree, path);
    index.delete(path);
  }
  for (const path of plan.write) {
    const file = now.get(path);
    if (file) index.set(path, await written(git, file));
  }
  repository.writeIndex([...index.values()]);
}

/** Puts a file in place. @returns its entry @throws GitError when it cannot be written */
export async function written(
  git: GitRun,
  file: { readonly path: string; readonly mode: string; readonly id: string },
): Promise<IndexEntry> {
  try {
    await writeFile(git.repository, git.worktree, file);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new GitError(`unable to create file ${file.path}: ${error.message}`, { label: "error: ", status: 1 });
  }
  const stats = git.worktree.fileStats(file.path);
  return indexEntry(file.path, stats ? modeOf(stats) : file.mode, file.id, stats);
}

function changesToMake(
  { worktree }: GitRun,
  old: Files,
  now: Files,
  index: ReadonlyMap<string, IndexEntry>,
  force: boolean,
) {
  const plan = { write: [] as string[], remove: [] as string[], changed: [] as string[], untracked: [] as string[] };
  for (const path of [...new Set([...old.keys(), ...now.keys(), ...(force ? index.keys() : [])])].sort()) {
    const [before, after, entry] = [old.get(path), now.get(path), index.get(path)];
    const isSame = (a?: { id: string; mode: string }, b?: { id: string; mode: string }) =>
      a?.id === b?.id && a?.mode === b?.mode;
    const stats = worktree.fileStats(path);
    const isClean =
      !stats || (entry !== undefined && worktree.idOf(path, entry, stats) === entry.id && modeOf(stats) === entry.mode);
    if (force) {
      if (after && !(isSame(entry, after) && stats && isClean)) plan.write.push(path);
      else if (!after) plan.remove.push(path);
      continue;
    }
    if (isSame(before, after) || (entry?.stage === 0 && isSame(entry, after))) continue;
    if (!entry && !before) {
      const isIgnored = worktree.ignore.has(path, false);
      if (stats && !isIgnored && (!after || worktree.idOf(path) !== after.id)) plan.untracked.push(path);
      else plan.write.push(path);
    } else if (!isSame(entry, before) || !isClean) {
      if (entry || stats) plan.changed.push(path);
    } else if (after) plan.write.push(path);
    else plan.remove.push(path);
  }
  return plan;
}
