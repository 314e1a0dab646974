import { urlOf } from "../driver.ts";
import type { MachineCommand } from "../machine-command.ts";
import { oneMachine } from "../one-machine.ts";

/** `docker-machine url NAME`: where its Docker listens. */
export const url: MachineCommand = {
  name: "url",
  usage: "Get the URL of a machine",
  description: "Argument is a machine name.",
  async run(run) {
    await run.info(urlOf(run, oneMachine(run)));
    return 0;
  },
};
