import { GitError } from "../git-error.ts";
import { OptionNotSimulated } from "../git-options.ts";
import type { GitCommand } from "../git-run.ts";
import { mergeCommit } from "../merge/merge-commit.ts";
import { shortName } from "../repository/refs.ts";
import { commitNamed, findRevision } from "../repository/revision.ts";
import { moveTo } from "../worktree/move-to.ts";

export const merge: GitCommand = {
  usage: ["merge [<options>] [<commit>...]", "merge --abort", "merge --continue"],
  options: "ff ff-only m|message= abort edit commit q|quiet n stat v|verbose continue",
  others:
    "squash log? s|strategy= X|strategy-option= signoff S|gpg-sign? verify-signatures allow-unrelated-histories rerere-autoupdate autostash quit F|file= cleanup= progress into-name= overwrite-ignore",
  run: async (git, options) => {
    const { repository } = git;
    git.needsWorktree();
    if (options.has("abort")) {
      if (repository.note("MERGE_HEAD") === undefined)
        throw new GitError("There is no merge to abort (MERGE_HEAD missing).");
      const tree = await repository.headTree();
      if (tree !== undefined) {
        repository.writeIndex(
          repository
            .readIndex()
            .filter(({ stage }) => stage === 0 || stage === 2)
            .map((entry) => ({ ...entry, stage: 0 })),
        );
        await moveTo(git, tree, tree, "merge", true);
      }
      for (const name of ["MERGE_HEAD", "MERGE_MSG", "MERGE_MODE"]) repository.setNote(name, undefined);
      return 0;
    }
    if (options.has("continue")) throw new GitError("There is no merge in progress (MERGE_HEAD missing).");
    const [name, more] = options.operands;
    if (name === undefined) throw new GitError("No remote for the current branch.");
    if (more !== undefined) throw new OptionNotSimulated(options.operands.join(" "));
    if ((await findRevision(repository, name)) === undefined)
      throw new GitError(`merge: ${name} - not something we can merge`, { label: "", status: 1 });
    const other = await commitNamed(repository, name);
    const { refs } = repository;
    const own = refs.branch === undefined ? "HEAD" : shortName(refs.branch);
    const kind =
      refs.resolve(`refs/heads/${name}`) !== undefined
        ? "branch"
        : refs.resolve(`refs/tags/${name}`) !== undefined
          ? "tag"
          : refs.resolve(`refs/remotes/${name}`) !== undefined
            ? "remote-tracking branch"
            : "commit";
    const into = own === "main" || own === "master" ? "" : ` into ${own}`;
    const { stdin, stdout } = git.process;
    return mergeCommit(git, other, {
      name,
      message: options.values("message").join("\n\n") || `Merge ${kind} '${name}'${into}`,
      edits:
        !options.has("no-edit") && !options.has("message") && (options.has("edit") || (stdin.isTTY && stdout.isTTY)),
      fastForward: options.has("ff-only") ? "only" : options.has("no-ff") ? "never" : "allowed",
      commits: !options.has("no-commit"),
      quiet: options.has("quiet"),
      action: `merge ${name}`,
    });
  },
};
