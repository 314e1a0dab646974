import { GitError } from "../git-error.ts";
import type { GitCommand } from "../git-run.ts";
import { restorePaths } from "../worktree/restore-paths.ts";

export const restore: GitCommand = {
  usage: ["restore [<options>] [--source=<branch>] <file>..."],
  options: "s|source= S|staged W|worktree q|quiet progress ignore-unmerged",
  others: "overlay ours theirs m|merge conflict= p|patch recurse-submodules? pathspec-from-file= pathspec-file-nul",
  run: async (git, options) => {
    const texts = [...options.operands, ...options.paths];
    if (texts.length === 0) throw new GitError("you must specify path(s) to restore");
    const isStaged = options.has("staged");
    await restorePaths(git, git.pathspecs(texts), {
      source: options.value("source") ?? (isStaged ? "HEAD" : undefined),
      index: isStaged,
      files: options.has("worktree") || !isStaged,
      removes: true,
    });
  },
};
