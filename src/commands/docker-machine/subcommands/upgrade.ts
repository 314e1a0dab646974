import { boot, detect } from "../boot.ts";
import { copyToMachine, fetchLatest } from "../boot2docker-image.ts";
import { machineOf } from "../driver.ts";
import { forEachMachine } from "../for-each-machine.ts";
import type { MachineCommand } from "../machine-command.ts";
import { startMachine } from "./start.ts";

/** `docker-machine upgrade NAME…`: the newest boot2docker; nothing newer will come than 19.03.12. */
export const upgrade: MachineCommand = {
  name: "upgrade",
  usage: "Upgrade a machine to the latest version of Docker",
  description: "Argument(s) are one or more machine names.",
  async run(run) {
    await forEachMachine(run, async (config) => {
      const machine = machineOf(run, config);
      if (!machine.running) {
        await run.info("Starting machine so machine can be upgraded...");
        await startMachine(run, config);
      }
      await detect(run);
      await run.info("Upgrading docker...");
      await run.info("Stopping machine to do the upgrade...");
      await machine.shutDown();
      await run.info(`Upgrading machine ${JSON.stringify(config.Name)}...`);
      await fetchLatest(run, config.Name);
      await copyToMachine(run, config.Name, config.Driver.Boot2DockerURL);
      await run.info("Starting machine back up...");
      await boot(run, machine);
      await run.info("Restarting docker...");
      await machine.restartDocker();
    });
    return 0;
  },
};
