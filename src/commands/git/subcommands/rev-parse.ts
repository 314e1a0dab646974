import { GitError } from "../git-error.ts";
import type { GitCommand, GitRun } from "../git-run.ts";
import { shortName } from "../repository/refs.ts";
import { findRevision, unknownRevision } from "../repository/revision.ts";

export const revParse: GitCommand = {
  usage: ["rev-parse [<options>] -- [<args>...]"],
  options:
    "short? verify q|quiet abbrev-ref show-toplevel git-dir absolute-git-dir is-inside-work-tree is-bare-repository show-prefix is-inside-git-dir show-cdup",
  others:
    "parseopt sq-quote symbolic symbolic-full-name all branches tags remotes glob= git-common-dir git-path= show-superproject-working-tree local-env-vars since= until= default= prefix=",
  run: async (git, options) => {
    const { repository } = git;
    for (const { key } of options.given) {
      const answer = facts(git)[key]?.();
      if (answer !== undefined) await git.out(`${answer}\n`);
    }
    for (const name of options.operands) {
      if (options.has("abbrev-ref")) {
        const { branch } = repository.refs;
        if ((await findRevision(repository, name)) === undefined) {
          await git.out(`${name}\n`);
          throw unknownRevision(name);
        }
        await git.out(`${name === "HEAD" && branch !== undefined ? shortName(branch) : name}\n`);
        continue;
      }
      const id = await findRevision(repository, name);
      if (id === undefined) {
        if (options.has("verify")) {
          if (options.has("quiet")) return 1;
          throw new GitError("Needed a single revision");
        }
        await git.out(`${name}\n`);
        throw unknownRevision(name);
      }
      await git.out(
        `${options.has("short") ? repository.objects.abbreviate(id, Number(options.value("short")) || 7) : id}\n`,
      );
    }
    return 0;
  },
};

const facts = (git: GitRun): Readonly<Record<string, () => string>> => {
  const { repository, cwd } = git;
  const isInside = `${cwd}/`.startsWith(`${repository.folder}/`);
  const prefix = () =>
    cwd === repository.top ? "" : `${cwd.slice((repository.top ?? "").replace(/\/$/, "").length + 1)}/`;
  return {
    "show-toplevel": () => git.worktree.top,
    "git-dir": () => (cwd === repository.top ? ".git" : cwd === repository.folder ? "." : repository.folder),
    "absolute-git-dir": () => repository.folder,
    "is-inside-work-tree": () => String(repository.top !== undefined && !isInside),
    "is-inside-git-dir": () => String(isInside),
    "is-bare-repository": () => String(repository.top === undefined),
    "show-prefix": prefix,
    "show-cdup": () => "../".repeat(prefix().split("/").length - 1),
  };
};
