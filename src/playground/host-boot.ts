import { languageOf } from "../cli/not-simulated.ts";
import type { Machine } from "../kernel/machine.ts";
import type { MountTable } from "../kernel/mount-table.ts";
import type { Program } from "../kernel/process.ts";
import { mountPseudoFiles } from "../kernel/pseudo-files.ts";
import type { Host } from "./host.ts";

/** How often somebody who waits in front of a dark screen looks whether it is still dark, ms. */
const LOOK_EVERY_MS = 200;

/** What the lab says where a host that is off would be. */
export function hostIsOff(host: string, env: Readonly<Record<string, string>>): string {
  return languageOf(env) === "es"
    ? `${host} está apagado. En cuanto se encienda, aquí estará su terminal.`
    : `${host} is switched off. As soon as it is switched on, its terminal will be here.`;
}

/** The console of a host that is off: says so, and becomes `shell` when the host is on. */
export function darkConsole(host: Host, shell: Program): Program {
  return async (process) => {
    await process.stdout.write(`${hostIsOff(host.name, process.env)}\n`);
    while (!host.state.powered) await process.sleep(LOOK_EVERY_MS);
    return process.exec(shell, { args: process.args });
  };
}

/** /proc and its like as they are after a boot. @param booted ms since the epoch */
export function remountPseudoFiles(mounts: MountTable, machine: Machine, booted: number): void {
  for (const path of ["/dev/shm", "/dev", "/sys", "/proc"]) mounts.unmount(path);
  mountPseudoFiles(mounts, machine, booted);
}
