import { copyFiles } from "../kernel/copy-files.ts";
import { FileError, resolvePath } from "../kernel/filesystem.ts";
import { askYes } from "./ask.ts";
import { command, type Run } from "./command.ts";
import { pairsOf } from "./destination.ts";
import { quotedName } from "./quoting.ts";

export const mv = command(
  {
    usage: "[OPTION]... SOURCE... DIRECTORY",
    about: "Rename SOURCE to DEST, or move SOURCE(s) to DIRECTORY.",
    short: "bfint:Tuv",
    long: "force=f interactive=i no-clobber=n target-directory:=t no-target-directory=T update?=u verbose=v backup?=b",
  },
  async (run) => {
    for (const { source, target } of pairsOf(run)) await move(run, source, target);
  },
);

async function move(run: Run, source: string, target: string): Promise<void> {
  const { files } = run;
  const from = resolvePath(run.process.cwd, source);
  const to = resolvePath(run.process.cwd, target);
  const stats = await run.try(
    () => files.lstat(from),
    (error) =>
      run.busybox
        ? `can't rename '${source}': ${error.message}`
        : `cannot stat ${quotedName(source)}: ${error.message}`,
  );
  if (!stats) return;
  if (from === to) {
    await run.warn(`${quotedName(source)} and ${quotedName(target)} are the same file`);
    return;
  }
  if (files.exists(to)) {
    if (run.has("n") && run.options.last("n", "f", "i") === "n") return;
    if (
      run.has("i") &&
      run.options.last("n", "f", "i") === "i" &&
      !(await askYes(run, `mv: overwrite ${quotedName(target)}? `))
    )
      return;
    if (run.has("u") && files.stat(to).mtime >= stats.mtime) return;
  }
  const done = await run.try(
    () => {
      try {
        files.rename(from, to);
      } catch (error) {
        // Another disk: copy, then delete.
        if (!(error instanceof FileError) || error.code !== "EXDEV") throw error;
        if (files.exists(to) && files.stat(to).kind !== "directory") files.unlink(to);
        copyFiles(files, from, files, to, { times: true });
        files.remove(from);
      }
      return true;
    },
    (error) => reason(run, error, source, target),
  );
  if (done && run.has("v")) await run.out(`renamed ${quotedName(source)} -> ${quotedName(target)}\n`);
}

function reason(run: Run, error: FileError, source: string, target: string): string {
  if (run.busybox) return `can't rename '${source}': ${error.message}`;
  if (error.code === "EINVAL")
    return `cannot move ${quotedName(source)} to a subdirectory of itself, ${quotedName(target)}`;
  if (error.code === "ENOTDIR" && run.files.exists(run.path(target)))
    return `cannot overwrite non-directory ${quotedName(target)} with directory ${quotedName(source)}`;
  if (error.code === "EISDIR")
    return `cannot overwrite directory ${quotedName(target)} with non-directory ${quotedName(source)}`;
  return `cannot move ${quotedName(source)} to ${quotedName(target)}: ${error.message}`;
}
