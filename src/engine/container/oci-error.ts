import { ExecError, type Executable, findExecutable, pathOf } from "../../kernel/executable.ts";
import type { FileSystem } from "../../kernel/filesystem.ts";
import type { Machine } from "../../kernel/machine.ts";
import type { Program } from "../../kernel/process.ts";
import type { Output } from "../../kernel/stream.ts";

/** runc starts every program from a process of its own, whose threads take numbers in the container (tape 06: `ps` after an exec). */
export const RUNC_THREADS = 5;

/** Why runc could not start a program: what it says, and the exit status that stands for it. */
export class StartFailure extends Error {
  readonly status: 126 | 127 | 128;

  constructor(message: string, status: StartFailure["status"]) {
    super(message);
    this.name = "StartFailure";
    this.status = status;
  }
}

/**
 * What a container's command line starts. A command that is not there or may not be run is a StartFailure in runc's
 * words (tape 06); one that only execve refuses becomes a program that says so and ends with 255, as runc's init does.
 * @throws StartFailure
 */
export async function resolveCommand(
  machine: Machine,
  files: FileSystem,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Pick<Executable, "program" | "args">> {
  const name = args[0] ?? "";
  if (name === "") throw new StartFailure('exec: "": executable file not found in $PATH', 127);
  let path: string;
  try {
    path = pathOf(files, name, env.PATH ?? "", cwd);
  } catch (error) {
    if (error instanceof ExecError) throw lookupFailure(name, error);
    throw error;
  }
  try {
    return await machine.clock.hold(findExecutable(machine, files, args, env, cwd));
  } catch (error) {
    if (!(error instanceof ExecError)) throw error;
    // A binary of the image that nothing here plays: said in both languages, for a container has none of its own.
    const program = /this playground has no (\S+)$/.exec(error.message)?.[1];
    const said =
      program === undefined
        ? `exec ${path}: ${error.message}`
        : `Este laboratorio no simula ${program}.\nThis playground does not simulate ${program}.`;
    return { program: refuses(said), args };
  }
}

function lookupFailure(name: string, { code, message }: ExecError): StartFailure {
  const found = name.includes("/") && code === "ENOENT" ? `stat ${name}: ${message}` : message;
  const what = message === "is a directory" ? `${found}: permission denied` : found;
  return new StartFailure(`exec: "${name}": ${what}`, code === "ENOENT" ? 127 : 126);
}

const refuses =
  (text: string): Program =>
  async ({ stderr }: { stderr: Output }) => {
    await stderr.write(`${text}\n`);
    return 255;
  };
