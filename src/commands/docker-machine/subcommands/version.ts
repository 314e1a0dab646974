import { machineOf, NOT_RUNNING } from "../driver.ts";
import { VERSION } from "../help.ts";
import type { MachineCommand } from "../machine-command.ts";
import { MachineError } from "../machine-error.ts";
import { EXPECTED_ONE } from "../one-machine.ts";

/** `docker-machine version [NAME]`: its own, or that of a machine's Docker. */
export const version: MachineCommand = {
  name: "version",
  usage: "Show the Docker Machine version or a machine docker version",
  async run(run) {
    const { line, store } = run;
    const [name] = line.args;
    if (line.args.length > 1) throw new MachineError(EXPECTED_ONE);
    if (name === undefined) {
      await run.info(`docker-machine version ${VERSION}`);
      return 0;
    }
    const docker = machineOf(run, store.load(name)).dockerVersion;
    if (docker === undefined) throw new MachineError(NOT_RUNNING);
    await run.info(docker);
    return 0;
  },
};
