import { byteLength } from "../kernel/bytes.ts";
import { FileError, type FileSystem, resolvePath } from "../kernel/filesystem.ts";
import type { Program } from "../kernel/process.ts";
import { credentialsOf, findUser, userName } from "./accounts.ts";
import { command, Failure, type Run } from "./command.ts";
import { logIn, type SshHost } from "./ssh.ts";
import { transferLine } from "./transfer-meter.ts";

/** Where something is: on this machine or on another, seen as the user there. */
interface Place {
  /** As it was typed, without the host. */
  readonly text: string;
  readonly path: string;
  readonly files: FileSystem;
  readonly isRemote: boolean;
}

const USAGE = `usage: scp [-346ABCOpqRrsTv] [-c cipher] [-D sftp_server_path] [-F ssh_config]
           [-i identity_file] [-J destination] [-l limit] [-o ssh_option]
           [-P port] [-S program] [-X sftp_option] source ... target
`;

/** Bytes a second between two hosts of the lab. */
const SPEED = 110e6;

/** Between two hosts on one switch. */
const ROUND_TRIP_MS = 0.35;

/** Three round trips: a file is opened, written and closed. */
const ROUND_TRIPS = 3;

/**
 * OpenSSH's scp, in the SFTP way of version 9: copies files between this machine and the lab's hosts.
 * @param find the host of a name or address, when it can be reached
 */
export function scp(find: (name: string) => SshHost | undefined): Program {
  return command(
    {
      usage: "[-346ABCOpqRrsTv] source ... target",
      about: "OpenSSH secure file copy.",
      short: "346ABCOpqRrsTvc:D:F:i:J:l:o:P:S:X:",
      inOrder: true,
    },
    async (run) => {
      const sources = [...run.operands];
      const target = sources.pop();
      if (target === undefined || sources.length === 0) {
        await run.process.stderr.write(USAGE);
        return 1;
      }
      const connections = new Map<string, SshHost>();
      const to = await placeOf(run, find, connections, target);
      if (!to) return 255;
      if (sources.length > 1 && !isFolder(to))
        throw new Failure(`${to.text}: ${to.files.exists(to.path) ? "Not a directory" : "No such file or directory"}`);
      for (const source of sources) {
        const isLocal = splitHost(source) === undefined;
        const from = await placeOf(run, find, connections, source);
        if (!from) return 255;
        if (!from.files.exists(from.path))
          await run.warn(
            isLocal ? `stat local "${source}": No such file or directory` : `${from.text}: No such file or directory`,
          );
        else await send(run, from, to);
      }
      return run.status;
    },
  );
}

/** `user@host:path`, or nothing for a name of this machine. */
function splitHost(text: string) {
  const match = /^(?:scp:\/\/)?(?:([^@/:]+)@)?([^/:]+):(.*)$/s.exec(text);
  return match ? { user: match[1], host: match[2] ?? "", path: match[3] ?? "" } : undefined;
}

async function placeOf(
  run: Run,
  find: (name: string) => SshHost | undefined,
  connections: Map<string, SshHost>,
  text: string,
): Promise<Place | undefined> {
  const there = splitHost(text);
  if (!there) return { text, path: run.path(text), files: run.files, isRemote: false };
  const user = there.user ?? userName(run.files, run.process.user.uid);
  const key = `${user}@${there.host}`;
  let host = connections.get(key);
  if (!host) {
    try {
      host = await logIn(run, find, there.host, user, run.options.value("P") ?? "22");
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      await run.process.stderr.write(`ssh: ${error.message}\n`);
    }
    if (!host) {
      await run.process.stderr.write("scp: Connection closed\n");
      return undefined;
    }
    connections.set(key, host);
  }
  const account = findUser(host.files, user);
  const path = resolvePath(account?.home ?? "/", there.path.replace(/^~(?=\/|$)/, account?.home ?? "/"));
  const files = account ? host.files.as(credentialsOf(host.files, account)) : host.files;
  return { text: there.path === "" ? "." : there.path, path, files, isRemote: true };
}

const isFolder = ({ files, path }: Place) => files.exists(path) && files.stat(path).kind === "directory";

const lastName = (path: string) => path.slice(path.lastIndexOf("/") + 1);

const join = (folder: string, name: string) => `${folder === "/" ? "" : folder}/${name}`;

/** Copies one source, into the target when that is a folder. */
async function send(run: Run, from: Place, to: Place): Promise<void> {
  const target = isFolder(to) ? join(to.path, lastName(from.path)) : to.path;
  const [verb, side] = from.isRemote && !to.isRemote ? ["download", "download "] : ["upload", "local "];
  if (from.files.stat(from.path).kind === "directory" && !run.has("r")) {
    await run.warn(
      from.isRemote ? `${side}${from.path}: not a regular file` : `${side}"${from.text}" is not a regular file`,
    );
    await run.warn(`failed to ${verb} file ${from.text} to ${to.text}`);
    return;
  }
  try {
    await copy(run, from, from.path, to, target);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const isTarget = error.path === target || error.path.startsWith(`${target}/`);
    const opened = isTarget ? (to.isRemote ? "dest open" : "open local") : from.isRemote ? "remote open" : "open local";
    await run.warn(`${opened} "${error.path}": ${error.message}`);
    await run.warn(`failed to ${verb} file ${from.text} to ${to.text}`);
  }
}

/** Links are followed; the modes are the files' own without what the umask takes. @throws FileError */
async function copy(run: Run, from: Place, source: string, to: Place, target: string): Promise<void> {
  const stats = from.files.stat(source);
  if (stats.kind === "directory") {
    if (!to.files.exists(target)) to.files.mkdir(target, { mode: stats.mode & ~0o022 });
    for (const name of from.files.readdir(source)) await copy(run, from, join(source, name), to, join(target, name));
  } else if (stats.kind === "file") {
    const { clock } = run.process.machine;
    const started = clock.now();
    const text = from.files.readFile(source);
    if (stats.program === undefined) to.files.writeFile(target, text, { mode: stats.mode & ~0o022 });
    else to.files.writeFile(target, "", { program: stats.program, size: stats.size, mode: stats.mode & ~0o022 });
    const size = stats.program === undefined ? byteLength(text) : stats.size;
    await run.process.sleep(ROUND_TRIP_MS * ROUND_TRIPS + (size / SPEED) * 1000);
    const { stdout, tty } = run.process;
    if (stdout.isTTY && !run.has("q"))
      await run.out(transferLine(lastName(source), size, clock.now() - started, tty?.columns ?? 80));
  }
  if (run.has("p")) {
    to.files.chmod(target, stats.mode);
    to.files.touch(target, stats.mtime);
  }
}
