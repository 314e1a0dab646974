import type { Executable } from "../../kernel/executable.ts";
import type { Program } from "../../kernel/process.ts";
import type { SignalName } from "../../kernel/signal.ts";

const FORWARDED: readonly SignalName[] = ["SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2", "SIGWINCH"];

/** What `--init` puts first: a small init that starts the command, hands signals on and ends with its status. */
export function withInit({
  program,
  args,
}: Pick<Executable, "program" | "args">): Pick<Executable, "program" | "args"> {
  const init: Program = async (process) => {
    const child = process.spawn(program, { args, group: "new" });
    const { processes } = process.machine;
    for (const signal of FORWARDED) process.onSignal(signal, () => void processes.kill(child.pid, signal));
    if (process.tty) process.tty.onSignal = (signal) => processes.killGroup(child.group, signal);
    return child.exited;
  };
  return { program: init, args: ["/sbin/docker-init", "--", ...args] };
}
