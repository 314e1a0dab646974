import { resolvePath } from "../../../kernel/filesystem.ts";
import type { Change } from "../diff/changes.ts";
import { type Files, type FileVersion, filesOfIndex, filesOfTree, filesOfWorktree } from "../diff/file-version.ts";
import { changesFor, DIFF_OPTIONS, diffText, OTHER_DIFF_OPTIONS } from "../diff/report.ts";
import { GitError } from "../git-error.ts";
import type { GitOptions } from "../git-options.ts";
import type { GitCommand, GitRun } from "../git-run.ts";
import { mergeBase } from "../merge-base.ts";
import { blobOf, idOf } from "../objects/git-object.ts";
import { commitNamed, findRevision, unknownRevision } from "../repository/revision.ts";
import { matcherOf } from "../worktree/pathspec.ts";
import { unmergedOf } from "../worktree/status-of.ts";
import { modeOf } from "../worktree/worktree.ts";

export const diff: GitCommand = {
  runsOutside: true,
  usage: [
    "diff [<options>] [<commit>] [--] [<path>...]",
    "diff [<options>] --cached [--merge-base] [<commit>] [--] [<path>...]",
    "diff [<options>] [--merge-base] <commit> [<commit>...] <commit> [--] [<path>...]",
    "diff [<options>] <commit>...<commit> [--] [<path>...]",
    "diff [<options>] <blob> <blob>",
    "diff [<options>] --no-index [--] <path> <path> [<pathspec>...]",
  ],
  options: `${DIFF_OPTIONS} cached staged no-index q|quiet`,
  others: OTHER_DIFF_OPTIONS,
  run: async (git, options) => {
    const changes = options.has("no-index") ? await betweenFiles(git, options) : await betweenMoments(git, options);
    if (!options.has("quiet")) await git.page(await diffText(git, options, changes));
    return changes.length > 0 && (options.has("exit-code") || options.has("no-index") || options.has("quiet")) ? 1 : 0;
  },
};

async function betweenMoments(git: GitRun, options: GitOptions): Promise<Change[]> {
  const { repository } = git;
  const { revisions, paths } = await splitOperands(git, options);
  const isMeant = matcherOf(git.pathspecs(paths));
  const treeOf = async (name: string) =>
    filesOfTree(repository, (await repository.objects.commit(await commitNamed(repository, name))).tree);
  const entries = repository.readIndex();
  const [old, now] = await sides();
  const open = unmergedOf(entries).map(({ path }) => path);
  return (await changesFor(options, old, now)).filter(({ path }) => isMeant(path) && !open.includes(path));

  async function sides(): Promise<[Files, Files]> {
    const [first, second] = revisions;
    if (options.has("cached") || options.has("staged")) {
      const base = first ?? (repository.head === undefined ? undefined : "HEAD");
      return [base === undefined ? new Map() : await treeOf(base), filesOfIndex(repository, entries)];
    }
    const range = /^(.*?)(\.{2,3})(.*)$/.exec(first ?? "");
    if (range) {
      const [left, right] = [range[1] || "HEAD", range[3] || "HEAD"];
      const base = range[2] === "..." ? await commonAncestor(git, left, right) : left;
      return [await treeOf(base), await treeOf(right)];
    }
    if (first !== undefined && second !== undefined) return [await treeOf(first), await treeOf(second)];
    const files = filesOfWorktree(
      git.worktree,
      entries.filter(({ stage }) => stage === 0),
    );
    return [first === undefined ? filesOfIndex(repository, entries) : await treeOf(first), files];
  }
}

async function commonAncestor({ repository }: GitRun, left: string, right: string): Promise<string> {
  const [a, b] = [await commitNamed(repository, left), await commitNamed(repository, right)];
  const base = await mergeBase(repository, a, b);
  if (base === undefined) throw new GitError(`${left}...${right}: no merge base`);
  return base;
}

/** Revisions come first, then paths; what is neither is refused. */
export async function splitOperands(
  git: GitRun,
  options: GitOptions,
): Promise<{ revisions: string[]; paths: string[] }> {
  const revisions: string[] = [];
  const paths = [...options.paths];
  const inFront: string[] = [];
  for (const operand of options.operands) {
    const parts = operand.split(/\.{2,3}/).map((part) => part.replace(/^\^/, ""));
    const found = await Promise.all(parts.map((part) => findRevision(git.repository, part === "" ? "HEAD" : part)));
    if (inFront.length === 0 && found.every((id) => id !== undefined)) revisions.push(operand);
    else {
      const path = resolvePath(git.cwd, operand);
      if (options.hasDashes) throw new GitError(`bad revision '${operand}'`);
      if (!/[*?[]/.test(operand) && !operand.startsWith(":") && !git.process.files.exists(path))
        throw unknownRevision(operand);
      inFront.push(operand);
    }
  }
  return { revisions, paths: [...inFront, ...paths] };
}

/** `--no-index`: two files that need not be of any repository. */
async function betweenFiles(git: GitRun, options: GitOptions): Promise<Change[]> {
  const [left, right] = [...options.operands, ...options.paths];
  if (left === undefined || right === undefined)
    throw new GitError("usage: git diff --no-index [<options>] <path> <path>", { label: "", status: 129 });
  const version = (name: string): FileVersion => {
    const path = resolvePath(git.cwd, name);
    const { files } = git.process;
    if (!files.exists(path)) throw new GitError(`Could not access '${name}'`, { label: "error: ", status: 1 });
    const text = files.readFile(path);
    return {
      path: name.replace(/^\//, ""),
      mode: modeOf(files.stat(path)),
      id: idOf(blobOf(text)),
      text: () => Promise.resolve(text),
    };
  };
  const [old, now] = [version(left), version(right)];
  return old.id === now.id && old.mode === now.mode ? [] : [{ status: "M", path: now.path, old, now }];
}
