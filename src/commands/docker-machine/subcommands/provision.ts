import { detect } from "../boot.ts";
import { addressOf } from "../driver.ts";
import { forEachMachine } from "../for-each-machine.ts";
import type { MachineCommand } from "../machine-command.ts";
import { setUp } from "../set-up.ts";

/** `docker-machine provision NAME…`: sets a machine's Docker up once more. */
export const provision: MachineCommand = {
  name: "provision",
  usage: "Re-provision existing machines",
  async run(run) {
    await forEachMachine(run, async (config) => {
      addressOf(run, config);
      await detect(run);
      await setUp(run, config);
    });
    return 0;
  },
};
