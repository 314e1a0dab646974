import { FileError } from "../kernel/filesystem.ts";
import { openOutput } from "../kernel/open.ts";
import type { Process } from "../kernel/process.ts";
import type { Output } from "../kernel/stream.ts";

/** Opens a log for adding to it: images link logs to /dev/stdout and /dev/stderr. @param otherwise where it goes when it cannot be opened */
export function openLog(process: Process, path: string, otherwise: Output): Output {
  try {
    const { kind, target } = process.files.lstat(path);
    return openOutput(process, kind === "symlink" && target ? target : path, { append: true });
  } catch (error) {
    if (error instanceof FileError) return otherwise;
    throw error;
  }
}
