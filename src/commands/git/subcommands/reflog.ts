import { DIFF_OPTIONS, diffPaint } from "../diff/report.ts";
import { GitError } from "../git-error.ts";
import type { GitCommand } from "../git-run.ts";
import { Decorations } from "../log/decorations.ts";

export const reflog: GitCommand = {
  usage: ["reflog [show] [<log-options>] [<ref>]"],
  options: `${DIFF_OPTIONS} n|max-count= decorate?`,
  others: "oneline all",
  before: (args) => args.map((arg) => arg.replace(/^-(\d+)$/, "-n$1")),
  run: async (git, options) => {
    const { repository } = git;
    const operands = options.operands[0] === "show" ? options.operands.slice(1) : options.operands;
    const [name = "HEAD"] = operands;
    const full = name === "HEAD" ? name : `refs/heads/${name}`;
    if (repository.refs.resolve(full) === undefined)
      throw new GitError(
        name === "HEAD"
          ? `your current branch '${(repository.refs.branch ?? "").replace("refs/heads/", "")}' does not have any commits yet`
          : `ambiguous argument '${name}': unknown revision or path not in the working tree.\nUse '--' to separate paths from revisions, like this:\n'git <command> [<revision>...] -- [<file>...]'`,
      );
    const paint = diffPaint(git, options);
    const decorations = await Decorations.of(repository, git.process.stdout.isTTY || options.has("decorate"));
    const lines = repository.refs
      .log(full)
      .reverse()
      .slice(0, Number(options.value("max-count") ?? Number.POSITIVE_INFINITY));
    await git.page(
      lines
        .map((line, i) => {
          const [, id = "", message = ""] = /^\S+ (\S+) .*?\t(.*)$/.exec(line) ?? [];
          return `${paint("commit", repository.objects.abbreviate(id))}${decorations.text(id, paint)} ${name}@{${i}}: ${message}\n`;
        })
        .join(""),
    );
  },
};
