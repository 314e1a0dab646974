import type { Process } from "../kernel/process.ts";
import type { Tty } from "../kernel/tty.ts";
import { Shell } from "../shell/shell.ts";
import type { Host } from "./host.ts";

/**
 * A shell of the lab's user on a host that is not read from its terminal but told what to do, line by line. It lasts until its
 * process is ended.
 */
export function loginShell(host: Host, tty: Tty): Shell {
  let shell: Shell | undefined;
  host.login(tty, {
    shell: (process: Process) => {
      shell = new Shell(process, { name: "bash", interactive: true });
      return new Promise((_, reject) => {
        process.signal.addEventListener("abort", () => reject(process.signal.reason), { once: true });
      });
    },
  });
  // A program runs at once, up to the first thing it waits for.
  if (!shell) throw new Error(`the shell of ${host.name} did not start`);
  return shell;
}
