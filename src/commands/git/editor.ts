import { runCommand } from "../run-command.ts";
import { GitError } from "./git-error.ts";
import type { GitRun } from "./git-run.ts";

/** Lets the user write a text in their editor. @returns what they left there @throws GitError when there is no editor */
export async function edit(git: GitRun, path: string, text: string): Promise<string> {
  const { process, config } = git;
  const { env, files } = process;
  files.writeFile(path, text);
  const isDumb = env.TERM === undefined || env.TERM === "dumb";
  const editor = env.GIT_EDITOR ?? config.value("core.editor") ?? (isDumb ? undefined : env.VISUAL) ?? env.EDITOR;
  if (editor === undefined && isDumb)
    throw new GitError("Terminal is dumb, but EDITOR unset\nPlease supply the message using either -m or -F option.", {
      label: "error: ",
      status: 1,
    });
  // Debian's git is built to call `editor`.
  const name = editor ?? "editor";
  await git.flush();
  let status = 1;
  try {
    status = await runCommand(process, ["sh", "-c", `${name} "$@"`, name, path]);
  } catch {
    status = 127;
  }
  if (status !== 0)
    throw new GitError(
      `error: There was a problem with the editor '${name}'.\nPlease supply the message using either -m or -F option.`,
      { label: "", status: 1 },
    );
  return files.readFile(path);
}

/** A message as it is kept: without comments, blank lines around, and blanks at the ends of lines. */
export function cleaned(text: string, comments: boolean): string {
  const lines = text
    .replace(/^# -+ >8 -+\n[\s\S]*/m, "")
    .split("\n")
    .filter((line) => !comments || !line.startsWith("#"))
    .map((line) => line.trimEnd());
  const body = lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+|\n+$/g, "");
  return body === "" ? "" : `${body}\n`;
}
