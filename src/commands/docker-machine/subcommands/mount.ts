import { languageOf, notSimulated } from "../../../cli/not-simulated.ts";
import { boolFlag } from "../flag.ts";
import type { MachineCommand } from "../machine-command.ts";
import { MachineError } from "../machine-error.ts";

/** `docker-machine mount`: a folder of a machine here, by sshfs, which the lab does not have. */
export const mount: MachineCommand = {
  name: "mount",
  usage: "Mount or unmount a directory from a machine with SSHFS.",
  description: "Arguments are [machine:][path] [mountpoint]",
  flags: [boolFlag("unmount, u", "Unmount instead of mount")],
  async run({ process }) {
    throw new MachineError(notSimulated("docker-machine mount", languageOf(process.env)));
  },
};
