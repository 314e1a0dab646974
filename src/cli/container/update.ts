import type { HostConfig } from "../../engine/container/container.ts";
import { updateContainer } from "../../engine/container/update.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { eachInTurn } from "../each.ts";
import { parseDecimal } from "../flag-values.ts";
import { parseBytes } from "../format/size.ts";
import { containerNames } from "./complete.ts";
import { parseRestartPolicy } from "./restart-flag.ts";

const NUMBERS = {
  "blkio-weight": "BlkioWeight",
  "cpu-period": "CpuPeriod",
  "cpu-quota": "CpuQuota",
  "cpu-rt-period": "CpuRealtimePeriod",
  "cpu-rt-runtime": "CpuRealtimeRuntime",
  "cpu-shares": "CpuShares",
  "pids-limit": "PidsLimit",
} as const;

export const command: Command = {
  path: "container update",
  args: minArgs(1),
  run(context) {
    const { engine, flags } = context;
    const change: Partial<HostConfig> = {};
    for (const [name, key] of Object.entries(NUMBERS))
      if (flags.changed(name)) Object.assign(change, { [key]: flags.int(name) });
    if (flags.changed("cpuset-cpus")) change.CpusetCpus = flags.string("cpuset-cpus");
    if (flags.changed("cpuset-mems")) change.CpusetMems = flags.string("cpuset-mems");
    if (flags.changed("memory")) change.Memory = flags.bytes("memory");
    if (flags.changed("memory-reservation")) change.MemoryReservation = flags.bytes("memory-reservation");
    if (flags.changed("memory-swap")) {
      const swap = parseBytes(flags.string("memory-swap"));
      if (!(swap instanceof Error)) change.MemorySwap = swap;
    }
    if (flags.changed("cpus")) change.NanoCpus = Math.round(parseDecimal(flags.string("cpus")) * 1e9);
    if (flags.changed("restart")) change.RestartPolicy = parseRestartPolicy(flags.string("restart"));
    if (Object.keys(change).length === 0)
      throw new CommandError("you must provide one or more flags when using this command");
    return eachInTurn(context, (ref) => updateContainer(engine, ref, change));
  },
  complete: ({ engine }) => containerNames(engine),
};
