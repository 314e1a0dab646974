import { resolvePath } from "../kernel/filesystem.ts";
import type { Shell } from "./shell.ts";

const LINES = 500;

function file(shell: Shell): string | undefined {
  const home = shell.variables.get("HOME");
  const name =
    shell.variables.get("HISTFILE") ??
    (home && `${home}/${shell.flavour === "bash" ? ".bash_history" : ".ash_history"}`);
  return name ? resolvePath(shell.cwd, name) : undefined;
}

function limit(shell: Shell): number {
  const size = shell.variables.get("HISTSIZE");
  return size !== undefined && /^\d+$/.test(size) ? Number(size) : LINES;
}

/** The lines of the history file, oldest first; none when there is no file. */
export function readHistory(shell: Shell): string[] {
  const path = file(shell);
  if (path === undefined || !shell.process.files.exists(path)) return [];
  const lines = shell.process.files
    .readFile(path)
    .split("\n")
    .filter((line) => line !== "");
  return lines.slice(-limit(shell));
}

/** Writes the whole history to its file; a place that cannot be written is left alone. */
export function writeHistory(shell: Shell): void {
  const path = file(shell);
  if (path === undefined) return;
  const text = shell.history.map((line) => `${line}\n`).join("");
  try {
    shell.process.files.writeFile(path, text, { mode: 0o600 });
  } catch {
    // As bash: a history that cannot be kept is no reason to stop.
  }
}

/** Remembers a line, unless it begins with a blank or repeats the one before. */
export function appendHistory(shell: Shell, line: string): void {
  if (line.trim() === "" || /^[ \t]/.test(line) || shell.history.at(-1) === line) return;
  shell.history.push(line);
  const size = limit(shell);
  if (shell.history.length > size) shell.history.splice(0, shell.history.length - size);
  writeHistory(shell);
}
