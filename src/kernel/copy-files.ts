import type { FileSystem } from "./filesystem.ts";

/** How `copyFiles` treats owners and times; the mode is always kept. */
interface CopyOptions {
  /** Give the copies this owner; without it they keep the one they had. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** Keep the modification times. */
  readonly times?: boolean;
}

/**
 * Copies a file, a link or a whole directory from one tree to another; a directory is merged into one that is there.
 * `to` is the name of the copy itself, whose parent must exist.
 * @throws FileError
 */
export function copyFiles(
  from: FileSystem,
  source: string,
  to: FileSystem,
  target: string,
  options: CopyOptions = {},
): void {
  const stats = from.lstat(source);
  if (stats.kind === "directory") {
    if (!to.exists(target)) to.mkdir(target, { mode: stats.mode });
    for (const name of from.readdir(source)) copyFiles(from, join(source, name), to, join(target, name), options);
  } else if (stats.kind === "symlink") {
    if (to.exists(target) || isLink(to, target)) to.unlink(target);
    to.symlink(stats.target ?? "", target);
    return;
  } else if (stats.kind === "file") {
    const { program, size, mode } = stats;
    if (program === undefined) to.writeFile(target, from.readFile(source), { mode });
    else to.writeFile(target, "", { program, size, mode });
    to.chmod(target, mode);
  } else return;
  const { uid, gid } = options.owner ?? stats;
  const made = to.stat(target);
  if (made.uid !== uid || made.gid !== gid) to.chown(target, uid, gid);
  if (options.times) to.touch(target, stats.mtime);
}

const join = (folder: string, name: string) => `${folder === "/" ? "" : folder}/${name}`;

function isLink(files: FileSystem, path: string): boolean {
  try {
    return files.lstat(path).kind === "symlink";
  } catch {
    return false;
  }
}
