import { boot, detect } from "../boot.ts";
import { machineOf } from "../driver.ts";
import { forEachMachine } from "../for-each-machine.ts";
import type { MachineCommand, MachineRun } from "../machine-command.ts";
import type { MachineConfig } from "../machine-config.ts";

/** `docker-machine start NAME…` */
export const start: MachineCommand = {
  name: "start",
  usage: "Start a machine",
  description: "Argument(s) are one or more machine names.",
  async run(run) {
    await forEachMachine(run, (config) => startMachine(run, config));
    await run.info(
      "Started machines may have new IP addresses. You may need to re-run the `docker-machine env` command.",
    );
    return 0;
  },
};

/** @throws MachineError when VirtualBox no longer has it */
export async function startMachine(run: MachineRun, config: MachineConfig): Promise<void> {
  const machine = machineOf(run, config);
  const name = JSON.stringify(config.Name);
  await run.info(`Starting ${name}...`);
  if (machine.running) return run.info(`Machine ${name} is already running.`);
  await boot(run, machine);
  await run.info(`Machine ${name} was started.`);
  await detect(run);
}
