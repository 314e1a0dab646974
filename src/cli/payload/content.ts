import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { readAll } from "../../kernel/stream.ts";
import { CommandError } from "../command.ts";

/**
 * What a secret or a config is to hold: a file's content, or standard input's for "-" (docker/cli,
 * `cli/command/secret/create.go`, `cli/command/config/create.go`).
 * @throws CommandError when it cannot be read or is empty
 */
export async function payloadContent(process: Process, file: string): Promise<string> {
  const from = file === "-" ? "STDIN" : file;
  const data = file === "-" ? await readAll(process.stdin, process.signal) : readFile(process, file);
  if (data === "") throw new CommandError(`error reading from ${from}: data is empty`);
  return data;
}

function readFile(process: Process, file: string): string {
  try {
    return process.files.readFile(resolvePath(process.cwd, file));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const call = error.code === "EISDIR" ? "read" : "open";
    throw new CommandError(`error reading from ${file}: ${call} ${file}: ${error.message.toLowerCase()}`);
  }
}
