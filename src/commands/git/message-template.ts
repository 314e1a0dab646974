import { dateText } from "./dates.ts";
import { cleaned, edit } from "./editor.ts";
import type { GitRun } from "./git-run.ts";
import type { Commit } from "./objects/commit.ts";
import { statusText } from "./status-text.ts";
import type { Status } from "./worktree/status-of.ts";

/** Lets the user write a commit's message, with what will be in it as a comment below. @throws GitError */
export async function messageTemplate(git: GitRun, start: string, found: Status, amended?: Commit): Promise<string> {
  const { repository } = git;
  const status = await statusText(git, found, {
    isTemplate: true,
    isFirst: amended ? amended.parents.length === 0 : repository.head === undefined,
  });
  const isMerge = repository.note("MERGE_HEAD") !== undefined;
  const notes = [
    ...(isMerge
      ? [
          "",
          "It looks like you may be committing a merge.",
          "If this is not correct, please run",
          "\tgit update-ref -d MERGE_HEAD",
          "and try again.",
          "",
        ]
      : []),
    "Please enter the commit message for your changes. Lines starting",
    "with '#' will be ignored, and an empty message aborts the commit.",
    "",
    ...(amended ? [`Date:      ${dateText(amended.author, "default", 0)}`, ""] : []),
    ...status.split("\n").slice(0, -1),
  ];
  const commented = notes.map((line) => (line === "" ? "#\n" : line.startsWith("\t") ? `#${line}\n` : `# ${line}\n`));
  const text = `${start}\n${commented.join("")}`;
  return cleaned(await edit(git, `${repository.folder}/COMMIT_EDITMSG`, text), true);
}
