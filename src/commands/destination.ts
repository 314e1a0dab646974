import { Failure, type Run } from "./command.ts";
import { UsageError } from "./options.ts";
import { quotedName } from "./quoting.ts";

/** One file to copy, move or link, and where to. */
interface Pair {
  readonly source: string;
  readonly target: string;
}

/**
 * Reads the operands of `cp`, `mv` and `ln`: a source and a target, or sources and a directory (`-t` names it first,
 * `-T` says the last is none).
 * @throws UsageError, Failure
 */
export function pairsOf(run: Run): Pair[] {
  const operands = [...run.operands];
  let folder = run.options.value("t");
  const [first] = operands;
  if (first === undefined) throw new UsageError("missing file operand");
  if (folder === undefined) {
    if (operands.length === 1) throw new UsageError(`missing destination file operand after ${quotedName(first)}`);
    const last = operands.at(-1) ?? "";
    if (!run.has("T") && isFolder(run, last)) {
      folder = last;
      operands.pop();
    } else if (operands.length > 2) {
      if (run.has("T")) throw new UsageError(`extra operand ${quotedName(operands[2] ?? "")}`);
      const reason = run.files.exists(run.path(last)) ? "Not a directory" : "No such file or directory";
      throw new Failure(
        run.busybox
          ? `can't stat '${last}': ${reason}`
          : reason === "Not a directory"
            ? `target ${quotedName(last)}: ${reason}`
            : `target ${quotedName(last)}: ${reason}`,
      );
    }
  } else if (!isFolder(run, folder)) {
    throw new Failure(
      `target directory ${quotedName(folder)}: ${run.files.exists(run.path(folder)) ? "Not a directory" : "No such file or directory"}`,
    );
  }
  if (folder === undefined) return [{ source: first, target: operands[1] ?? "" }];
  const into = folder.replace(/(?<=.)\/+$/, "");
  return operands.map((source) => {
    const name = source.replace(/\/+$/, "").replace(/.*\//, "");
    return { source, target: `${into === "/" ? "" : into}/${name}` };
  });
}

/** Whether a name leads to a folder; one that leads nowhere does not. */
export function isFolder(run: Run, name: string): boolean {
  const path = run.path(name);
  return run.files.exists(path) && run.files.stat(path).kind === "directory";
}
