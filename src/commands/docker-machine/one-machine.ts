import type { MachineRun } from "./machine-command.ts";
import type { MachineConfig } from "./machine-config.ts";
import { MachineError } from "./machine-error.ts";

export const EXPECTED_ONE = "Error: Expected one machine name as an argument";

/**
 * The machine a command line names; without a name, the one called "default".
 * @throws MachineError for more names than one, and for a machine that there is not
 */
export function oneMachine({ line, store }: Pick<MachineRun, "line" | "store">): MachineConfig {
  if (line.args.length > 1) throw new MachineError(EXPECTED_ONE);
  return store.load(store.target(line.args));
}
