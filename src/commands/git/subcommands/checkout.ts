import { GitError } from "../git-error.ts";
import type { GitCommand, GitRun } from "../git-run.ts";
import { findRevision } from "../repository/revision.ts";
import { restorePaths } from "../worktree/restore-paths.ts";
import { statusOf } from "../worktree/status-of.ts";
import { switchTo } from "../worktree/switch-to.ts";

export const checkout: GitCommand = {
  usage: ["checkout [<options>] <branch>", "checkout [<options>] [<branch>] -- <file>..."],
  options: "b= B= l guess f|force q|quiet d|detach orphan= progress",
  others: "t|track? m|merge conflict= p|patch ours theirs ignore-other-worktrees recurse-submodules? overlay",
  run: async (git, options) => {
    const { repository } = git;
    git.needsWorktree();
    const create = options.value("b") ?? options.value("B");
    const [first, ...rest] = options.operands;
    const isRevision = first !== undefined && (first === "-" || (await isKnown(git, first)));
    const paths =
      isRevision || (options.hasDashes && first !== undefined)
        ? [...rest, ...options.paths]
        : [...options.operands, ...options.paths];
    if (
      create !== undefined ||
      options.has("orphan") ||
      (paths.length === 0 && (isRevision || options.has("detach")))
    ) {
      await switchTo(git, first, {
        ...{ create, orphan: options.value("orphan"), guess: !options.has("no-guess") },
        force: options.has("B"),
        detach: options.has("detach"),
        discard: options.has("force"),
        quiet: options.has("quiet"),
      });
      return 0;
    }
    if (paths.length === 0) {
      const { staged, unstaged } = await statusOf(git, { untracked: "no" });
      const rows = [...unstaged, ...staged].map(({ status, path }) => `${status}\t${path}\n`);
      await git.out([...new Set(rows)].sort().join(""));
      return 0;
    }
    if (first !== undefined && !isRevision && options.hasDashes) throw new GitError(`invalid reference: ${first}`);
    const source = isRevision ? first : undefined;
    const count = await restorePaths(git, git.pathspecs(paths), {
      source,
      index: source !== undefined,
      files: true,
      removes: false,
    });
    if (options.has("quiet") || options.hasDashes) return 0;
    const from =
      source === undefined
        ? "the index"
        : repository.objects.abbreviate((await findRevision(repository, `${source}^{tree}`)) ?? "");
    await git.err(`Updated ${count} path${count === 1 ? "" : "s"} from ${from}\n`);
    return 0;
  },
};

async function isKnown(git: GitRun, name: string): Promise<boolean> {
  const { repository } = git;
  if ((await findRevision(repository, name)) !== undefined) return true;
  const isRemote = repository.refs
    .list("refs/remotes/")
    .some((ref) => ref.replace(/^refs\/remotes\/[^/]+\//, "") === name);
  return isRemote && git.worktree.stats(name) === undefined;
}
