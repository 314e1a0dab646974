import { FileError, type Stats } from "../kernel/filesystem.ts";
import { askYes } from "./ask.ts";
import { command, type Run } from "./command.ts";
import { UsageError } from "./options.ts";
import { quotedName } from "./quoting.ts";

export const rm = command(
  {
    usage: "[OPTION]... [FILE]...",
    about: "Remove (unlink) the FILE(s).",
    short: "dfiIrRv",
    long: "dir=d force=f interactive? recursive=r verbose=v one-file-system no-preserve-root preserve-root?",
  },
  async (run) => {
    const force = run.has("f") && run.options.last("f", "i", "I") === "f";
    if (run.operands.length === 0) {
      if (force) return 0;
      throw new UsageError("missing operand");
    }
    const recursive = run.has("r") || run.has("R");
    if (run.has("I") && (recursive || run.operands.length > 3)) {
      const count = `${run.operands.length} argument${run.operands.length > 1 ? "s" : ""}`;
      if (!(await askYes(run, `rm: remove ${count}${recursive ? " recursively" : ""}? `))) return 0;
    }
    for (const name of run.operands) await remove(run, name, force, recursive);
    return run.status;
  },
);

async function remove(run: Run, name: string, force: boolean, recursive: boolean): Promise<void> {
  const path = run.path(name);
  const cannot = (reason: string) =>
    run.warn(run.busybox ? `can't remove '${name}': ${reason}` : `cannot remove ${quotedName(name)}: ${reason}`);
  const last = name.replace(/\/+$/, "").replace(/.*\//, "");
  if (last === "." || last === "..") {
    await run.warn(`refusing to remove '.' or '..' directory: skipping ${quotedName(name)}`);
    return;
  }
  if (path === "/" && recursive && !run.has("no-preserve-root")) {
    await run.warn("it is dangerous to operate recursively on '/'");
    await run.warn("use --no-preserve-root to override this failsafe");
    return;
  }
  let stats: Stats;
  try {
    stats = run.files.lstat(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (!(force && (error.code === "ENOENT" || error.code === "ENOTDIR"))) await cannot(error.message);
    return;
  }
  if (stats.kind === "directory" && !recursive && !run.has("d")) {
    await (run.busybox ? run.warn(`'${name}' is a directory`) : cannot("Is a directory"));
    return;
  }
  await removeTree(run, name, path, stats, cannot);
}

async function removeTree(
  run: Run,
  name: string,
  path: string,
  stats: Stats,
  cannot: (reason: string) => Promise<void>,
): Promise<void> {
  const interactive = run.options.last("f", "i") === "i";
  const kind = stats.kind === "directory" ? "directory" : stats.size === 0 ? "regular empty file" : "regular file";
  if (stats.kind === "directory" && !run.has("d")) {
    const entries = await attempt(run, () => run.files.readdir(path), cannot);
    if (!entries) return;
    if (interactive && entries.length > 0 && !(await askYes(run, `rm: descend into directory ${quotedName(name)}? `)))
      return;
    const folder = name.replace(/\/+$/, "");
    for (const entry of entries) {
      const inner = `${folder}/${entry}`;
      const at = `${path.replace(/\/$/, "")}/${entry}`;
      await removeTree(run, inner, at, run.files.lstat(at), (reason) =>
        run.warn(run.busybox ? `can't remove '${inner}': ${reason}` : `cannot remove ${quotedName(inner)}: ${reason}`),
      );
    }
  }
  if (interactive && !(await askYes(run, `rm: remove ${kind} ${quotedName(name)}? `))) return;
  const done = await attempt(
    run,
    () => {
      if (stats.kind === "directory") run.files.rmdir(path);
      else run.files.unlink(path);
      return true;
    },
    cannot,
  );
  if (done && run.has("v"))
    await run.out(`removed ${stats.kind === "directory" ? "directory " : ""}${quotedName(name)}\n`);
}

async function attempt<T>(
  _run: Run,
  action: () => T,
  cannot: (reason: string) => Promise<void>,
): Promise<T | undefined> {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await cannot(error.message);
    return undefined;
  }
}
