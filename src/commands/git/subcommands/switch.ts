import { GitError } from "../git-error.ts";
import type { GitCommand } from "../git-run.ts";
import { findRevision } from "../repository/revision.ts";
import { switchTo } from "../worktree/switch-to.ts";

export const switchBranch: GitCommand = {
  usage: ["switch [<options>] [<branch>]"],
  options: "c|create= C|force-create= guess discard-changes f|force q|quiet d|detach orphan= progress",
  others: "t|track? m|merge conflict= ignore-other-worktrees recurse-submodules? overwrite-ignore",
  run: async (git, options) => {
    const [target, extra] = [...options.operands, ...options.paths];
    const create = options.value("create") ?? options.value("force-create");
    const orphan = options.value("orphan");
    if (extra !== undefined) throw new GitError(`only one reference expected`);
    if (target === undefined && create === undefined && orphan === undefined && !options.has("detach"))
      throw new GitError("missing branch or commit argument");
    const { refs } = git.repository;
    git.needsWorktree();
    if (
      create === undefined &&
      orphan === undefined &&
      target !== undefined &&
      target !== "-" &&
      !options.has("detach")
    ) {
      const isBranch = refs.resolve(`refs/heads/${target}`) !== undefined;
      const isGuess = refs.list("refs/remotes/").some((ref) => ref.replace(/^refs\/remotes\/[^/]+\//, "") === target);
      if (!isBranch && !isGuess) {
        if ((await findRevision(git.repository, target)) === undefined)
          throw new GitError(`invalid reference: ${target}`);
        const kind = refs.resolve(`refs/tags/${target}`) !== undefined ? "tag" : "commit";
        await git.err(`fatal: a branch is expected, got ${kind} '${target}'\n`);
        await git.hint("suggestdetachinghead", [
          "If you want to detach HEAD at the commit, try again with the --detach option.",
        ]);
        return 128;
      }
    }
    await switchTo(git, target, {
      ...{ create, orphan, guess: !options.has("no-guess") },
      force: options.has("force-create"),
      detach: options.has("detach"),
      discard: options.has("discard-changes") || options.has("force"),
      quiet: options.has("quiet"),
    });
    return 0;
  },
};
