import { confirmed } from "../ask.ts";
import { boolFlag } from "../flag.ts";
import type { MachineCommand, MachineRun } from "../machine-command.ts";
import { MachineError } from "../machine-error.ts";

/** `docker-machine rm NAME…`: the machine, its disk, and what docker-machine remembers of it. */
export const rm: MachineCommand = {
  name: "rm",
  usage: "Remove a machine",
  description: "Argument(s) are one or more machine names.",
  flags: [
    boolFlag(
      "force, f",
      "Remove local configuration even if machine cannot be removed, also implies an automatic yes (`-y`)",
    ),
    boolFlag("y", "Assumes automatic yes to proceed with remove, without prompting further user confirmation"),
  ],
  async run(run) {
    const { line, info, warn } = run;
    if (line.args.length === 0) {
      await run.showHelp();
      throw new MachineError("Error: Expected to get one or more machine names as arguments");
    }
    const force = line.bool("force");
    await info(`About to remove ${line.args.join(", ")}`);
    await info("WARNING: This action will delete both local reference and remote instance.");
    if (!force && !line.bool("y") && !(await confirmed(run, "Are you sure?"))) return 0;
    const failures: string[] = [];
    const failed = async (message: string) => {
      failures.push(message);
      if (force) await warn(message);
    };
    for (const name of line.args) {
      const error = await removeMachine(run, name);
      if (error !== undefined) await failed(`Error removing host ${JSON.stringify(name)}: ${error}`);
      if (error !== undefined && !force) continue;
      if (!run.store.exists(name)) await failed(`Can't remove "${name}"`);
      else {
        run.store.remove(name);
        await info(`Successfully removed ${name}`);
      }
    }
    if (failures.length > 0 && !force) throw new MachineError(failures.join("\n"));
    return 0;
  },
};

/** VBoxManage's part. @returns what is wrong */
async function removeMachine({ store, virtualBox, process }: MachineRun, name: string): Promise<string | undefined> {
  try {
    store.load(name);
  } catch (error) {
    if (!(error instanceof MachineError)) throw error;
    return error.message;
  }
  // One that VirtualBox does not know any more is gone already.
  if (virtualBox.find(name)) {
    await virtualBox.remove(name);
    await process.sleep(REMOVE_MS);
  }
  return undefined;
}

const REMOVE_MS = 800;
