import type { MachineRun } from "./machine-command.ts";
import type { MachineConfig } from "./machine-config.ts";
import { MachineError } from "./machine-error.ts";

/**
 * Does something to each machine that was named, or to "default"; what fails for one does not keep the others from it.
 * @throws MachineError with all that went wrong, after the last (docker/machine, commands/commands.go, runAction)
 */
export async function forEachMachine(run: MachineRun, action: (config: MachineConfig) => Promise<void>): Promise<void> {
  const { line, store } = run;
  const names = line.args.length === 0 ? [store.target([])] : line.args;
  const failures: string[] = [];
  const attempt = async (work: () => Promise<void> | undefined) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof MachineError)) throw error;
      failures.push(error.message);
    }
  };
  const configs: MachineConfig[] = [];
  for (const name of names) await attempt(async () => void configs.push(store.load(name)));
  if (failures.length > 0) throw new MachineError(failures.join("\n"));
  // VirtualBox is asked for one thing at a time.
  for (const config of configs) await attempt(() => action(config));
  if (failures.length > 0) throw new MachineError(failures.join("\n"));
}
