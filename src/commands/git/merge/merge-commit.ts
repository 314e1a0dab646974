import { changesBetween } from "../diff/changes.ts";
import { changesOfFiles, statsOf, statText } from "../diff/diffstat.ts";
import { filesOfTree } from "../diff/file-version.ts";
import { GitError } from "../git-error.ts";
import type { GitRun } from "../git-run.ts";
import { identity } from "../identity.ts";
import { mergeBase } from "../merge-base.ts";
import { messageTemplate } from "../message-template.ts";
import { commitOf } from "../objects/commit.ts";
import { blobOf } from "../objects/git-object.ts";
import { type IndexEntry, indexEntry } from "../repository/index-file.ts";
import { writeTree } from "../repository/write-tree.ts";
import { moveTo } from "../worktree/move-to.ts";
import { statusOf } from "../worktree/status-of.ts";
import { removeFile, writeFile } from "../worktree/write-file.ts";
import { mergeTrees } from "./merge-trees.ts";

interface MergeOptions {
  /** As the markers of a conflict name the other side. */
  readonly name: string;
  /** The message of the commit. */
  readonly message: string;
  readonly edits: boolean;
  readonly fastForward: "allowed" | "only" | "never";
  readonly commits: boolean;
  readonly quiet: boolean;
  /** For the reflog: "merge topic", "pull". */
  readonly action: string;
}

/** Brings another commit's history into HEAD's. @returns git's status */
export async function mergeCommit(git: GitRun, other: string, options: MergeOptions): Promise<number> {
  const { repository } = git;
  const { refs, objects, head } = repository;
  const say = (text: string) => (options.quiet ? Promise.resolve() : git.out(text));
  const theirs = (await objects.commit(other)).tree;
  if (head === undefined) {
    await moveTo(git, undefined, theirs, "merge");
    refs.update("HEAD", other, `${options.action}: initial pull`);
    return 0;
  }
  if (repository.note("MERGE_HEAD") !== undefined)
    throw new GitError(
      "You have not concluded your merge (MERGE_HEAD exists).\nPlease, commit your changes before you merge.",
    );
  const base = await mergeBase(repository, head, other);
  if (base === undefined) throw new GitError("refusing to merge unrelated histories");
  if (base === other) {
    await say("Already up to date.\n");
    return 0;
  }
  const ours = (await objects.commit(head)).tree;
  if (base === head && options.fastForward !== "never") {
    await say(`Updating ${objects.abbreviate(head)}..${objects.abbreviate(other)}\n`);
    await moveTo(git, ours, theirs, "merge");
    refs.update("HEAD", other, `${options.action}: Fast-forward`);
    await say(`Fast-forward\n${await statOf(git, ours, theirs)}`);
    return 0;
  }
  if (options.fastForward === "only") {
    await git.hint("diverging", [
      "Diverging branches can't be fast-forwarded, you need to either:",
      "",
      "\tgit merge --no-ff",
      "",
      "or:",
      "",
      "\tgit rebase",
      "",
      'Disable this message with "git config set advice.diverging false"',
    ]);
    throw new GitError("Not possible to fast-forward, aborting.");
  }
  return threeWay(git, { head, other, base }, options, say);
}

