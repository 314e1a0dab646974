import { ForkError } from "../kernel/process.ts";
import { ExpansionError, Interrupted, ShellExit } from "./control-flow.ts";
import type { Shell } from "./shell.ts";

/** Seconds that bash waits before it tries again, tells so, and gives up after the last. */
const RETRIES = [1, 2, 4, 8];

/**
 * Asked before every fork, as bash (jobs.c, make_child), ash and dash do: bash tries again for a while, the others say
 * at once that they cannot.
 * @returns undefined where there is room for another process, so that nothing waits without need
 * @throws (its promise) what ends the command: there was no room
 */
export function roomToFork(shell: Shell): Promise<void> | undefined {
  return shell.process.machine.processes.isFull ? waitForRoom(shell) : undefined;
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
