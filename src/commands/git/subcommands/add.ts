import { GitError } from "../git-error.ts";
import type { GitCommand, GitRun } from "../git-run.ts";
import { type IndexEntry, indexEntry } from "../repository/index-file.ts";
import { matcherOf, type Pathspec } from "../worktree/pathspec.ts";
import { staged } from "../worktree/stage.ts";
import { modeOf } from "../worktree/worktree.ts";

export const add: GitCommand = {
  usage: ["add [<options>] [--] <pathspec>..."],
  options: "n|dry-run v|verbose f|force u|update N|intent-to-add A|all ignore-removal ignore-errors refresh chmod=",
  others: "i|interactive p|patch e|edit renormalize ignore-missing sparse pathspec-from-file= pathspec-file-nul",
  run: async (git, options) => {
    const texts = [...options.operands, ...options.paths];
    const { worktree, repository } = git;
    const isWhole = texts.length === 0 && (options.has("all") || options.has("update"));
    if (texts.length === 0 && !isWhole) {
      await git.err("Nothing specified, nothing added.\n");
      await git.hint("addemptypathspec", [
        "Maybe you wanted to say 'git add .'?",
        'Disable this message with "git config set advice.addEmptyPathspec false"',
      ]);
      return;
    }
    const specs = git.pathspecs(isWhole ? [":/"] : texts);
    let entries: IndexEntry[] = repository.readIndex();
    const { wanted, refused } = await wantedPaths(git, specs, entries, options.has("force"), options.has("update"));
    for (const path of wanted) {
      const isThere = worktree.fileStats(path) !== undefined;
      if (!isThere && options.has("ignore-removal")) continue;
      const known = entries.find((entry) => entry.path === path);
      const before = known?.stage === 0 ? known : undefined;
      const stats = worktree.fileStats(path);
      const isSame =
        before &&
        stats &&
        !before.intentToAdd &&
        before.mode === modeOf(stats) &&
        worktree.idOf(path, before, stats) === before.id;
      if ((options.has("verbose") || options.has("dry-run")) && !isSame)
        await git.out(`${isThere ? "add" : "remove"} '${path}'\n`);
      if (options.has("dry-run")) continue;
      if (options.has("intent-to-add")) {
        if (!known && stats) entries.push({ ...indexEntry(path, modeOf(stats), EMPTY_BLOB), intentToAdd: true });
      } else entries = await staged(git, entries, path);
      const mode = options.value("chmod");
      if (mode !== undefined)
        entries = entries.map((entry) =>
          entry.path === path ? { ...entry, mode: mode === "+x" ? "100755" : "100644" } : entry,
        );
    }
    if (!options.has("dry-run")) repository.writeIndex(entries);
    if (refused.length === 0) return 0;
    await git.err(
      `The following paths are ignored by one of your .gitignore files:\n${refused.map((path) => `${path}\n`).join("")}`,
    );
    await git.hint("addignoredfile", [
      "Use -f if you really want to add them.",
      'Disable this message with "git config set advice.addIgnoredFile false"',
    ]);
    return 1;
  },
};

/** The id of a file with nothing in it. */
const EMPTY_BLOB = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";

/** What the pathspecs mean: tracked files, and others that no rule leaves out unless it is forced. */
async function wantedPaths(
  { worktree }: GitRun,
  specs: readonly Pathspec[],
  entries: readonly IndexEntry[],
  force: boolean,
  onlyTracked: boolean,
): Promise<{ wanted: string[]; refused: string[] }> {
  const found = worktree.untracked(entries, true);
  const others = onlyTracked ? [] : found.untracked;
  const ignored = onlyTracked ? [] : found.ignored;
  const tracked = [...new Set(entries.map(({ path }) => path))];
  const isMeant = matcherOf(specs);
  const wanted = [...tracked, ...others].filter(isMeant);
  const refused: string[] = [];
  for (const spec of specs.filter(({ isExclusion }) => !isExclusion)) {
    if (wanted.some((path) => spec.matches(path))) continue;
    const left = ignored.find((path) => spec.matches(path.replace(/\/$/, "")) || spec.path.startsWith(path));
    const isThere = spec.path === "" || worktree.stats(spec.path) !== undefined;
    if (left !== undefined && spec.path !== "" && isThere) {
      if (force)
        wanted.push(...(worktree.stats(spec.path)?.kind === "directory" ? worktree.filesIn(spec.path) : [spec.path]));
      else refused.push(spec.path.startsWith(left) ? left.replace(/\/$/, "") : spec.path);
    } else if (!isThere || (worktree.stats(spec.path)?.kind !== "directory" && spec.path !== ""))
      throw new GitError(`pathspec '${spec.text}' did not match any files`);
  }
  if (force) wanted.push(...ignored.filter((path) => !path.endsWith("/") && isMeant(path) && !wanted.includes(path)));
  return { wanted: [...new Set(wanted)].sort(), refused };
}
