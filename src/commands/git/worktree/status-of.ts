import { type Change, changesBetween } from "../diff/changes.ts";
import { filesOfIndex, filesOfTree, filesOfWorktree } from "../diff/file-version.ts";
import type { GitRun } from "../git-run.ts";
import type { IndexEntry } from "../repository/index-file.ts";
import { matcherOf, type Pathspec } from "./pathspec.ts";

/** A file that a merge could not settle. */
export interface Unmerged {
  readonly path: string;
  /** Which of the three sides there are: 1 the common one, 2 ours, 3 theirs. */
  readonly stages: readonly number[];
}

/** What differs between the last commit, the index and the files. */
export interface Status {
  readonly staged: readonly Change[];
  readonly unstaged: readonly Change[];
  readonly unmerged: readonly Unmerged[];
  readonly untracked: readonly string[];
  readonly ignored: readonly string[];
}

interface StatusOptions {
  readonly untracked: "no" | "normal" | "all";
  readonly specs?: readonly Pathspec[];
  /** The commit to compare with, HEAD unless told: the one before for `commit --amend`. */
  readonly tree?: string | undefined;
  readonly entries?: readonly IndexEntry[];
}

/** Compares the commit with the index and the index with the files, both only where the pathspecs reach. */
export async function statusOf({ repository, worktree }: GitRun, options: StatusOptions): Promise<Status> {
  const entries = options.entries ?? repository.readIndex();
  const tree = "tree" in options ? options.tree : await repository.headTree();
  const unmerged = unmergedOf(entries);
  const settled = entries.filter(({ stage }) => stage === 0);
  const index = filesOfIndex(repository, settled);
  const isWanted = matcherOf(options.specs ?? []);
  const isOpen = new Set(unmerged.map(({ path }) => path));
  const shown = ({ path }: Change) => isWanted(path) && !isOpen.has(path);
  const staged = (await changesBetween(await filesOfTree(repository, tree), index)).filter(shown);
  const unstaged = (await changesBetween(index, filesOfWorktree(worktree, settled), false)).filter(shown);
  const found =
    options.untracked === "no"
      ? { untracked: [], ignored: [] }
      : worktree.untracked(entries, options.untracked === "all");
  const isIn = (path: string) =>
    isWanted(path.replace(/\/$/, "")) || (options.specs ?? []).some((spec) => spec.path.startsWith(path));
  return {
    staged,
    unstaged,
    unmerged: unmerged.filter(({ path }) => isWanted(path)),
    untracked: found.untracked.filter(isIn),
    ignored: found.ignored.filter(isIn),
  };
}

/** The paths in conflict, each with its sides in the index. */
export function unmergedOf(entries: readonly IndexEntry[]): Unmerged[] {
  const stages = new Map<string, number[]>();
  for (const { path, stage } of entries) if (stage > 0) stages.set(path, [...(stages.get(path) ?? []), stage]);
  return [...stages].map(([path, found]) => ({ path, stages: found }));
}
