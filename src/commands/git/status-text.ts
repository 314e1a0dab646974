import type { Slot } from "./colors.ts";
import type { Change } from "./diff/changes.ts";
import type { GitRun } from "./git-run.ts";
import { branchLines } from "./tracking.ts";
import type { Status, Unmerged } from "./worktree/status-of.ts";

const LABELS: Readonly<Record<Change["status"], string>> = {
  A: "new file:   ",
  D: "deleted:    ",
  M: "modified:   ",
  R: "renamed:    ",
  T: "typechange: ",
};

/** By the sides there are. */
const CONFLICTS: Readonly<Record<string, string>> = {
  "1": "both deleted:    ",
  "2": "added by us:     ",
  "3": "added by them:   ",
  "12": "deleted by them: ",
  "13": "deleted by us:   ",
  "23": "both added:      ",
  "123": "both modified:   ",
};

const conflictLabel = ({ stages }: Unmerged): string => CONFLICTS[stages.join("")] ?? "";

interface StatusTextOptions {
  /** For the editor of `commit`: no advice, and other words for the first commit. */
  readonly isTemplate?: boolean;
  /** Of `commit` that has nothing to do: it is the first one that is said, not that there is none. */
  readonly isCommit?: boolean;
  /** Whether it is compared with nothing. */
  readonly isFirst?: boolean;
  readonly isAmend?: boolean;
  readonly showsUntracked?: boolean;
  readonly showsIgnored?: boolean;
}

/** `git status`: the long form (wt-status.c). */
export async function statusText(git: GitRun, status: Status, options: StatusTextOptions = {}): Promise<string> {
  const { repository } = git;
  const isFirst = options.isFirst ?? repository.head === undefined;
  const hints = !options.isTemplate && git.config.flag("advice.statushints", true);
  const paint = options.isTemplate ? (_: Slot, text: string) => text : git.paint("status");
  const hint = (text: string) => (hints ? `  (${text})\n` : "");
  const name = (path: string) => git.quote(git.relative(path));
  let out = await branchLines(git, paint);
  const isMerging = repository.note("MERGE_HEAD") !== undefined;
  if (isMerging)
    out +=
      status.unmerged.length > 0
        ? `You have unmerged paths.\n${hint('fix conflicts and run "git commit"')}${hint('use "git merge --abort" to abort the merge')}\n`
        : `All conflicts fixed but you are still merging.\n${hint('use "git commit" to conclude merge')}\n`;
  if (isFirst) out += options.isTemplate || options.isCommit ? "\nInitial commit\n\n" : "\nNo commits yet\n\n";
  const unstage = isFirst
    ? 'use "git rm --cached <file>..." to unstage'
    : 'use "git restore --staged <file>..." to unstage';
  const line = (slot: Slot, text: string) => `\t${paint(slot, text)}\n`;
  const listed = (slot: Slot) => (change: Change) =>
    line(
      slot,
      `${LABELS[change.status]}${change.status === "R" && change.old ? `${name(change.old.path)} -> ` : ""}${name(change.path)}`,
    );
  if (status.staged.length > 0)
    out += `Changes to be committed:\n${isMerging ? "" : hint(unstage)}${status.staged.map(listed("added")).join("")}\n`;
  if (status.unmerged.length > 0) {
    const both = status.unmerged.some((file) => !file.stages.includes(2) || !file.stages.includes(3))
      ? "add/rm"
      : "add";
    out += `Unmerged paths:\n${hint(`use "git ${both} <file>..." ${both === "add" ? "to mark resolution" : "as appropriate to mark resolution"}`)}`;
    out += `${status.unmerged.map((file) => line("unmerged", conflictLabel(file) + name(file.path))).join("")}\n`;
  }
  if (status.unstaged.length > 0) {
    const verb = status.unstaged.some((change) => change.status === "D") ? "add/rm" : "add";
    out += `Changes not staged for commit:\n${hint(`use "git ${verb} <file>..." to update what will be committed`)}`;
    out += `${hint('use "git restore <file>..." to discard changes in working directory')}${status.unstaged.map(listed("changed")).join("")}\n`;
  }
  const showsUntracked = options.showsUntracked !== false;
  if (showsUntracked && status.untracked.length > 0)
    out += `Untracked files:\n${hint('use "git add <file>..." to include in what will be committed')}${status.untracked.map((path) => line("untracked", name(path))).join("")}\n`;
  if (options.showsIgnored && status.ignored.length > 0)
    out += `Ignored files:\n${hint('use "git add -f <file>..." to include in what will be committed')}${status.ignored.map((path) => line("untracked", name(path))).join("")}\n`;
  if (!showsUntracked && status.staged.length > 0)
    out += `Untracked files not listed${hints ? " (use -u option to show untracked files)" : ""}\n`;
  if (options.isTemplate || status.staged.length > 0) return out;
  return out + lastLine(status, { isFirst, hints, showsUntracked, isAmend: options.isAmend === true });
}

function lastLine(
  status: Status,
  {
    isFirst,
    hints,
    showsUntracked,
    isAmend,
  }: { isFirst: boolean; hints: boolean; showsUntracked: boolean; isAmend: boolean },
): string {
  const advice = (text: string) => (hints ? ` (${text})` : "");
  if (isAmend) return "No changes\n";
  if (status.unstaged.length > 0 || status.unmerged.length > 0)
    return `no changes added to commit${advice('use "git add" and/or "git commit -a"')}\n`;
  if (showsUntracked && status.untracked.length > 0)
    return `nothing added to commit but untracked files present${advice('use "git add" to track')}\n`;
  if (isFirst) return `nothing to commit${advice('create/copy files and use "git add" to track')}\n`;
  return showsUntracked
    ? "nothing to commit, working tree clean\n"
    : `nothing to commit${advice("use -u to show untracked files")}\n`;
}
