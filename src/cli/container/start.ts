import { streamsOf } from "../../engine/container/attached-streams.ts";
import { emitContainerEvent } from "../../engine/container/events.ts";
import { isRunning, requireContainer } from "../../engine/container/find.ts";
import { startContainer } from "../../engine/container/start.ts";
import { killContainer } from "../../engine/container/stop.ts";
import { waitContainer } from "../../engine/container/wait.ts";
import { type Command, type CommandContext, CommandError, minArgs } from "../command.ts";
import { failureText } from "../failure.ts";
import { containerNames, stopped } from "./complete.ts";
import { detachKeys } from "./detach-keys.ts";
import { openSession, proxySignals, requireTerminal } from "./session.ts";

export const command: Command = {
  path: "container start",
  args: minArgs(1),
  async run(context) {
    const { engine, flags, args, out, err } = context;
    if (flags.bool("attach") || flags.bool("interactive")) return startAttached(context);
    const failed: string[] = [];
    for (const ref of args) {
      try {
        await startContainer(engine, ref);
        await out(`${ref}\n`);
      } catch (error) {
        const text = failureText(error);
        if (text === undefined) throw error;
        await err(`${text}\n`);
        failed.push(ref);
      }
    }
    if (failed.length > 0) throw new CommandError(`failed to start containers: ${failed.join(", ")}`);
    return 0;
  },
  complete: ({ engine }) => containerNames(engine, stopped),
};

async function startAttached({ engine, flags, args, process }: CommandContext): Promise<number> {
  const [ref = "", ...more] = args;
  if (more.length > 0) throw new CommandError("you cannot start and attach multiple containers at once");
  const container = requireContainer(engine, ref);
  const { config, hostConfig } = container;
  const stdin = flags.bool("interactive") && config.OpenStdin;
  requireTerminal(process, stdin, config.Tty);
  const session = openSession(process, streamsOf(engine, container), {
    stdin,
    stdout: true,
    stderr: true,
    detachKeys: detachKeys(flags.string("detach-keys")),
    closeStdin: config.StdinOnce,
  });
  const stopWaiting = new AbortController();
  const status = waitContainer(
    engine,
    container.id,
    hostConfig.AutoRemove ? "removed" : "next-exit",
    stopWaiting.signal,
  );
  status.catch(() => {});
  // Unlike `docker run`, the client leaves at Ctrl-C: the container has its signal, and goes on if it does not heed it.
  const interrupted = new Promise<"detached">((resolve, reject) => {
    if (config.Tty) return;
    const leave = () => resolve("detached");
    proxySignals(process, (signal) => killContainer(engine, container.id, signal), leave).catch(reject);
  });
  interrupted.catch(() => {});
  try {
    emitContainerEvent(engine, container, "attach");
    if (!isRunning(container)) await startContainer(engine, container.id);
    if ((await Promise.race([session.over, interrupted])) === "detached") return 0;
    return await status;
  } finally {
    stopWaiting.abort();
    session.close();
  }
}
