import { ExecError, findExecutable } from "../kernel/executable.ts";
import { ForkError, type Process, type SpawnOptions } from "../kernel/process.ts";

/** What starting a command may change; the rest is the process's own. */
export type CommandOptions = Omit<SpawnOptions, "args"> & {
  /** What it is called by, when that is not the file's name: "-bash" for a login. */
  readonly name?: string;
};

/**
 * Starts another command and waits for it, as `xargs`, `env` and `time` do.
 * @returns its status
 * @throws ExecError when it cannot be started
 */
export async function runCommand(
  process: Process,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<number> {
  return (await startCommand(process, args, options)).exited;
}

/** The same, without waiting. @throws ExecError */
export async function startCommand(process: Process, args: readonly string[], options: CommandOptions = {}) {
  const env = options.env ?? process.env;
  const cwd = options.cwd ?? process.cwd;
  const files = options.user ? process.machine.files.as(options.user) : process.files;
  const found = await findExecutable(process.machine, files, args, withPath(env), cwd);
  const { name, ...changes } = options;
  const called = name === undefined ? found.args : [name, ...found.args.slice(1)];
  return process.spawn(found.program, { ...changes, args: called, env });
}

/** Becomes another command, as `env`, `nice` and `nohup` do. @throws ExecError */
export async function becomeCommand(
  process: Process,
  args: readonly string[],
  options: Omit<CommandOptions, "user" | "group" | "tty"> = {},
): Promise<number> {
  const { name, ...changes } = options;
  const env = changes.env ?? process.env;
  const found = await findExecutable(process.machine, process.files, args, withPath(env), changes.cwd ?? process.cwd);
  const called = name === undefined ? found.args : [name, ...found.args.slice(1)];
  return process.exec(found.program, { ...changes, args: called });
}

/** Without a PATH, execvp looks where the C library says. */
const withPath = (env: Readonly<Record<string, string>>) => ({ PATH: "/bin:/usr/bin", ...env });

/** The words and the status for a command that could not be started. */
export function startError(error: unknown): { readonly reason: string; readonly status: number } {
  if (error instanceof ForkError) return { reason: error.message, status: 126 };
  if (!(error instanceof ExecError)) throw error;
  if (error.code === "ENOENT") return { reason: "No such file or directory", status: 127 };
  if (error.code === "EACCES") return { reason: "Permission denied", status: 126 };
  return { reason: error.message === "exec format error" ? "Exec format error" : error.message, status: 126 };
}
