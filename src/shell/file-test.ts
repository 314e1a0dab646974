import { resolvePath, type Stats } from "../kernel/filesystem.ts";
import { descriptorNumber } from "../kernel/open.ts";
import { arithmetic } from "./arithmetic-expansion.ts";
import { isElementSet } from "./parameter-value.ts";
import type { Shell } from "./shell.ts";

/** Operators of `test` and `[[` with one operand. */
export const UNARY = /^-[abcdefghkprstuvwxzGLNORSno]$/;
/** Operators with two, besides those that only `[[` has. */
export const BINARY = /^(=|==|!=|<|>|-eq|-ne|-lt|-le|-gt|-ge|-nt|-ot|-ef)$/;

/** The answer of a test with one operand. */
export function unaryTest(shell: Shell, operator: string, operand: string): boolean {
  switch (operator) {
    case "-n":
      return operand !== "";
    case "-z":
      return operand === "";
    case "-v": {
      const subscripted = /^(\w+)\[(.*)\]$/s.exec(operand);
      if (subscripted?.[1] !== undefined) return isElementSet(shell, subscripted[1], subscripted[2] ?? "");
      return /^\d+$/.test(operand)
        ? Number(operand) <= shell.positional.length
        : shell.variables.get(operand) !== undefined;
    }
    case "-o":
      return shell.options.has(operand);
    case "-R":
      return shell.variables.findReference(operand)?.reference ?? false;
    case "-t": {
      const file = shell.descriptors.get(Number(operand));
      return file?.input?.isTTY ?? file?.output?.isTTY ?? false;
    }
    default:
      return fileTest(shell, operator, operand);
  }
}

function fileTest(shell: Shell, operator: string, name: string): boolean {
  if (name === "") return false;
  const { files, user } = shell.process;
  const path = resolvePath(shell.cwd, name);
  if (operator === "-r" || operator === "-w" || operator === "-x") {
    return files.exists(path) && files.allows(path, operator === "-r" ? 4 : operator === "-w" ? 2 : 1);
  }
  const stats = statsOf(shell, name, operator === "-h" || operator === "-L");
  if (!stats) return false;
  switch (operator) {
    case "-f":
      return stats.kind === "file";
    case "-d":
      return stats.kind === "directory";
    case "-h":
    case "-L":
      return stats.kind === "symlink";
    case "-p":
      return stats.kind === "fifo";
    case "-S":
      return stats.kind === "socket";
    case "-b":
      return stats.kind === "block-device";
    case "-c":
      return stats.kind === "character-device";
    case "-s":
      return stats.size > 0;
    case "-u":
      return (stats.mode & 0o4000) !== 0;
    case "-g":
      return (stats.mode & 0o2000) !== 0;
    case "-k":
      return (stats.mode & 0o1000) !== 0;
    case "-O":
      return stats.uid === user.uid;
    case "-G":
      return stats.gid === user.gid;
    default:
      return true;
  }
}

const PIPE = { mode: 0o600, uid: 0, gid: 0, size: 0, mtime: 0, inode: 0, links: 1 } as const;

function statsOf(shell: Shell, name: string, link = false): Stats | undefined {
  const path = resolvePath(shell.cwd, name);
  const number = descriptorNumber(path);
  const file = number === undefined ? undefined : shell.descriptors.get(number);
  // What `<(…)` opened is a pipe; the streams are files of their own kind.
  if (file && number !== undefined && number > 2) return { ...PIPE, kind: "fifo" };
  try {
    return link ? shell.process.files.lstat(path) : shell.process.files.stat(path);
  } catch {
    return undefined;
  }
}

/** Two numbers or two files compared; undefined for an operator that compares texts. */
export function numberOrFileTest(shell: Shell, left: string, operator: string, right: string): boolean | undefined {
  switch (operator) {
    case "-nt":
      return (statsOf(shell, left)?.mtime ?? -1) > (statsOf(shell, right)?.mtime ?? -1);
    case "-ot":
      return (statsOf(shell, left)?.mtime ?? -1) < (statsOf(shell, right)?.mtime ?? -1);
    case "-ef": {
      const [a, b] = [statsOf(shell, left), statsOf(shell, right)];
      return a !== undefined && a.inode === b?.inode;
    }
    default:
      return undefined;
  }
}

/** `-eq` and its like. */
export function compareNumbers(operator: string, left: bigint, right: bigint): boolean {
  switch (operator) {
    case "-eq":
      return left === right;
    case "-ne":
      return left !== right;
    case "-lt":
      return left < right;
    case "-le":
      return left <= right;
    case "-gt":
      return left > right;
    default:
      return left >= right;
  }
}

/** In `[[ ]]` the operands of `-eq` are expressions. */
export function compareExpressions(shell: Shell, operator: string, left: string, right: string): boolean {
  return compareNumbers(operator, arithmetic(shell, left, "[[: "), arithmetic(shell, right, "[[: "));
}
