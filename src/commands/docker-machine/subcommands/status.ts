import { GONE, stateOf } from "../driver.ts";
import type { MachineCommand } from "../machine-command.ts";
import { MachineError } from "../machine-error.ts";

/** `docker-machine status NAME`: Running or Stopped. */
export const status: MachineCommand = {
  name: "status",
  usage: "Get the status of a machine",
  description: "Argument is a machine name.",
  async run(run) {
    const { line, store } = run;
    if (line.args.length > 1) throw new MachineError("Error: Expected one machine name as an argument");
    const config = store.load(store.target(line.args));
    const state = stateOf(run, config);
    if (state === "Error") throw new MachineError(`error getting state for host ${config.Name}: ${GONE}`);
    await run.info(state);
    return 0;
  },
};
