import { addressOf } from "../driver.ts";
import { forEachMachine } from "../for-each-machine.ts";
import type { MachineCommand } from "../machine-command.ts";
import { MachineError } from "../machine-error.ts";

/** `docker-machine ip NAME…` */
export const ip: MachineCommand = {
  name: "ip",
  usage: "Get the IP address of a machine",
  description: "Argument(s) are one or more machine names.",
  async run(run) {
    await forEachMachine(run, async (config) => {
      let address: string;
      try {
        address = addressOf(run, config);
      } catch (error) {
        if (!(error instanceof MachineError)) throw error;
        throw new MachineError(`Error getting IP address: ${error.message}`);
      }
      await run.info(address);
    });
    return 0;
  },
};
