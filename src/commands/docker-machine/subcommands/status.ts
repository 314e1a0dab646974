import { GONE, stateOf } from "../driver.ts";
import type { MachineCommand } from "../machine-command.ts";
import { MachineError } from "../machine-error.ts";
import { oneMachine } from "../one-machine.ts";

/** `docker-machine status NAME`: Running or Stopped. */
export const status: MachineCommand = {
  name: "status",
  usage: "Get the status of a machine",
  description: "Argument is a machine name.",
  async run(run) {
    const config = oneMachine(run);
    const state = stateOf(run, config);
    if (state === "Error") throw new MachineError(`error getting state for host ${config.Name}: ${GONE}`);
    await run.info(state);
    return 0;
  },
};
