import { streamsOf } from "../../engine/container/attached-streams.ts";
import { emitContainerEvent } from "../../engine/container/events.ts";
import { requireContainer } from "../../engine/container/find.ts";
import { startContainer } from "../../engine/container/start.ts";
import { killContainer } from "../../engine/container/stop.ts";
import { waitContainer } from "../../engine/container/wait.ts";
import { type Command, type CommandContext, CommandError, minArgs } from "../command.ts";
import { runFailure, unreadableRun } from "../failure.ts";
import { imageNames } from "./complete.ts";
import { detachKeys } from "./detach-keys.ts";
import { createNoted, pullPolicy } from "./pull-missing.ts";
import { RUN_CHECKS, runRequest } from "./run-request.ts";
import { openSession, proxySignals, requireTerminal } from "./session.ts";

export const command: Command = {
  path: "container run",
  args: minArgs(1),
  checks: RUN_CHECKS,
  async run(context) {
    const { flags } = context;
    let request: ReturnType<typeof runRequest>;
    try {
      pullPolicy(flags);
      request = runRequest(context.process, flags, context.args);
    } catch (error) {
      throw unreadableRun(error, "run");
    }
    const detach = flags.bool("detach");
    if (detach) {
      if (flags.list("attach").length > 0)
        throw new CommandError("conflicting options: cannot specify both --attach and --detach");
      Object.assign(request.config, { AttachStdin: false, AttachStdout: false, AttachStderr: false, StdinOnce: false });
    } else requireTerminal(context.process, request.config.AttachStdin ?? false, request.config.Tty ?? false);
    let id: string;
    try {
      id = await createNoted(context, request);
    } catch (error) {
      throw runFailure(error, "run");
    }
    return detach ? runDetached(context, id) : runAttached(context, id);
  },
  complete: ({ engine, args }) => (args.length === 0 ? imageNames(engine) : undefined),
};

async function runDetached({ engine, out }: CommandContext, id: string): Promise<number> {
  try {
    await startContainer(engine, id);
  } catch (error) {
    // The client prints the id on its way out, whatever happened (tape 08).
    await out(`${id}\n`);
    throw runFailure(error, "run");
  }
  await out(`${id}\n`);
  return 0;
}

/** Attaches, starts, and stays until the program has ended. */
async function runAttached({ engine, flags, process }: CommandContext, id: string): Promise<number> {
  const container = requireContainer(engine, id);
  const { config, hostConfig } = container;
  const streams = streamsOf(engine, container);
  const session = openSession(process, streams, {
    stdin: config.AttachStdin,
    stdout: config.AttachStdout,
    stderr: config.AttachStderr,
    detachKeys: detachKeys(flags.string("detach-keys")),
    closeStdin: config.StdinOnce,
  });
  const attached = config.AttachStdout || config.AttachStderr || config.AttachStdin;
  const stopWaiting = new AbortController();
  const status = waitContainer(engine, id, hostConfig.AutoRemove ? "removed" : "next-exit", stopWaiting.signal);
  status.catch(() => {});
  const interrupted =
    flags.bool("sig-proxy") && !config.Tty
      ? proxySignals(process, (signal) => killContainer(engine, id, signal))
      : new Promise<never>(() => {});
  interrupted.catch(() => {});
  try {
    try {
      if (attached) emitContainerEvent(engine, container, "attach");
      await startContainer(engine, id);
    } catch (error) {
      session.close();
      throw runFailure(error, "run");
    }
    // With nothing attached there is nothing to watch: the client is done when the container is.
    if (attached && (await Promise.race([session.over, interrupted])) === "detached") return 0;
    return await Promise.race([status, interrupted]);
  } finally {
    stopWaiting.abort();
    session.close();
  }
}
