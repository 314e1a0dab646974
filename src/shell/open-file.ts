import { FileError, resolvePath } from "../kernel/filesystem.ts";
import { NetworkError } from "../kernel/network-error.ts";
import { descriptorNumber, openInput, openOutput } from "../kernel/open.ts";
import { OpenFile } from "./descriptors.ts";
import type { Shell } from "./shell.ts";

/** A redirection that cannot be made; the message is bash's, without the file's name. */
export class RedirectError extends Error {}

/** A connection that bash could not open for a redirection. */
export class ConnectError extends RedirectError {
  /** What bash says before the message: of a name with the line's number, of the system without. */
  readonly first: string;
  /** Whether the name or the port meant nothing. */
  readonly unresolved: boolean;
  /** How long it tried, ms. */
  readonly elapsed: number;

  constructor(first: string, message: string, elapsed = 0) {
    super(message);
    this.first = first;
    this.unresolved = message === UNRESOLVED;
    this.elapsed = elapsed;
  }
}

/** @throws FileError, RedirectError */
export function openForReading(shell: Shell, name: string): OpenFile {
  const open = sameDescriptor(shell, name) ?? connect(shell, name);
  if (open) return open;
  return new OpenFile({ input: openInput(opener(shell), name) });
}

/**
 * @param mode what there was before is replaced, added to, or kept for reading and writing
 * @throws FileError, RedirectError
 */
export function openForWriting(
  shell: Shell,
  name: string,
  mode: "replace" | "append" | "both",
  force = false,
): OpenFile {
  const open = sameDescriptor(shell, name) ?? connect(shell, name);
  if (open) return open;
  const path = resolvePath(shell.cwd, name);
  const { files } = shell.process;
  if (mode === "replace" && !force && shell.options.has("noclobber") && isRegularFile(shell, path)) {
    throw new RedirectError("cannot overwrite existing file");
  }
  const output = openOutput(opener(shell), name, { append: mode !== "replace", mode: 0o666 & ~shell.umask });
  return new OpenFile({
    output,
    ...(mode === "both" && files.exists(path) && { input: openInput(opener(shell), name) }),
  });
}

function opener(shell: Shell) {
  const { process } = shell;
  return {
    files: process.files,
    cwd: shell.cwd,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    tty: shell.tty,
    descriptors: process.descriptors,
  };
}

function sameDescriptor(shell: Shell, name: string): OpenFile | undefined {
  const path = resolvePath(shell.cwd, name);
  if (path === "/dev/tty" && !shell.tty) throw new RedirectError("No such device or address");
  const number = descriptorNumber(path);
  if (number === undefined) return undefined;
  const file = shell.descriptors.get(number);
  if (!file) throw new FileError("ENOENT", path);
  return file.retain();
}

/** Bash itself opens a connection for /dev/tcp/HOST/PORT (redir.c, netopen.c). @throws ConnectError */
function connect(shell: Shell, name: string): OpenFile | undefined {
  const target = /^\/dev\/tcp\/([^/]+)\/([^/]*)$/.exec(name);
  if (!target || shell.flavour !== "bash") return undefined;
  const [, host = "", service = ""] = target;
  const { network } = shell.process.machine;
  const port = portOf(shell, service);
  if (port === undefined) throw new ConnectError(`${service}: Servname not supported for ai_socktype`, UNRESOLVED);
  try {
    const [address] = network.resolve(host);
    if (address === undefined) throw new NetworkError("ENOTFOUND", name);
    const connection = network.connect(address, port);
    return new OpenFile({ input: connection.input, output: connection.output }, () => connection.close());
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    // A name with a dot would be asked of the Internet, which the lab is not connected to.
    if (error.code === "ENOTFOUND") {
      const why = host.includes(".") ? "Temporary failure in name resolution" : "Name or service not known";
      throw new ConnectError(`${host}: ${why}`, UNRESOLVED);
    }
    const why = CONNECT_ERRORS[error.code] ?? "Connection refused";
    throw new ConnectError(`connect: ${why}`, why, CONNECT_TIMES[error.code]);
  }
}

/** The errno that bash leaves when getaddrinfo fails. */
const UNRESOLVED = "Invalid argument";

const CONNECT_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Connection refused",
  EHOSTUNREACH: "No route to host",
  ENETUNREACH: "Network is unreachable",
  ETIMEDOUT: "Connection timed out",
};

/** How long Linux tries before it gives up, ms: three ARP requests, six SYNs. */
const CONNECT_TIMES: Readonly<Record<string, number>> = { EHOSTUNREACH: 3060, ETIMEDOUT: 133_000 };

/** A port by its number or by its name in /etc/services; none is port 0, to which nobody listens. */
function portOf(shell: Shell, service: string): number | undefined {
  if (/^\d*$/.test(service)) return Number(service) & 0xffff;
  const { files } = shell.process;
  if (!files.exists("/etc/services")) return undefined;
  const line = new RegExp(`^${service.replace(/\W/g, "\\$&")}\\s+(\\d+)/tcp`, "m").exec(
    files.readFile("/etc/services"),
  );
  return line ? Number(line[1]) : undefined;
}

function isRegularFile(shell: Shell, path: string): boolean {
  try {
    return shell.process.files.stat(path).kind === "file";
  } catch {
    return false;
  }
}
