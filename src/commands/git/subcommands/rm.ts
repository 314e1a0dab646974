import { filesOfTree } from "../diff/file-version.ts";
import { GitError } from "../git-error.ts";
import type { GitCommand } from "../git-run.ts";
import { removeFile } from "../worktree/write-file.ts";

export const rm: GitCommand = {
  usage: [
    "rm [-f | --force] [-n] [-r] [--cached] [--ignore-unmatch]\n       [--quiet] [--pathspec-from-file=<file> [--pathspec-file-nul]]\n       [--] [<pathspec>...]",
  ],
  options: "n|dry-run q|quiet cached f|force r ignore-unmatch",
  others: "sparse pathspec-from-file= pathspec-file-nul",
  run: async (git, options) => {
    const { worktree, repository } = git;
    const texts = [...options.operands, ...options.paths];
    if (texts.length === 0) throw new GitError("No pathspec was given. Which files should I remove?");
    const entries = repository.readIndex();
    const gone = new Set<string>();
    for (const spec of git.pathspecs(texts)) {
      const meant = entries.filter(({ path }) => spec.matches(path));
      if (meant.length === 0 && !options.has("ignore-unmatch"))
        throw new GitError(`pathspec '${spec.text}' did not match any files`);
      const isFolder = meant.length > 0 && !meant.some(({ path }) => path === spec.path) && !/[*?[]/.test(spec.text);
      if (isFolder && !options.has("r")) throw new GitError(`not removing '${spec.text}' recursively without -r`);
      for (const { path } of meant) gone.add(path);
    }
    if (!options.has("force")) {
      const refusal = await refusalOf();
      if (refusal !== "") {
        await git.err(refusal);
        return 1;
      }
    }
    for (const path of [...gone].sort()) if (!options.has("quiet")) await git.out(`rm '${git.quote(path)}'\n`);
    if (options.has("dry-run")) return 0;
    if (!options.has("cached")) for (const path of gone) removeFile(repository, worktree, path);
    repository.writeIndex(entries.filter(({ path }) => !gone.has(path)));
    return 0;

    /** What would be lost. */
    async function refusalOf(): Promise<string> {
      const head = await filesOfTree(repository, await repository.headTree());
      const both: string[] = [];
      const stagedOnly: string[] = [];
      const local: string[] = [];
      for (const entry of entries.filter(({ path, stage }) => gone.has(path) && stage === 0)) {
        const stats = worktree.fileStats(entry.path);
        if (!stats && !options.has("cached")) continue;
        const isLocal = stats !== undefined && worktree.idOf(entry.path, entry, stats) !== entry.id;
        const isStaged = head.get(entry.path)?.id !== entry.id;
        if (isLocal && isStaged) both.push(entry.path);
        else if (options.has("cached")) continue;
        else if (isStaged) stagedOnly.push(entry.path);
        else if (isLocal) local.push(entry.path);
      }
      const told = (paths: readonly string[], one: string, many: string, advice: string) =>
        paths.length === 0
          ? ""
          : `error: the following file${paths.length === 1 ? one : many}\n${paths.map((path) => `    ${path}\n`).join("")}${advice}\n`;
      return (
        told(
          both,
          " has staged content different from both the\nfile and the HEAD:",
          "s have staged content different from both the\nfile and the HEAD:",
          "(use -f to force removal)",
        ) +
        told(
          stagedOnly,
          " has changes staged in the index:",
          "s have changes staged in the index:",
          "(use --cached to keep the file, or -f to force removal)",
        ) +
        told(
          local,
          " has local modifications:",
          "s have local modifications:",
          "(use --cached to keep the file, or -f to force removal)",
        )
      );
    }
  },
};
