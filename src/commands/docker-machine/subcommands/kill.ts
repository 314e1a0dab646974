import { machineOf } from "../driver.ts";
import { forEachMachine } from "../for-each-machine.ts";
import type { MachineCommand } from "../machine-command.ts";

/** `docker-machine kill NAME…`: pulls the plug. */
export const kill: MachineCommand = {
  name: "kill",
  usage: "Kill a machine",
  description: "Argument(s) are one or more machine names.",
  async run(run) {
    await forEachMachine(run, async (config) => {
      const machine = machineOf(run, config);
      const name = JSON.stringify(config.Name);
      await run.info(`Killing ${name}...`);
      if (!machine.running) return run.info(`Machine ${name} is already stopped.`);
      await machine.powerOff();
      await run.info(`Machine ${name} was killed.`);
    });
    return 0;
  },
};
