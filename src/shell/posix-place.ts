import type { Shell } from "./shell.ts";

/**
 * What a message of ash or dash begins with: `sh: cd: line 0: ` of ash, which counts the lines of `-c` from 0 and tells
 * none of what is typed; `sh: 1: cd: ` of dash.
 * @param runner the builtin that the message is of, or what runs the command (`eval`, a file); "" for neither
 */
export function posixPlace(shell: Shell, line: number, runner: string): string {
  const by = runner === "" ? "" : `${runner}: `;
  if (shell.flavour === "dash") return `${shell.name}: ${line}: ${by}`;
  const isInFile = shell.source.name !== shell.name;
  if (shell.interactive && !isInFile) return `${shell.name.split("/").at(-1)}: ${by}`;
  const isCommandString = shell.options.has("command-string") && !isInFile;
  if (isCommandString && by === "") return `${shell.name}: `;
  return `${shell.name}: ${by}line ${isCommandString ? line - 1 : line}: `;
}
