import type { FileSystem } from "../kernel/filesystem.ts";
import type { Child, Process, Program } from "../kernel/process.ts";
import { Tty } from "../kernel/tty.ts";
import { findUser, userName } from "./accounts.ts";
import { command, Failure, type Run } from "./command.ts";
import { addressesOf, resolveErrorText } from "./dial.ts";
import { isPasswordOf } from "./password.ts";
import { runCommand } from "./run-command.ts";
import { askSecret } from "./secret-line.ts";
import { opensByKey } from "./ssh-keys.ts";

/** A computer that one can log in to. */
export interface SshHost {
  readonly name: string;
  /** Its files, as its sshd sees them. */
  readonly files: FileSystem;
  /** Whether its sshd listens. */
  readonly listens: boolean;
  /** Starts a login on a terminal of its own; with the user's shell, or what stands in for it. */
  login(tty: Tty, user: string, shell?: Program): Child;
}

/**
 * OpenSSH's client between the lab's hosts: a shell on another one, or one command there. A user comes in with a key
 * of theirs that the other's ~/.ssh/authorized_keys holds, or with the password.
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
      const [, named, name = ""] = /^(?:ssh:\/\/)?(?:(.*)@)?(.*?)(?::\d+)?$/.exec(destination) ?? [];
      const user = run.options.value("l") ?? named ?? userName(run.files, run.process.user.uid);
      const target = await logIn(run, find, name, user, run.options.value("p") ?? "22");
      if (!target) return 255;
      if (words.length > 0) return remoteCommand(run, target, user, words.join(" "));
      return remoteShell(run, target, user, name);
    },
  );
}

/**
 * Reaches a host and is let in as a user.
 * @returns undefined when the password was wrong, which has been said
 * @throws Failure when the host cannot be reached
 */
export async function logIn(
  run: Run,
  find: (name: string) => SshHost | undefined,
  name: string,
  user: string,
  port: string,
): Promise<SshHost | undefined> {
  const target = find(name);
  if (!target) return refuse(run, name, port);
  if (!target.listens) throw new Failure(`connect to host ${name} port ${port}: Connection refused`, 255);
  return (await isLetIn(run, target, user, name)) ? target : undefined;
}

/** Whether the other's sshd lets somebody in as a user; asks for the password three times where no key opens. */
async function isLetIn(run: Run, { files }: SshHost, name: string, host: string): Promise<boolean> {
  const { process } = run;
  const user = findUser(files, name);
  const isThere = user?.name === name;
  if (opensByKey(process, files, name, run.options.value("i"))) return true;
  for (let attempt = 0; attempt < 3; attempt++) {
    if (attempt > 0) await process.stderr.write("Permission denied, please try again.\n");
    const password = await askSecret(process, `${name}@${host}'s password: `);
    if (password === undefined) break;
    // PermitRootLogin prohibit-password, as Debian has it.
    if (isThere && user.uid !== 0 && isPasswordOf(files, name, password)) return true;
    await process.sleep(2000);
  }
  await process.stderr.write(`${name}@${host}: Permission denied (publickey,password).\n`);
  return false;
}

async function refuse(run: Run, name: string, port: string): Promise<never> {
  if (addressesOf(run.process, name) === undefined)
    throw new Failure(`Could not resolve hostname ${name}: ${resolveErrorText(name)}`, 255);
  await run.process.sleep(3000);
  throw new Failure(`connect to host ${name} port ${port}: No route to host`, 255);
}

/** A command without a terminal: its streams are ours. */
async function remoteCommand(run: Run, target: SshHost, user: string, line: string): Promise<number> {
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
      cwd: findUser(target.files, user)?.home ?? "/",
    });
    process.signal.removeEventListener("abort", stop);
    return status;
  };
  return endOf(run, target.login(own, user, shell), target.name);
}

/** A message of the client's own, which `-q` keeps it from. */
async function tell(run: Run, text: string): Promise<void> {
  if (!run.has("q")) await run.process.stderr.write(`${text}\n`);
}

/** The status of what ran there; when its host went down under it, that is said. */
async function endOf(run: Run, child: Child, name: string): Promise<number> {
  const status = await child.exited;
  if (child.killedBy !== "SIGKILL") return status;
  await tell(run, `Connection to ${name} closed by remote host.`);
  return 255;
}

/** A login shell: our terminal's keys go to it, what it writes comes to ours. */
async function remoteShell(run: Run, target: SshHost, user: string, name: string): Promise<number> {
  const { process } = run;
  const local = process.tty;
  if (!local || !process.stdin.isTTY) {
    const lines: string[] = [];
    for (let text = await process.stdin.read(); text !== null; text = await process.stdin.read()) lines.push(text);
    await tell(run, "Pseudo-terminal will not be allocated because stdin is not a terminal.");
    return remoteCommand(run, target, user, lines.join(""));
  }
  const remote = new Tty(local.columns, local.rows);
  remote.onOutput = (text) => process.stdout.write(text);
  const restore = local.setRaw(true);
  const stopResizing = local.onResize(() => remote.resize(local.columns, local.rows));
  const done = new AbortController();
  const greeting = "/etc/motd";
  if (target.files.exists(greeting))
    await process.stdout.write(target.files.readFile(greeting).replaceAll("\n", "\r\n"));
  try {
    const child = target.login(remote, user);
    void (async () => {
      for (;;) {
        const keys = await process.stdin.read(done.signal);
        if (keys === null) break;
        remote.type(keys);
      }
      remote.hangUp();
    })().catch(() => {});
    process.signal.addEventListener("abort", () => remote.hangUp(), { once: true });
    return await endOf(run, child, name);
  } finally {
    done.abort(new Error("logged out"));
    stopResizing();
    restore();
    await tell(run, `Connection to ${name} closed.`);
  }
}
