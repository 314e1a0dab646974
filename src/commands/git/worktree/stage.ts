import { FileError } from "../../../kernel/filesystem.ts";
import { GitError } from "../git-error.ts";
import type { GitRun } from "../git-run.ts";
import { type IndexEntry, indexEntry } from "../repository/index-file.ts";
import { foldersAbove, modeOf } from "./worktree.ts";

/** The index with a file as it now is; without it when it is gone. @throws GitError when it cannot be read */
export async function staged(git: GitRun, entries: readonly IndexEntry[], path: string): Promise<IndexEntry[]> {
  const { worktree, repository } = git;
  const stats = worktree.fileStats(path);
  const rest = without(entries, path);
  if (!stats) return rest;
  try {
    const id = await repository.objects.write(worktree.blob(path));
    const above = new Set(foldersAbove(path));
    return [...rest.filter((entry) => !above.has(entry.path)), indexEntry(path, modeOf(stats), id, stats)];
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new GitError(
      `error: open("${path}"): ${error.message}\nerror: unable to index file '${path}'\nfatal: adding files failed`,
      { label: "" },
    );
  }
}

/** Without a file, in whatever stages, and without what a folder of its name had. */
const without = (entries: readonly IndexEntry[], path: string) =>
  entries.filter((entry) => entry.path !== path && !entry.path.startsWith(`${path}/`));
