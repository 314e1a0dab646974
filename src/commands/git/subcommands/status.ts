import type { GitCommand, GitRun } from "../git-run.ts";
import { shortName } from "../repository/refs.ts";
import { statusText } from "../status-text.ts";
import { aheadAndBehind, upstreamOf } from "../tracking.ts";
import { type Status, statusOf } from "../worktree/status-of.ts";

export const status: GitCommand = {
  usage: ["status [<options>] [--] [<pathspec>...]"],
  options: "s|short b|branch porcelain? long u|untracked-files? ignored? v|verbose z|null",
  others: "show-stash ahead-behind ignore-submodules? column? M|find-renames? renames",
  run: async (git, options) => {
    const mode = options.value("untracked-files") ?? git.config.value("status.showuntrackedfiles") ?? "normal";
    const isOff = mode === "no" || mode === "false" || options.has("no-untracked-files");
    const found = await statusOf(git, {
      untracked: isOff ? "no" : mode === "all" || mode === "" ? "all" : "normal",
      specs: git.pathspecs([...options.operands, ...options.paths]),
    });
    const isPorcelain = options.has("porcelain");
    const isShort =
      options.has("short") || isPorcelain || git.config.flag("status.short", false) || options.has("null");
    if (!isShort || options.has("long")) {
      await git.out(await statusText(git, found, { showsUntracked: !isOff, showsIgnored: options.has("ignored") }));
      return;
    }
    const lines: string[] = [];
    if (options.has("branch") || (git.config.flag("status.branch", false) && !isPorcelain))
      lines.push(await branchLine(git, isPorcelain));
    lines.push(...shortLines(git, found, isPorcelain, options.has("ignored")));
    const end = options.has("null") ? "\0" : "\n";
    await git.out(lines.map((line) => line + end).join(""));
  },
};

/** `## main...origin/main [ahead 1]` */
async function branchLine(git: GitRun, plain: boolean): Promise<string> {
  const { repository } = git;
  const { branch } = repository.refs;
  const paint = plain ? (_: unknown, text: string) => text : git.paint("status");
  if (branch === undefined) return `## ${paint("nobranch", "HEAD (no branch)")}`;
  const name = paint("localBranch", shortName(branch));
  const upstream = upstreamOf(repository, branch);
  const start = repository.head === undefined ? "## No commits yet on " : "## ";
  if (!upstream) return `${start}${name}`;
  const followed = `...${paint("remoteBranch", shortName(upstream.ref))}`;
  const theirs = repository.refs.resolve(upstream.ref);
  if (repository.head === undefined) return `${start}${name}${followed}`;
  if (theirs === undefined) return `${start}${name}${followed} [gone]`;
  const { ahead, behind } = await aheadAndBehind(repository, repository.head, theirs);
  const parts = [
    ahead > 0 ? `ahead ${paint("localBranch", String(ahead))}` : "",
    behind > 0 ? `behind ${paint("remoteBranch", String(behind))}` : "",
  ].filter((part) => part !== "");
  return `${start}${name}${followed}${parts.length > 0 ? ` [${parts.join(", ")}]` : ""}`;
}

const SHORT_CONFLICTS: Readonly<Record<string, string>> = {
  "1": "DD",
  "2": "AU",
  "3": "UA",
  "12": "UD",
  "13": "DU",
  "23": "AA",
  "123": "UU",
};

function shortLines(git: GitRun, found: Status, plain: boolean, ignored: boolean): string[] {
  const paint = plain ? (_: unknown, text: string) => text : git.paint("status");
  const name = (path: string) => git.quote(plain ? path : git.relative(path), true);
  const rows = new Map<string, { index: string; files: string; from?: string }>();
  for (const { path, status: letter, old } of found.staged)
    rows.set(path, { index: letter, files: " ", ...(letter === "R" && old ? { from: old.path } : {}) });
  for (const { path, status: letter } of found.unstaged) {
    const row = rows.get(path);
    if (row) row.files = letter;
    else rows.set(path, { index: " ", files: letter });
  }
  for (const { path, stages } of found.unmerged) {
    const [ours = " ", theirs = " "] = SHORT_CONFLICTS[stages.join("")] ?? "UU";
    rows.set(path, { index: ours, files: theirs });
  }
  const open = new Set(found.unmerged.map(({ path }) => path));
  const tracked = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  const letter = (slot: "added" | "changed", text: string) => (text === " " ? text : paint(slot, text));
  return [
    ...tracked.map(([path, { index, files, from }]) =>
      open.has(path)
        ? `${paint("unmerged", index + files)} ${name(path)}`
        : `${letter("added", index)}${letter("changed", files)} ${from === undefined ? "" : `${name(from)} -> `}${name(path)}`,
    ),
    ...found.untracked.map((path) => `${paint("untracked", "??")} ${name(path)}`),
    ...(ignored ? found.ignored.map((path) => `${paint("untracked", "!!")} ${name(path)}`) : []),
  ];
}
