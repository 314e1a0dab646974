import { FileError, type FileSystem, resolvePath } from "../kernel/filesystem.ts";
import { isPattern, patternRegExp, unescapePattern } from "./pattern.ts";

export interface GlobOptions {
  /** Names that begin with a dot match too. */
  readonly dotglob: boolean;
  readonly nocaseglob: boolean;
  /** `**` goes down any number of folders. */
  readonly globstar: boolean;
}

/**
 * The paths that a pattern matches, in byte order; none when nothing does.
 * @param pattern as fieldPattern gives it: escaped characters match only themselves
 */
export function expandGlob(pattern: string, cwd: string, files: FileSystem, options: GlobOptions): string[] {
  const absolute = pattern.startsWith("/");
  const parts = pattern.split(/\/+/).filter((part) => part !== "");
  const folderOnly = pattern.endsWith("/") && parts.length > 0;
  let found: string[] = [absolute ? "/" : ""];
  parts.forEach((part, i) => {
    const last = i === parts.length - 1;
    found = found.flatMap((base) => {
      if (part === "**" && options.globstar) return descend(base, cwd, files, options, last);
      if (!isPattern(part)) return literalChild(base, unescapePattern(part), cwd, files);
      return matchingChildren(base, part, cwd, files, options);
    });
    if (!last || folderOnly) found = found.filter((path) => isDirectory(files, resolvePath(cwd, path)));
  });
  return (folderOnly ? found.map((path) => `${path}/`) : found).filter((path) => path !== "").sort(byBytes);
}

function matchingChildren(base: string, part: string, cwd: string, files: FileSystem, options: GlobOptions): string[] {
  const regExp = patternRegExp(part, options.nocaseglob);
  const dots = part.startsWith(".") || part.startsWith("\\.");
  const names = list(files, resolvePath(cwd, base || "."));
  return names
    .filter((name) => (name.startsWith(".") ? dots || options.dotglob : true) && regExp.test(name))
    .map((name) => base + (base === "" || base.endsWith("/") ? "" : "/") + name);
}

function literalChild(base: string, name: string, cwd: string, files: FileSystem): string[] {
  const path = base + (base === "" || base.endsWith("/") ? "" : "/") + name;
  try {
    files.lstat(resolvePath(cwd, path));
    return [path];
  } catch {
    return [];
  }
}

function descend(base: string, cwd: string, files: FileSystem, options: GlobOptions, withFiles: boolean): string[] {
  const out = base === "" && withFiles ? [] : [withFiles && !base.endsWith("/") ? `${base}/` : base];
  for (const child of matchingChildren(base, "*", cwd, files, options)) {
    const path = resolvePath(cwd, child);
    const directory = isDirectory(files, path);
    if (directory && files.lstat(path).kind !== "symlink") {
      out.push(
        ...descend(child, cwd, files, options, withFiles).map((found) => (found === `${child}/` ? child : found)),
      );
    } else if (withFiles || directory) out.push(child);
  }
  return out;
}

function list(files: FileSystem, path: string): string[] {
  try {
    return files.readdir(path);
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}

function isDirectory(files: FileSystem, path: string): boolean {
  try {
    return files.stat(path).kind === "directory";
  } catch {
    return false;
  }
}

function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
