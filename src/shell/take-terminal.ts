import type { Shell } from "./shell.ts";
import { install } from "./trap.ts";

/** Lets Ctrl-C and Ctrl-Z of the terminal reach the foreground; the returned function gives it back. */
export function takeTerminal(shell: Shell): () => void {
  const { tty } = shell;
  if (!tty || !shell.interactive) return () => {};
  const { onSignal } = tty;
  shell.jobControl = true;
  const { processes } = shell.process.machine;
  const own = processes.get(shell.process.pid)?.group ?? shell.process.pid;
  tty.onSignal = (signal) => {
    processes.killGroup(shell.foreground ?? own, signal);
  };
  for (const signal of ["SIGINT", "SIGQUIT", "SIGTERM", "SIGTSTP", "SIGTTIN", "SIGTTOU"] as const)
    install(shell, signal);
  return () => {
    tty.onSignal = onSignal;
    shell.jobControl = false;
  };
}
