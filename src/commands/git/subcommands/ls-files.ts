import { GitError } from "../git-error.ts";
import type { GitCommand } from "../git-run.ts";
import { matcherOf } from "../worktree/pathspec.ts";

export const lsFiles: GitCommand = {
  usage: ["ls-files [<options>] [<file>...]"],
  options: "s|stage c|cached o|others m|modified d|deleted exclude-standard i|ignored z error-unmatch u|unmerged",
  others:
    "t v f k|killed directory eol x|exclude= X|exclude-from= exclude-per-directory= full-name recurse-submodules with-tree= abbrev? debug",
  run: async (git, options) => {
    const { repository, worktree } = git;
    const entries = repository.readIndex();
    const texts = [...options.operands, ...options.paths];
    const here =
      git.cwd === worktree.top && texts.length === 0 ? [] : git.pathspecs(texts.length === 0 ? ["."] : texts);
    const isMeant = matcherOf(here);
    if (options.has("error-unmatch"))
      for (const spec of here)
        if (!entries.some(({ path }) => spec.matches(path)))
          throw new GitError(
            `pathspec '${spec.text}' did not match any file(s) known to git\nDid you forget to 'git add'?`,
            { label: "error: ", status: 1 },
          );
    const end = options.has("z") ? "\0" : "\n";
    const show = (path: string) => (options.has("z") ? git.relative(path) : git.quote(git.relative(path)));
    const lines: string[] = [];
    if (options.has("others")) {
      const found = worktree.untracked(entries, true);
      const all = options.has("ignored")
        ? found.ignored
        : options.has("exclude-standard")
          ? found.untracked
          : [...found.untracked, ...found.ignored];
      const each = all.flatMap((path) => (path.endsWith("/") ? worktree.filesIn(path.slice(0, -1)) : [path]));
      lines.push(...each.filter(isMeant).sort().map(show));
    }
    const isModified = options.has("modified");
    const isDeleted = options.has("deleted");
    if (
      isModified ||
      isDeleted ||
      options.has("stage") ||
      options.has("cached") ||
      options.has("unmerged") ||
      !options.has("others")
    )
      for (const entry of entries) {
        if (!isMeant(entry.path) || (options.has("unmerged") && entry.stage === 0)) continue;
        const stats = worktree.fileStats(entry.path);
        if (isDeleted && stats) continue;
        if (isModified && stats && worktree.idOf(entry.path, entry, stats) === entry.id) continue;
        const isLong = options.has("stage") || options.has("unmerged");
        lines.push(isLong ? `${entry.mode} ${entry.id} ${entry.stage}\t${show(entry.path)}` : show(entry.path));
      }
    await git.out(lines.map((line) => line + end).join(""));
  },
};
