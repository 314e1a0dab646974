import { FileError, resolvePath } from "./filesystem.ts";
import type { Process } from "./process.ts";
import { type Input, nothing, type Output } from "./stream.ts";

/** The part of a process that opening a file by name needs. */
type Opener = Pick<Process, "files" | "cwd" | "stdin" | "stdout" | "stderr" | "tty" | "descriptors">;

const STREAMS: Readonly<Record<string, number>> = { "/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2 };

/**
 * Opens a file for reading, also the ones that are streams: /dev/stdin, /dev/tty, /dev/null and /dev/fd/N, which is how
 * `diff <(a) <(b)` reads what its shell pipes to it.
 * @throws FileError
 */
export function openInput(process: Opener, name: string): Input {
  const path = resolvePath(process.cwd, name);
  if (path === "/dev/null") return nothing;
  const number = descriptorNumber(path);
  if (number !== undefined) {
    const input = number === 0 ? process.stdin : process.descriptors.get(number)?.input;
    if (!input) throw new FileError("ENOENT", path);
    return input;
  }
  if (path === "/dev/tty" && process.tty) return process.tty.input;
  const { kind } = process.files.stat(path);
  if (kind === "directory") throw new FileError("EISDIR", path);
  process.files.readFile(path);
  // A device gives something new at every read, as long as one reads: /dev/zero, /dev/urandom.
  if (kind === "character-device") return { isTTY: false, read: async () => process.files.readFile(path) || null };
  return fileInput(() => process.files.readFile(path));
}

/**
 * Opens a file for writing, emptying it unless `append`; /dev/stdout, /dev/stderr, /dev/tty, /dev/null and /dev/fd/N too.
 * @param options.mode permission bits when it is created
 * @throws FileError
 */
export function openOutput(
  process: Opener,
  name: string,
  options: { readonly append?: boolean; readonly mode?: number } = {},
): Output {
  const path = resolvePath(process.cwd, name);
  if (path === "/dev/null") return nothing;
  const number = descriptorNumber(path);
  if (number !== undefined) {
    const own = number === 1 ? process.stdout : number === 2 ? process.stderr : undefined;
    const output = own ?? process.descriptors.get(number)?.output;
    if (!output) throw new FileError("ENOENT", path);
    return output;
  }
  if (path === "/dev/tty" && process.tty) return process.tty.output;
  const mode = options.mode ?? 0o644;
  process.files.writeFile(path, "", { append: options.append ?? false, mode });
  return {
    isTTY: false,
    write: async (text) => process.files.writeFile(path, text, { append: true, mode }),
  };
}

/** The number of a path that means an open descriptor. */
export function descriptorNumber(path: string): number | undefined {
  const number = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(path)?.[1];
  return number === undefined ? STREAMS[path] : Number(number);
}

/** Reads on from where it stopped, so that what is added meanwhile is seen; what is unread is read again. */
function fileInput(content: () => string): Input {
  let offset = 0;
  return {
    isTTY: false,
    read: async () => {
      const rest = content().slice(offset);
      offset += rest.length;
      return rest === "" ? null : rest;
    },
    unread: (text) => {
      offset -= text.length;
    },
  };
}
