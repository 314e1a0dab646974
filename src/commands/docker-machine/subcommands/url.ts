import { urlOf } from "../driver.ts";
import type { MachineCommand } from "../machine-command.ts";
import { MachineError } from "../machine-error.ts";

/** `docker-machine url NAME`: where its Docker listens. */
export const url: MachineCommand = {
  name: "url",
  usage: "Get the URL of a machine",
  description: "Argument is a machine name.",
  async run(run) {
    const { line, store } = run;
    if (line.args.length > 1) throw new MachineError("Error: Expected one machine name as an argument");
    await run.info(urlOf(run, store.load(store.target(line.args))));
    return 0;
  },
};
