import { machineOf } from "../driver.ts";
import { forEachMachine } from "../for-each-machine.ts";
import type { MachineCommand } from "../machine-command.ts";

/** VirtualBox is asked every second whether the machine is still on. */
const LOOK_MS = 1000;

/** `docker-machine stop NAME…`: presses the power button and waits. */
export const stop: MachineCommand = {
  name: "stop",
  usage: "Stop a machine",
  description: "Argument(s) are one or more machine names.",
  async run(run) {
    await forEachMachine(run, async (config) => {
      const machine = machineOf(run, config);
      const name = JSON.stringify(config.Name);
      await run.info(`Stopping ${name}...`);
      if (!machine.running) return run.info(`Machine ${name} is already stopped.`);
      await machine.shutDown();
      await run.process.sleep(LOOK_MS);
      await run.info(`Machine ${name} was stopped.`);
    });
    return 0;
  },
};