async function threeWay(
  git: GitRun,
  { head, other, base }: { head: string; other: string; base: string },
  options: MergeOptions,
  say: (text: string) => Promise<void>,
): Promise<number> {
  const { repository, worktree } = git;
  const { objects, refs } = repository;
  identity(git.process, git.config, "COMMITTER");
  const treeOf = async (id: string) => (await objects.commit(id)).tree;
  const ours = await treeOf(head);
  const sides = [
    await filesOfTree(repository, await treeOf(base)),
    await filesOfTree(repository, ours),
    await filesOfTree(repository, await treeOf(other)),
  ] as const;
  const merged = await mergeTrees(...sides, ["HEAD", options.name]);
  await refuseLocalChanges(
    git,
    merged.map(({ path }) => path),
  );
  const entries = new Map<string, IndexEntry>(repository.readIndex().map((entry) => [entry.path, entry]));
  const conflicts: IndexEntry[] = [];
  for (const { path, result, conflict, messages } of merged) {
    await say(messages.map((message) => `${message}\n`).join(""));
    entries.delete(path);
    if (!result) {
      removeFile(repository, worktree, path);
      continue;
    }
    const id = "id" in result ? result.id : await objects.write(blobOf(result.text));
    await writeFile(repository, worktree, { path, mode: result.mode, id });
    if (!conflict) entries.set(path, indexEntry(path, result.mode, id, worktree.fileStats(path)));
    for (const [stage, side] of [conflict?.base, conflict?.ours, conflict?.theirs].entries())
      if (side) conflicts.push({ ...indexEntry(path, side.mode, side.id), stage: stage + 1 });
  }
  repository.writeIndex([...entries.values(), ...conflicts]);
  if (conflicts.length > 0 || !options.commits) {
    repository.setNote("MERGE_HEAD", `${other}\n`);
    repository.setNote("MERGE_MODE", "");
    const list = [...new Set(conflicts.map(({ path }) => `#\t${path}\n`))].join("");
    repository.setNote("MERGE_MSG", `${options.message}\n${list === "" ? "" : `\n# Conflicts:\n${list}`}`);
    refs.update("ORIG_HEAD", head, "");
    await git.out(
      conflicts.length > 0
        ? "Automatic merge failed; fix conflicts and then commit the result.\n"
        : "Automatic merge went well; stopped before committing as requested\n",
    );
    return conflicts.length > 0 ? 1 : 0;
  }
  let message = `${options.message}\n`;
  if (options.edits) {
    repository.setNote("MERGE_HEAD", `${other}\n`);
    try {
      message = await messageTemplate(git, message, await statusOf(git, { untracked: "normal" }));
    } finally {
      repository.setNote("MERGE_HEAD", undefined);
    }
    if (message === "")
      throw new GitError("Empty commit message.\nNot committing merge; use 'git commit' to complete the merge.", {
        label: "error: ",
        status: 1,
      });
  }
  const author = identity(git.process, git.config, "AUTHOR");
  const committer = identity(git.process, git.config, "COMMITTER");
  const tree = await writeTree(objects, repository.readIndex());
  const id = await objects.write(commitOf({ tree, parents: [head, other], author, committer, message }));
  refs.update("HEAD", id, `${options.action}: Merge made by the 'ort' strategy.`);
  await say(`Merge made by the 'ort' strategy.\n${await statOf(git, ours, tree)}`);
  return 0;
}

async function refuseLocalChanges(git: GitRun, paths: readonly string[]): Promise<void> {
  const { staged, unstaged } = await statusOf(git, { untracked: "no" });
  const changed = [...staged, ...unstaged].map(({ path }) => path);
  const hit = paths.filter((path) => changed.includes(path));
  const list = (items: readonly string[]) => items.map((path) => `\t${path}\n`).join("");
  if (hit.length > 0)
    throw new GitError(
      `Your local changes to the following files would be overwritten by merge:\n${list(hit)}Please commit your changes or stash them before you merge.\nAborting`,
      { label: "error: ", status: 1 },
    );
  const known = new Set(git.repository.readIndex().map(({ path }) => path));
  const inTheWay = paths.filter((path) => !known.has(path) && git.worktree.fileStats(path) !== undefined);
  if (inTheWay.length > 0)
    throw new GitError(
      `The following untracked working tree files would be overwritten by merge:\n${list(inTheWay)}Please move or remove them before you merge.\nAborting`,
      { label: "error: ", status: 1 },
    );
}

/** What a merge brought. */
async function statOf(git: GitRun, from: string, to: string): Promise<string> {
  const changes = await changesBetween(await filesOfTree(git.repository, from), await filesOfTree(git.repository, to));
  const quote = (name: string) => git.quote(name);
  return statText(await statsOf(changes, quote), git.paint("diff")) + changesOfFiles(changes, quote);
}
