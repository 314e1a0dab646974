import { GitError } from "../git-error.ts";
import { OptionNotSimulated } from "../git-options.ts";
import type { GitCommand } from "../git-run.ts";
import { mergeCommit } from "../merge/merge-commit.ts";
import { fetchRemote } from "../remote/fetch-remote.ts";
import { shortName } from "../repository/refs.ts";
import { aheadAndBehind, upstreamOf } from "../tracking.ts";
import { remotesOf } from "./remote.ts";

export const pull: GitCommand = {
  usage: ["pull [<options>] [<repository> [<refspec>...]]"],
  options: "q|quiet v|verbose ff ff-only edit p|prune progress rebase?",
  others:
    "n stat squash commit s|strategy= X|strategy-option= autostash allow-unrelated-histories all a|append depth= f|force t|tags k|keep unshallow dry-run set-upstream",
  run: async (git, options) => {
    const { repository } = git;
    git.needsWorktree();
    const { branch } = repository.refs;
    if (branch === undefined && options.operands.length < 2)
      throw new GitError(NOT_ON_A_BRANCH, { label: "", status: 1 });
    const upstream = branch === undefined ? undefined : upstreamOf(repository, branch);
    const [remote = upstream?.remote ?? "origin", name] = options.operands;
    const wanted = name ?? (upstream?.remote === remote ? shortName(upstream.merge) : undefined);
    if (wanted === undefined) {
      if (options.operands.length === 0 && remotesOf(git).length > 0)
        await fetchRemote(git, remote, { quiet: true, prune: false, branches: [] });
      throw new GitError(noTracking(shortName(branch ?? ""), remotesOf(git)[0]), { label: "", status: 1 });
    }
    const quiet = options.has("quiet");
    const fetched = await fetchRemote(git, remote, {
      quiet,
      prune: options.has("prune"),
      branches: name === undefined ? [] : [name],
    });
    const found = fetched.find((item) => item.name === wanted);
    if (!found)
      throw new GitError(
        `Your configuration specifies to merge with the ref 'refs/heads/${wanted}'\nfrom the remote, but no such ref was fetched.`,
        { label: "", status: 1 },
      );
    const { head } = repository;
    const counts = head === undefined ? undefined : await aheadAndBehind(repository, head, found.id);
    const isSplit = counts !== undefined && counts.ahead > 0 && counts.behind > 0;
    const rebase = options.has("rebase") || git.config.flag("pull.rebase", false);
    if (rebase && !options.has("no-rebase") && isSplit) throw new OptionNotSimulated("--rebase");
    const isDecided =
      ["rebase", "no-rebase", "ff", "no-ff", "ff-only"].some((key) => options.has(key)) ||
      git.config.value("pull.rebase") !== undefined ||
      git.config.value("pull.ff") !== undefined;
    if (isSplit && !isDecided) {
      await git.hint("diverging", HOW_TO_RECONCILE);
      throw new GitError("Need to specify how to reconcile divergent branches.");
    }
    const url = repository.config.value(`remote.${remote}.url`) ?? remote;
    const { stdin, stdout } = git.process;
    return mergeCommit(git, found.id, {
      name: found.id,
      message: `Merge branch '${wanted}' of ${url.replace(/\.git\/?$/, "")}`,
      edits: !options.has("no-edit") && (options.has("edit") || (stdin.isTTY && stdout.isTTY)),
      fastForward:
        options.has("ff-only") || git.config.value("pull.ff") === "only"
          ? "only"
          : options.has("no-ff")
            ? "never"
            : "allowed",
      ...{ commits: true, quiet, action: `pull${options.operands.length > 0 ? ` ${options.operands.join(" ")}` : ""}` },
    });
  },
};

const NOT_ON_A_BRANCH = `You are not currently on a branch.
Please specify which branch you want to merge with.
See git-pull(1) for details.

    git pull <remote> <branch>
`;

const noTracking = (branch: string, remote = "<remote>") => `There is no tracking information for the current branch.
Please specify which branch you want to merge with.
See git-pull(1) for details.

    git pull <remote> <branch>

If you wish to set tracking information for this branch you can do so with:

    git branch --set-upstream-to=${remote}/<branch> ${branch}
`;

const HOW_TO_RECONCILE = [
  "You have divergent branches and need to specify how to reconcile them.",
  "You can do so by running one of the following commands sometime before",
  "your next pull:",
  "",
  "  git config pull.rebase false  # merge",
  "  git config pull.rebase true   # rebase",
  "  git config pull.ff only       # fast-forward only",
  "",
  'You can replace "git config" with "git config --global" to set a default',
  "preference for all repositories. You can also pass --rebase, --no-rebase,",
  "or --ff-only on the command line to override the configured default per",
  "invocation.",
];
