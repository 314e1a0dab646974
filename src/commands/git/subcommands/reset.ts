import { filesOfTree } from "../diff/file-version.ts";
import { GitError } from "../git-error.ts";
import type { GitCommand, GitRun } from "../git-run.ts";
import { subjectOf } from "../objects/commit.ts";
import { indexEntry } from "../repository/index-file.ts";
import { commitNamed, findRevision } from "../repository/revision.ts";
import { moveTo } from "../worktree/move-to.ts";
import { matcherOf, type Pathspec } from "../worktree/pathspec.ts";
import { statusOf } from "../worktree/status-of.ts";

export const reset: GitCommand = {
  usage: [
    "reset [--mixed | --soft | --hard | --merge | --keep] [-q] [<commit>]",
    "reset [-q] [<tree-ish>] [--] <pathspec>...",
    "reset --patch [<tree-ish>] [--] [<pathspec>...]",
  ],
  options: "q|quiet mixed soft hard",
  others: "merge keep p|patch N|intent-to-add recurse-submodules? refresh pathspec-from-file= pathspec-file-nul",
  run: async (git, options) => {
    const { repository } = git;
    const [first, ...rest] = options.operands;
    const isRevision = first !== undefined && (await findRevision(repository, first)) !== undefined;
    if (first !== undefined && !isRevision && git.worktree.stats(git.pathspecs([first])[0]?.path ?? "") === undefined)
      await commitNamed(repository, first);
    const paths = [...(isRevision ? rest : options.operands), ...options.paths];
    const quiet = options.has("quiet");
    const target = isRevision ? first : "HEAD";
    const id = repository.head === undefined && !isRevision ? undefined : await commitNamed(repository, target);
    const tree = id === undefined ? undefined : (await repository.objects.commit(id)).tree;
    if (paths.length > 0) {
      if (options.has("hard") || options.has("soft"))
        throw new GitError(`Cannot do ${options.has("hard") ? "hard" : "soft"} reset with paths.`);
      await unstage(git, tree, git.pathspecs(paths));
      if (!quiet) await showUnstaged(git);
      return 0;
    }
    if (options.has("hard") && tree !== undefined)
      await moveTo(git, await repository.headTree(), tree, "checkout", true);
    else if (!options.has("soft")) await unstage(git, tree, []);
    if (id !== undefined) repository.refs.update("HEAD", id, `reset: moving to ${target}`);
    for (const name of ["MERGE_HEAD", "MERGE_MSG", "MERGE_MODE"]) repository.setNote(name, undefined);
    if (options.has("hard") && id !== undefined && !quiet)
      await git.out(
        `HEAD is now at ${repository.objects.abbreviate(id)} ${subjectOf((await repository.objects.commit(id)).message)}\n`,
      );
    else if (!options.has("soft") && !quiet) await showUnstaged(git);
    return 0;
  },
};

/** Puts the index back to a tree, for some paths or all. */
async function unstage({ repository }: GitRun, tree: string | undefined, specs: readonly Pathspec[]): Promise<void> {
  const isMeant = matcherOf(specs);
  const files = await filesOfTree(repository, tree);
  const entries = repository.readIndex();
  const known = new Map(entries.map((entry) => [entry.path, entry] as const));
  const kept = entries.filter(({ path }) => !isMeant(path));
  for (const { path, mode, id } of files.values()) {
    if (!isMeant(path)) continue;
    const before = known.get(path);
    kept.push(before?.stage === 0 && before.id === id && before.mode === mode ? before : indexEntry(path, mode, id));
  }
  repository.writeIndex(kept);
}

async function showUnstaged(git: GitRun): Promise<void> {
  const { unstaged } = await statusOf(git, { untracked: "no" });
  if (unstaged.length === 0) return;
  await git.out(
    `Unstaged changes after reset:\n${unstaged.map(({ status, path }) => `${status}\t${git.quote(path)}\n`).join("")}`,
  );
}
