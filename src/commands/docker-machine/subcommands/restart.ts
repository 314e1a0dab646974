import { boot, detect } from "../boot.ts";
import { machineOf } from "../driver.ts";
import { forEachMachine } from "../for-each-machine.ts";
import type { MachineCommand } from "../machine-command.ts";
import { startMachine } from "./start.ts";

/** `docker-machine restart NAME…` */
export const restart: MachineCommand = {
  name: "restart",
  usage: "Restart a machine",
  description: "Argument(s) are one or more machine names.",
  async run(run) {
    await forEachMachine(run, async (config) => {
      const machine = machineOf(run, config);
      await run.info(`Restarting ${JSON.stringify(config.Name)}...`);
      if (!machine.running) return startMachine(run, config);
      await machine.shutDown();
      await boot(run, machine);
      await detect(run);
    });
    await run.info(
      "Restarted machines may have new IP addresses. You may need to re-run the `docker-machine env` command.",
    );
    return 0;
  },
};
