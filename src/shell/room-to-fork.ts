import { type Child, ForkError, type Program, type SpawnOptions } from "../kernel/process.ts";
import { ExpansionError, Interrupted, ShellExit } from "./control-flow.ts";
import type { Descriptors } from "./descriptors.ts";
import type { Shell } from "./shell.ts";

/** Seconds that bash waits before it tries again, tells so, and gives up after the last. */
const RETRIES = [1, 2, 4, 8];

/**
 * Starts a process as soon as the machine takes another: bash tries again for a while (jobs.c, make_child), ash and dash
 * say at once that they cannot.
 * @param descriptors the child's open files; they are closed when it cannot be started
 * @throws what ends the command: there was no room
 */
export async function spawnWithRoom(
  shell: Shell,
  program: Program,
  descriptors: Descriptors,
  options: SpawnOptions,
): Promise<Child> {
  try {
    while (shell.process.machine.processes.isFull) await waitForRoom(shell);
  } catch (error) {
    descriptors.close();
    throw error;
  }
  return shell.process.spawn(program, { ...options, ...descriptors.streams() });
}

async function waitForRoom(shell: Shell): Promise<void> {
  const { flavour, process } = shell;
  const { message } = new ForkError();
  if (flavour === "ash") throw new ExpansionError(`can't fork: ${message}`);
  if (flavour === "dash") throw new ExpansionError("Cannot fork");
  const place = shell.where().replace(/line \d+: $/, "");
  for (const seconds of RETRIES) {
    await shell.write(2, `${place}fork: retry: ${message}\n`);
    await shell.waitFor(process.sleep(seconds * 1000));
    if (!process.machine.processes.isFull) return;
  }
  await shell.write(2, `${place}fork: ${message}\n`);
  throw shell.interactive ? new Interrupted(254) : new ShellExit(254);
}
