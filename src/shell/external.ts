import { ExecError, type Executable, findExecutable } from "../kernel/executable.ts";
import { resolvePath } from "../kernel/filesystem.ts";
import { fork } from "./fork.ts";
import { foregroundGroup, waitForeground } from "./pipeline.ts";
import { spawnWithRoom } from "./room-to-fork.ts";
import type { Shell } from "./shell.ts";
import { ignoredSignals } from "./trap.ts";

/** Runs a program from PATH, or a file. @param tail this process may become it */
export async function runExternal(shell: Shell, args: readonly string[], tail: boolean): Promise<number> {
  const found = await executable(shell, args);
  if (typeof found === "number") return found;
  if (!found) return runAsScript(shell, args);
  return tail ? replaceWith(shell, found) : start(shell, found);
}

/** `exec`: the shell's process becomes the program. Returns the status if it could not. */
export async function execInPlace(shell: Shell, args: readonly string[], name?: string): Promise<number> {
  const found = await executable(shell, args, "exec: ");
  if (typeof found === "number") return found;
  if (!found) return runAsScript(shell, args);
  return replaceWith(shell, name === undefined ? found : { ...found, args: [name, ...found.args.slice(1)] });
}

async function start(shell: Shell, { program, args }: Executable): Promise<number> {
  const files = shell.descriptors.copy();
  const child = await spawnWithRoom(shell, program, files, {
    args,
    env: environment(shell),
    cwd: shell.cwd,
    tty: shell.tty,
    group: foregroundGroup(shell),
    ignored: ignoredSignals(shell),
  });
  void child.released.then(() => files.close());
  const [status = 0] = await waitForeground(shell, [child], shell.commandText);
  return status;
}

async function replaceWith(shell: Shell, { program, args }: Executable): Promise<number> {
  shell.outlasting = shell.descriptors.get(1)?.retain();
  return shell.process.exec(program, { args, env: environment(shell), cwd: shell.cwd, ...shell.descriptors.streams() });
}

function environment(shell: Shell): Record<string, string> {
  return shell.environment();
}

/** What a name starts; undefined for a file that only a shell can read; a status when a message has been shown. */
async function executable(shell: Shell, args: readonly string[], label = ""): Promise<Executable | number | undefined> {
  const name = args[0] ?? "";
  const env = { ...environment(shell), PATH: shell.variables.get("PATH") ?? "" };
  try {
    if (name === "") throw new ExecError("ENOENT", "");
    const pinned = shell.hashed.get(name);
    const asked = pinned?.isPinned ? [pinned.path, ...args.slice(1)] : args;
    const found = await findExecutable(shell.process.machine, shell.process.files, asked, env, shell.cwd);
    if (!name.includes("/"))
      shell.hashed.set(name, { path: found.path, isPinned: false, ...pinned, hits: (pinned?.hits ?? 0) + 1 });
    return found;
  } catch (error) {
    if (!(error instanceof ExecError)) throw error;
    if (error.code === "ENOEXEC" && error.message === "exec format error") return undefined;
    return cannotRun(shell, name, error, label);
  }
}

async function cannotRun(shell: Shell, name: string, error: ExecError, label: string): Promise<number> {
  const bash = shell.flavour === "bash";
  if (error.code === "ENOEXEC") {
    await shell.complain(error.message);
    return 126;
  }
  // Bash looks past folders, and names the file that it found.
  const isHidden = bash && !name.includes("/") && error.path === undefined;
  if (error.code === "EACCES" && !isHidden) {
    const shown = bash && !name.includes("/") ? (error.path ?? name) : name;
    const directory = error.message === "is a directory" && bash;
    const why = directory ? "Is a directory" : "Permission denied";
    await shell.complain(`${shown}: ${why}`);
    if (label !== "" && bash) await shell.complain(`${label}${shown}: cannot execute: ${why}`);
    return 126;
  }
  if (!name.includes("/") && bash && label === "" && !shell.variables.get("PATH"))
    await shell.complain(`${name}: No such file or directory`);
  else if (!name.includes("/"))
    await shell.complain(`${label}${name}: ${bash && label === "" ? "command not found" : "not found"}`);
  else if (shell.process.files.exists(resolvePath(shell.cwd, name))) {
    await shell.complain(`${name}: ${bash ? "cannot execute: required file not found" : "not found"}`);
  } else await shell.complain(`${name}: ${bash ? "No such file or directory" : "not found"}`);
  return 127;
}

/** A file without `#!` is run by a shell of the same kind. */
async function runAsScript(shell: Shell, args: readonly string[]): Promise<number> {
  const name = args[0] ?? "";
  const child = await fork(
    shell,
    (sub) => {
      sub.becomeScript(name, args.slice(1));
      return sub.runText(shell.process.files.readFile(shell.pathOf(name)), { name });
    },
    { descriptors: shell.descriptors.copy(), group: foregroundGroup(shell) },
  );
  const [status = 0] = await waitForeground(shell, [child], shell.commandText);
  return status;
}
