import type { Child, Process, Program } from "../kernel/process.ts";
import { Tty } from "../kernel/tty.ts";
import { command, Failure, type Run } from "./command.ts";
import { addressesOf, resolveErrorText } from "./dial.ts";
import { runCommand } from "./run-command.ts";

/** A computer that lets root in with the lab's key. */
export interface SshHost {
  readonly name: string;
  /** Starts a login on a terminal of its own; with its shell, or what stands in for it. */
  login(tty: Tty, shell?: Program): Child;
}

/**
 * OpenSSH's client between the lab's hosts: a shell on another one, or one command there.
 * @param find the host of a name or address, when it can be reached
 */
export function ssh(find: (name: string) => SshHost | undefined): Program {
  return command(
    {
      usage: "[-46AaCfGgKkMNnqsTtVvXxYy] [-l login_name] [-o option] [-p port] destination [command [argument ...]]",
      about: "OpenSSH remote login client.",
      short: "46AaCfGgKkMNnqsTtvXxYyl:o:p:i:F:J:L:R:D:E:b:c:e:m:S:w:W:",
      inOrder: true,
      failure: 255,
    },
    async (run) => {
      const [destination, ...words] = run.operands;
      if (destination === undefined) throw new Failure("usage: ssh destination [command]", 255);
      const name = destination
        .replace(/^ssh:\/\//, "")
        .replace(/^.*@/, "")
        .replace(/:\d+$/, "");
      const target = find(name);
      if (!target) await refuse(run, name);
      else if (words.length > 0) return remoteCommand(run, target, words.join(" "));
      else return remoteShell(run, target, name);
      return 255;
    },
  );
}

async function refuse(run: Run, name: string): Promise<void> {
  if (addressesOf(run.process, name) === undefined)
    throw new Failure(`Could not resolve hostname ${name}: ${resolveErrorText(name)}`, 255);
  await run.process.sleep(3000);
  throw new Failure(`connect to host ${name} port ${run.options.value("p") ?? "22"}: No route to host`, 255);
}

/** A command without a terminal: its streams are ours. */
async function remoteCommand(run: Run, target: SshHost, line: string): Promise<number> {
  const { process } = run;
  const own = new Tty();
  const shell: Program = async (there: Process) => {
    const stop = () => there.machine.processes.kill(there.pid, "SIGHUP");
    process.signal.addEventListener("abort", stop, { once: true });
    const { stdin, stdout, stderr } = process;
    const tty = run.has("t") ? process.tty : null;
    const status = await runCommand(there, ["bash", "-c", line], {
      stdin: run.has("n") ? own.input : stdin,
      stdout,
      stderr,
      tty,
      cwd: "/root",
    });
    process.signal.removeEventListener("abort", stop);
    return status;
  };
  return endOf(process, target.login(own, shell), target.name);
}

/** The status of what ran there; when its host went down under it, that is said. */
async function endOf(process: Process, child: Child, name: string): Promise<number> {
  const status = await child.exited;
  if (child.killedBy !== "SIGKILL") return status;
  await process.stderr.write(`Connection to ${name} closed by remote host.\n`);
  return 255;
}

/** A login shell: our terminal's keys go to it, what it writes comes to ours. */
async function remoteShell(run: Run, target: SshHost, name: string): Promise<number> {
  const { process } = run;
  const local = process.tty;
  if (!local || !process.stdin.isTTY) {
    const lines: string[] = [];
    for (let text = await process.stdin.read(); text !== null; text = await process.stdin.read()) lines.push(text);
    await process.stderr.write("Pseudo-terminal will not be allocated because stdin is not a terminal.\n");
    return remoteCommand(run, target, lines.join(""));
  }
  const remote = new Tty(local.columns, local.rows);
  remote.onOutput = (text) => process.stdout.write(text);
  const restore = local.setRaw(true);
  const stopResizing = local.onResize(() => remote.resize(local.columns, local.rows));
  const done = new AbortController();
  try {
    const child = target.login(remote);
    void (async () => {
      for (;;) {
        const keys = await process.stdin.read(done.signal);
        if (keys === null) break;
        remote.type(keys);
      }
      remote.hangUp();
    })().catch(() => {});
    process.signal.addEventListener("abort", () => remote.hangUp(), { once: true });
    return await endOf(process, child, name);
  } finally {
    done.abort(new Error("logged out"));
    stopResizing();
    restore();
    await process.stderr.write(`Connection to ${name} closed.\n`);
  }
}
