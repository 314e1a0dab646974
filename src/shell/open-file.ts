import { FileError, resolvePath } from "../kernel/filesystem.ts";
import { NetworkError } from "../kernel/network-error.ts";
import { descriptorNumber, openInput, openOutput } from "../kernel/open.ts";
import { OpenFile } from "./descriptors.ts";
import type { Shell } from "./shell.ts";

/** A redirection that cannot be made; the message is bash's, without the file's name. */
export class RedirectError extends Error {}

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

/** Bash itself opens a connection for /dev/tcp/HOST/PORT. */
function connect(shell: Shell, name: string): OpenFile | undefined {
  const target = /^\/dev\/tcp\/([^/]+)\/(\d+)$/.exec(name);
  if (!target || shell.flavour !== "bash") return undefined;
  const { network } = shell.process.machine;
  try {
    const [address] = network.resolve(target[1] ?? "");
    if (address === undefined) throw new NetworkError("ENOTFOUND", name);
    const connection = network.connect(address, Number(target[2]));
    return new OpenFile({ input: connection.input, output: connection.output }, () => connection.close());
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new RedirectError(CONNECT_ERRORS[error.code] ?? "Connection refused");
  }
}

const CONNECT_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "Connection refused",
  EHOSTUNREACH: "No route to host",
  ENETUNREACH: "Network is unreachable",
  ETIMEDOUT: "Connection timed out",
  ENOTFOUND: "Name or service not known",
};

function isRegularFile(shell: Shell, path: string): boolean {
  try {
    return shell.process.files.stat(path).kind === "file";
  } catch {
    return false;
  }
}
