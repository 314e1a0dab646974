import { streamsOf } from "../../engine/container/attached-streams.ts";
import { emitContainerEvent } from "../../engine/container/events.ts";
import { requireContainer } from "../../engine/container/find.ts";
import { killContainer } from "../../engine/container/stop.ts";
import { waitContainer } from "../../engine/container/wait.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { containerNames, running } from "./complete.ts";
import { detachKeys } from "./detach-keys.ts";
import { openSession, proxySignals, requireTerminal } from "./session.ts";

export const command: Command = {
  path: "container attach",
  args: exactArgs(1),
  async run({ engine, flags, args: [ref = ""], process }) {
    const container = requireContainer(engine, ref);
    const { config, status: state } = container;
    if (state === "paused") throw new CommandError("cannot attach to a paused container, unpause it first");
    if (state === "restarting")
      throw new CommandError("cannot attach to a restarting container, wait until it is running");
    if (state !== "running") throw new CommandError("cannot attach to a stopped container, start it first");
    const wantsInput = !flags.bool("no-stdin");
    requireTerminal(process, wantsInput && config.OpenStdin, config.Tty);
    const streams = streamsOf(engine, container);
    const stopWaiting = new AbortController();
    const status = waitContainer(engine, container.id, "next-exit", stopWaiting.signal);
    status.catch(() => {});
    const session = openSession(process, streams, {
      stdin: wantsInput && config.OpenStdin,
      stdout: true,
      stderr: true,
      detachKeys: detachKeys(flags.string("detach-keys")),
      closeStdin: config.StdinOnce,
    });
    // Another size, and back: the program draws its screen again for whoever has just come (docker/cli, resizeTTY).
    if (streams.tty && process.tty) {
      const { columns, rows } = process.tty;
      streams.tty.resize(columns + 1, rows + 1);
      streams.tty.resize(columns, rows);
    }
    emitContainerEvent(engine, container, "attach");
    const interrupted =
      flags.bool("sig-proxy") && !config.Tty
        ? proxySignals(process, (signal) => killContainer(engine, container.id, signal))
        : new Promise<never>(() => {});
    interrupted.catch(() => {});
    try {
      const over = await Promise.race([session.over, interrupted]);
      session.close();
      if (over === "detached") {
        emitContainerEvent(engine, container, "detach");
        throw new CommandError("read escape sequence");
      }
      return await status;
    } finally {
      stopWaiting.abort();
      session.close();
    }
  },
  complete: ({ engine }) => containerNames(engine, running),
};
