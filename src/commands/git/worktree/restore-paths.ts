import { type Files, filesOfIndex, filesOfTree } from "../diff/file-version.ts";
import { GitError } from "../git-error.ts";
import type { GitRun } from "../git-run.ts";
import { indexEntry } from "../repository/index-file.ts";
import { commitNamed, findRevision } from "../repository/revision.ts";
import { written } from "./move-to.ts";
import type { Pathspec } from "./pathspec.ts";
import { removeFile } from "./write-file.ts";

interface RestoreOptions {
  /** The commit they come from; the index unless told. */
  readonly source?: string | undefined;
  readonly index: boolean;
  readonly files: boolean;
  /** Whether what the source has not goes. */
  readonly removes: boolean;
}

/** Puts files back as they were. @returns how many @throws GitError for a path that nobody knows */
export async function restorePaths(git: GitRun, specs: readonly Pathspec[], options: RestoreOptions): Promise<number> {
  const { repository, worktree } = git;
  const entries = repository.readIndex();
  const source = await sourceOf(git, options.source);
  const known = new Set([...source.keys(), ...(options.removes ? entries.map(({ path }) => path) : [])]);
  const wanted = new Set<string>();
  for (const spec of specs) {
    const meant = [...known].filter((path) => spec.matches(path));
    if (meant.length === 0) {
      const open = entries.some(({ path, stage }) => stage > 0 && spec.matches(path));
      throw open
        ? new GitError(`path '${spec.path}' is unmerged`, { label: "error: ", status: 1 })
        : new GitError(`pathspec '${spec.text}' did not match any file(s) known to git`, {
            label: "error: ",
            status: 1,
          });
    }
    for (const path of meant) wanted.add(path);
  }
  const keyOf = (path: string, stage: number) => `${path}\0${stage}`;
  const index = new Map(entries.map((entry) => [keyOf(entry.path, entry.stage), entry]));
  let count = 0;
  for (const path of wanted) {
    const file = source.get(path);
    const keys = [0, 1, 2, 3].map((stage) => keyOf(path, stage));
    if (options.index) for (const key of keys) index.delete(key);
    if (file) {
      const before = entries.find((entry) => entry.path === path && entry.stage === 0);
      const stats = worktree.fileStats(path);
      const differs = !stats || worktree.idOf(path, before, stats) !== file.id;
      if (options.files && differs) count++;
      const entry = options.files ? await written(git, file) : indexEntry(path, file.mode, file.id);
      if (options.index || before?.id === file.id) index.set(keyOf(path, 0), entry);
    } else if (options.files) removeFile(repository, worktree, path);
  }
  repository.writeIndex([...index.values()]);
  return count;
}

async function sourceOf({ repository }: GitRun, source: string | undefined): Promise<Files> {
  if (source === undefined) return filesOfIndex(repository, repository.readIndex());
  if (source === "HEAD" && repository.head === undefined) throw new GitError("could not resolve HEAD");
  if ((await findRevision(repository, source)) === undefined) throw new GitError(`could not resolve ${source}`);
  return filesOfTree(repository, (await repository.objects.commit(await commitNamed(repository, source))).tree);
}
