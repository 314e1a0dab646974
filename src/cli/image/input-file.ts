import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { CommandError } from "../command.ts";

/** The bytes of a file that a command is given. @throws CommandError in Go's words */
export function readInputFile(process: Process, path: string): string {
  try {
    return process.files.readFile(resolvePath(process.cwd, path));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const call = error.code === "EISDIR" ? "read" : "open";
    throw new CommandError(`${call} ${path}: ${error.message.toLowerCase()}`);
  }
}

interface OutputFile {
  /** The size to show for it, bytes. */
  readonly size?: number;
  /** What a failure begins with: "failed to save image: ". */
  readonly failure?: string;
}

/** Writes what a command makes. @throws CommandError in Go's words */
export function writeOutputFile(process: Process, path: string, content: string, about: OutputFile = {}): void {
  const { size, failure = "" } = about;
  const full = resolvePath(process.cwd, path);
  const folder = resolvePath(full, "..");
  if (!process.files.exists(folder))
    throw new CommandError(`${failure}invalid output path: stat ${folderOf(path)}: no such file or directory`);
  if (process.files.exists(full) && process.files.stat(full).kind === "directory")
    throw new CommandError(`${failure}cannot write to a directory`);
  try {
    if (process.files.exists(full)) process.files.unlink(full);
    process.files.writeFile(full, content, { mode: 0o600, ...(size === undefined ? {} : { size }) });
  } catch (error) {
    if (error instanceof FileError) throw new CommandError(`${failure}open ${path}: ${error.message.toLowerCase()}`);
    throw error;
  }
}

const folderOf = (path: string) => (path.includes("/") ? path.slice(0, path.lastIndexOf("/")) || "/" : ".");
