import { resolvePath } from "../../../kernel/filesystem.ts";
import { GitError, GitUsageError } from "../git-error.ts";
import type { GitCommand } from "../git-run.ts";

export const mv: GitCommand = {
  usage: [
    "mv [-v] [-f] [-n] [-k] <source> <destination>",
    "mv [-v] [-f] [-n] [-k] <source>... <destination-directory>",
  ],
  options: "v|verbose n|dry-run f|force k",
  others: "sparse",
  run: async (git, options) => {
    const { worktree, repository, process } = git;
    const operands = [...options.operands, ...options.paths];
    const target = operands.pop();
    if (target === undefined || operands.length === 0) throw new GitUsageError("two paths are wanted");
    const [destination] = git.pathspecs([target]);
    const place = destination?.path ?? "";
    const isFolder = place === "" || worktree.stats(place)?.kind === "directory";
    if (operands.length > 1 && !isFolder) throw new GitError(`destination '${target}' is not a directory`);
    let entries = repository.readIndex();
    for (const spec of git.pathspecs(operands)) {
      const from = spec.path;
      const to = isFolder ? (place === "" ? lastName(from) : `${place}/${lastName(from)}`) : place;
      const inside = entries.filter(({ path }) => path === from || path.startsWith(`${from}/`));
      const reason = reasonAgainst();
      if (reason !== undefined) {
        if (options.has("k")) continue;
        throw new GitError(`${reason}, source=${from}, destination=${to}`);
      }
      if (options.has("dry-run") || options.has("verbose")) await git.out(`Renaming ${from} to ${to}\n`);
      if (options.has("dry-run")) continue;
      process.files.rename(worktree.pathOf(from), worktree.pathOf(to));
      const moved = new Map(
        inside.map((entry) => [entry, { ...entry, path: to + entry.path.slice(from.length) }] as const),
      );
      entries = entries.filter(({ path }) => path !== to).map((entry) => moved.get(entry) ?? entry);

      function reasonAgainst(): string | undefined {
        if (worktree.stats(from) === undefined) return "bad source";
        if (worktree.stats(from)?.kind === "directory") {
          if (to === from || to.startsWith(`${from}/`)) return "can not move directory into itself";
          if (inside.length === 0) return "source directory is empty";
        } else if (inside.length === 0) return "not under version control";
        if (worktree.stats(to) !== undefined && !options.has("force")) return "destination exists";
        const folder = resolvePath("/", to.split("/").slice(0, -1).join("/")).slice(1);
        if (folder !== "" && worktree.stats(folder)?.kind !== "directory")
          return "destination directory does not exist";
        return undefined;
      }
    }
    if (!options.has("dry-run")) repository.writeIndex(entries);
  },
};

const lastName = (path: string) => path.slice(path.lastIndexOf("/") + 1);
