import type { GitCommand } from "../git-run.ts";

export const checkIgnore: GitCommand = {
  usage: ["check-ignore [<options>] <pathname>...", "check-ignore [<options>] --stdin"],
  options: "v|verbose q|quiet n|non-matching no-index",
  others: "stdin z",
  run: async (git, options) => {
    const { worktree, repository } = git;
    const tracked = new Set(repository.readIndex().map(({ path }) => path));
    let found = false;
    for (const spec of git.pathspecs([...options.operands, ...options.paths])) {
      const isFolder = worktree.stats(spec.path)?.kind === "directory" || spec.text.endsWith("/");
      const rule =
        !options.has("no-index") && tracked.has(spec.path) ? undefined : worktree.ignore.ruleOf(spec.path, isFolder);
      if (rule) found = true;
      if (options.has("quiet")) continue;
      if (options.has("verbose") && (rule || options.has("non-matching")))
        await git.out(`${rule ? `${rule.file}:${rule.line}:${rule.pattern}` : "::"}\t${spec.text}\n`);
      else if (rule) await git.out(`${git.quote(spec.text)}\n`);
    }
    return found ? 0 : 1;
  },
};
