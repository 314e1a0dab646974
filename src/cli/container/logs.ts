import type { LogEntry } from "../../engine/container/container.ts";
import { requireContainer } from "../../engine/container/find.ts";
import { followLogs, logTime, readLogs } from "../../engine/container/logs.ts";
import { type Command, exactArgs } from "../command.ts";
import { timeFlag } from "../time-flag.ts";
import { containerNames } from "./complete.ts";

export const command: Command = {
  path: "container logs",
  args: exactArgs(1),
  async run({ engine, flags, args: [ref = ""], process, now }) {
    const container = requireContainer(engine, ref);
    const tail = flags.string("tail");
    const lines = /^\d+$/.test(tail) ? Number(tail) : undefined;
    const moment = (name: string) => timeFlag(flags, name, now);
    const since = moment("since");
    const until = moment("until");
    const options = {
      ...(lines === undefined ? {} : { tail: lines }),
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
    };
    const labels = flags.bool("details")
      ? (await engine.clock.hold(import("./log-details.ts"))).logDetails(engine, container)
      : "";
    const write = async ({ time, stream, text }: LogEntry) => {
      const stamp = flags.bool("timestamps") ? `${logTime(time)} ` : "";
      await (stream === "stdout" ? process.stdout : process.stderr).write(`${stamp}${labels}${text}`);
    };
    if (flags.bool("follow")) await followLogs(engine, container.id, options, write, process.signal);
    else for (const entry of readLogs(engine, container.id, options)) await write(entry);
    return 0;
  },
  complete: ({ engine }) => containerNames(engine),
};
