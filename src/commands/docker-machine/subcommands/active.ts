import { intFlag } from "../flag.ts";
import type { MachineCommand } from "../machine-command.ts";
import { MachineError } from "../machine-error.ts";
import { machineRows } from "../machine-row.ts";

/** `docker-machine active`: the machine that this shell's `docker` speaks to. */
export const active: MachineCommand = {
  name: "active",
  usage: "Print which machine is active",
  flags: [intFlag("timeout, t", "Timeout in seconds, default to 10s", { value: "10" })],
  async run(run) {
    if (run.line.args.length > 0) throw new MachineError("Error: Too many arguments given");
    const found = machineRows(run, run.store.list()).find(({ active }) => active);
    if (!found) throw new MachineError("No active host found");
    await run.info(found.name);
    return 0;
  },
};
