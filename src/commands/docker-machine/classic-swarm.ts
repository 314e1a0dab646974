import type { MachineRun } from "./machine-command.ts";
import type { MachineConfig } from "./machine-config.ts";
import { MachineError } from "./machine-error.ts";

/**
 * Where the classic Swarm's manager would listen on a machine: the Swarm of before Docker 1.12, a program apart that
 * nobody's machine here runs.
 * @throws MachineError always: no machine of this lab is its master
 */
export function masterUrl(_run: MachineRun, { Name }: MachineConfig): string {
  throw new MachineError(
    `${JSON.stringify(Name)} is not a swarm master. The --swarm flag is intended for use with swarm masters`,
  );
}
