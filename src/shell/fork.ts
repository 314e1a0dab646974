import type { Child } from "../kernel/process.ts";
import { BrokenPipe } from "../kernel/stream.ts";
import { ExpansionError, FunctionReturn, Interrupted, LoopJump, ShellExit } from "./control-flow.ts";
import type { Descriptors } from "./descriptors.ts";
import { spawnWithRoom } from "./room-to-fork.ts";
import type { Shell } from "./shell.ts";
import { subshellOf } from "./subshell.ts";
import { ignoredSignals, runTrap } from "./trap.ts";

export interface ForkOptions {
  /** The child's open files; they are closed when it ends. */
  readonly descriptors: Descriptors;
  readonly group?: number | "new";
  /** In the background without job control: Ctrl-C is not for it. */
  readonly background?: boolean;
}

/**
 * Starts a subshell as a process of its own, with a copy of everything the shell knows.
 * @throws what ends the command when there is no room for another process
 */
export async function fork(shell: Shell, run: (sub: Shell) => Promise<number>, options: ForkOptions): Promise<Child> {
  const { descriptors, group, background = false } = options;
  let sub: Shell | undefined;
  const child = await spawnWithRoom(
    shell,
    async (process) => {
      const own = descriptors.boundTo(process);
      try {
        const forked = subshellOf(shell, process, own);
        sub = forked;
        return await runToEnd(forked, () => run(forked));
      } finally {
        own.close();
      }
    },
    descriptors,
    {
      args: shell.process.args,
      env: shell.environment(),
      cwd: shell.cwd,
      ...(group !== undefined && { group }),
      ignored: [...ignoredSignals(shell), ...(background ? (["SIGINT", "SIGQUIT"] as const) : [])],
    },
  );
  void child.released.then(() => sub?.outlasting?.release());
  return child;
}

/** Runs a shell's work to the end of the shell: what leaves it becomes a status, and the EXIT trap runs. */
export async function runToEnd(shell: Shell, work: () => Promise<number>): Promise<number> {
  let status = await leaving(shell, work);
  if (shell.traps.has("EXIT")) {
    shell.lastStatus = status;
    const action = shell.traps.get("EXIT") ?? "";
    shell.traps.delete("EXIT");
    shell.renewInterrupt();
    status = await leaving(shell, async () => {
      await runTrap(shell, action, "EXIT");
      dieOf(shell);
      return status;
    });
  }
  return status;
}

/** Ends by the signal that the EXIT trap was run for, so that who waits sees it. */
function dieOf({ process, fatalSignal }: Shell): void {
  if (!fatalSignal) return;
  process.onSignal(fatalSignal, "default");
  process.machine.processes.kill(process.pid, fatalSignal);
}

async function leaving(shell: Shell, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ShellExit || error instanceof FunctionReturn) return error.status;
    if (error instanceof Interrupted) return error.status;
    if (error instanceof LoopJump) return 0;
    if (error instanceof ExpansionError) {
      return shell.complainOf(error);
    }
    if (error instanceof BrokenPipe) throw error;
    throw error;
  }
}
