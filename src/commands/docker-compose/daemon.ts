import { CommandError, DaemonStarting, DaemonUnreachable } from "../../cli/command.ts";
import { ContextStore } from "../../cli/context/context-store.ts";
import { endpointOf, parseHost } from "../../cli/context/endpoint.ts";
import type { Connect } from "../../cli/docker.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Process } from "../../kernel/process.ts";
import { PythonException, UserError } from "./failures.ts";
import type { DocoptResult } from "./python/docopt.ts";
import { loadTracebacks } from "./tracebacks.ts";

/**
 * The daemon that compose speaks to: that of `-H` or `-c`, of DOCKER_HOST, or of the docker command's own context
 * (compose/cli/docker_client.py).
 * @param command the subcommand, whose traceback is shown when nobody answers
 * @throws UserError, PythonException
 */
export async function findDaemon(
  process: Process,
  connect: Connect,
  options: DocoptResult,
  command: string,
): Promise<Engine> {
  const address = addressOf(process, options);
  for (;;) {
    const found = connect(process, address);
    if (found instanceof DaemonStarting) await found.ready;
    else if (found instanceof DaemonUnreachable) throw await unreachable(process, found, command);
    else return found;
  }
}

function addressOf(process: Process, options: DocoptResult): string | undefined {
  const host = options.text("--host");
  const context = options.text("--context");
  const found =
    context === undefined || context === "default" ? undefined : new ContextStore(process, undefined).get(context);
  if (context !== undefined && context !== "default" && !found) throw new UserError(`Context '${context}' not found`);
  if (host !== undefined && context !== undefined)
    throw new UserError("-H, --host and -c, --context are mutually exclusive. Only one should be set.");
  if (host !== undefined) return parseHost(host.replace(/^=+/, ""));
  if (found) return found.host;
  try {
    const endpoint = endpointOf(process, undefined);
    return endpoint.local ? undefined : endpoint.host;
  } catch (error) {
    if (error instanceof CommandError) throw new UserError(error.message);
    throw error;
  }
}

/** What Python says when there is no socket, or nobody behind it. */
async function unreachable(
  process: Process,
  { message }: DaemonUnreachable,
  command: string,
): Promise<PythonException> {
  const { daemon, daemonConfig } = await loadTracebacks(process.machine.clock);
  const [kind, number, text] = /no such file/.test(message)
    ? (["FileNotFoundError", 2, "No such file or directory"] as const)
    : /permission denied/.test(message)
      ? (["PermissionError", 13, "Permission denied"] as const)
      : (["ConnectionRefusedError", 111, "Connection refused"] as const);
  const traceback = (command === "config" ? daemonConfig : daemon)
    .join("\n")
    .replaceAll("{raised}", `${kind}: [Errno ${number}] ${text}`)
    .replaceAll("{error}", `${kind}(${number}, '${text}')`);
  return new PythonException(traceback, text);
}
