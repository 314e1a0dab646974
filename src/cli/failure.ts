import { EngineError } from "../engine/errors.ts";
import { CommandError, DaemonUnreachable } from "./command.ts";

/** What the client prints of an error, without a newline; undefined when the error is none of Docker's. */
export function failureText(error: unknown): string | undefined {
  if (error instanceof EngineError) return `Error response from daemon: ${error.message}`;
  if (error instanceof CommandError || error instanceof DaemonUnreachable) return error.message;
  return undefined;
}

/** A line of `docker run` or `docker create` that the client cannot make a request of (status 125). @throws error itself when it is none of Docker's */
export function unreadableRun(error: unknown, command: "run" | "create"): CommandError {
  const { message } = runFailure(error, command);
  return new CommandError(message, 125);
}

/**
 * The failure of `docker run` and `docker create`, with their prefix, their pointer to the help, and the status that
 * tells why: 127 for a command that is not there, 126 for one that cannot be run, 125 for everything else
 * (docker/cli, `cli/command/container/run.go`).
 * @throws error itself when it is none of Docker's
 */
export function runFailure(error: unknown, command: "run" | "create"): CommandError {
  const text = failureText(error);
  if (text === undefined) throw error;
  return new CommandError(`docker: ${text}\n\nRun 'docker ${command} --help' for more information`, runStatus(text));
}

function runStatus(text: string): number {
  if (/executable file not found|no such file or directory|system cannot find the file specified/.test(text))
    return 127;
  return /permission denied|is a directory/.test(text) ? 126 : 125;
}
