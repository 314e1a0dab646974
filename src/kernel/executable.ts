import { FileError, type FileSystem, resolvePath } from "./filesystem.ts";
import type { Machine } from "./machine.ts";
import type { Program } from "./process.ts";
import { actingAs } from "./set-user-id.ts";

/** Why a command could not be started, as execve tells it. */
export class ExecError extends Error {
  readonly code: "ENOENT" | "EACCES" | "ENOEXEC";
  /** The file that is there and may not be run. */
  readonly path: string | undefined;

  constructor(code: "ENOENT" | "EACCES" | "ENOEXEC", message: string, path?: string) {
    super(message);
    this.name = "ExecError";
    this.code = code;
    this.path = path;
  }
}

export interface Executable {
  readonly program: Program;
  /** The arguments to run it with: a script's interpreter comes before the script's own. */
  readonly args: readonly string[];
  readonly path: string;
}

/**
 * Finds what a command line starts, as execvp does: by PATH unless the name has a slash; a binary's program, or the
 * interpreter of a script's first line.
 * @throws ExecError ENOENT (no such file, or not in PATH), EACCES (not executable), ENOEXEC (neither binary nor script)
 */
export async function findExecutable(
  machine: Machine,
  files: FileSystem,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Executable> {
  const name = args[0] ?? "";
  const path = pathOf(files, name, env.PATH ?? "", cwd);
  const stats = files.stat(path);
  if (stats.program !== undefined) {
    const program = await machine.program(stats.program);
    if (!program) throw new ExecError("ENOEXEC", `${name}: this playground has no ${stats.program}`);
    const { mode, uid } = stats;
    return { program: (mode & 0o4000) === 0 ? program : actingAs(uid, program), args, path };
  }
  const shebang = /^#!\s*(\S+)(?:[ \t]+(.*\S))?/.exec(files.readFile(path).slice(0, 256));
  const interpreter = shebang?.[1];
  if (interpreter === undefined) throw new ExecError("ENOEXEC", "exec format error");
  const option = shebang?.[2];
  const inner = [
    interpreter,
    ...(option === undefined ? [] : [option]),
    name.includes("/") ? name : path,
    ...args.slice(1),
  ];
  if (!files.exists(interpreter)) throw new ExecError("ENOENT", "no such file or directory");
  return findExecutable(machine, files, inner, env, cwd);
}

/** The file that a command name means. @throws ExecError ENOENT, EACCES */
export function pathOf(files: FileSystem, name: string, searchPath: string, cwd: string): string {
  if (name.includes("/")) {
    const path = resolvePath(cwd, name);
    return checkExecutable(files, path);
  }
  let denied: ExecError | undefined;
  for (const folder of searchPath.split(":")) {
    const directory = resolvePath(cwd, folder || ".");
    const path = resolvePath(directory, name);
    // Mostly it is just not there, which needs no error to be made.
    if (!files.exists(path) && files.allows(directory, 1)) continue;
    try {
      return checkExecutable(files, path);
    } catch (error) {
      if (error instanceof ExecError && error.code === "EACCES") denied ??= error;
      else if (!(error instanceof ExecError)) throw error;
    }
  }
  throw denied ?? new ExecError("ENOENT", "executable file not found in $PATH");
}

function checkExecutable(files: FileSystem, path: string): string {
  try {
    const { kind } = files.stat(path);
    if (kind !== "file") throw new ExecError("EACCES", kind === "directory" ? "is a directory" : "permission denied");
    if (!files.allows(path, 1)) throw new ExecError("EACCES", "permission denied", path);
    return path;
  } catch (error) {
    if (error instanceof FileError)
      throw new ExecError(error.code === "EACCES" ? "EACCES" : "ENOENT", error.message.toLowerCase());
    throw error;
  }
}
