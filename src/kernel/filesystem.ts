/** Who asks: what a file's owner and mode are compared with. */
export interface Credentials {
  /** The effective user: whom permissions are asked of. */
  readonly uid: number;
  readonly gid: number;
  /** Further groups, by number. */
  readonly groups: readonly number[];
  /** Who started it, where a set-user-ID program (`sudo`) acts as another; the same unless told. */
  readonly realUid?: number;
  readonly realGid?: number;
  /** The process that asks, which /proc/self is then. */
  readonly pid?: number;
}

export const ROOT: Credentials = { uid: 0, gid: 0, groups: [] };

export type FileKind = "file" | "directory" | "symlink" | "character-device" | "block-device" | "fifo" | "socket";

/** What `stat` tells of a file. */
export interface Stats {
  readonly kind: FileKind;
  /** Permission bits with setuid, setgid and sticky: 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes. For a file that stands for a binary, the size the real one would have. */
  readonly size: number;
  /** Last change of the content, ms since the epoch. */
  readonly mtime: number;
  readonly inode: number;
  readonly links: number;
  /** Where a symbolic link points. */
  readonly target?: string;
  /** For an executable that stands for a binary: which of our programs runs it ("ls", "nginx"). */
  readonly program?: string;
  /** For a socket: what listens on it ("docker": the daemon of the host). */
  readonly socket?: string;
}

/** errno, with the words of strerror. */
const FILE_ERRORS = {
  EACCES: "Permission denied",
  EBUSY: "Device or resource busy",
  EEXIST: "File exists",
  EINVAL: "Invalid argument",
  EISDIR: "Is a directory",
  ELOOP: "Too many levels of symbolic links",
  ENOENT: "No such file or directory",
  ENOTDIR: "Not a directory",
  ENOTEMPTY: "Directory not empty",
  EPERM: "Operation not permitted",
  EROFS: "Read-only file system",
  EXDEV: "Invalid cross-device link",
} as const;

type FileErrorCode = keyof typeof FILE_ERRORS;

/** A file operation that failed; `message` is strerror's text, without the path. */
export class FileError extends Error {
  readonly code: FileErrorCode;
  readonly path: string;

  constructor(code: FileErrorCode, path: string) {
    super(FILE_ERRORS[code]);
    this.name = "FileError";
    this.code = code;
    this.path = path;
  }
}

export interface WriteOptions {
  /** Exact permission bits when the file is created; 0o666 without the umask unless told. */
  readonly mode?: number;
  /** Add to the end instead of replacing. */
  readonly append?: boolean;
  /** Make the new file stand for a binary (see Stats.program). */
  readonly program?: string;
  /** The size to show for it, bytes. */
  readonly size?: number;
}

/**
 * A tree of files as one user sees it. Paths are absolute; `.`, `..`, double slashes and symbolic links are resolved as
 * Linux does. Everything is synchronous and in memory. Every operation throws FileError.
 */
export interface FileSystem {
  /** The same tree for another user. @param umask what the modes of new files leave out; 0o022 unless told */
  as(user: Credentials, umask?: () => number): FileSystem;
  /** Follows a last symbolic link. */
  stat(path: string): Stats;
  /** Does not follow it. */
  lstat(path: string): Stats;
  /** Whether stat would succeed. */
  exists(path: string): boolean;
  /** Whether this user may read (4), write (2), execute or enter (1) it: the sum of what is asked. */
  allows(path: string, want: number): boolean;
  readFile(path: string): string;
  writeFile(path: string, content: string, options?: WriteOptions): void;
  /** Names in a directory, in byte order, without `.` and `..`. */
  readdir(path: string): string[];
  mkdir(path: string, options?: { readonly recursive?: boolean; readonly mode?: number }): void;
  rmdir(path: string): void;
  unlink(path: string): void;
  /** A file or a whole directory, as `rm -r`. */
  remove(path: string): void;
  rename(from: string, to: string): void;
  symlink(target: string, path: string): void;
  link(existing: string, path: string): void;
  readlink(path: string): string;
  realpath(path: string): string;
  chmod(path: string, mode: number): void;
  /** Follows links. */
  chown(path: string, uid: number, gid: number): void;
  /** Sets the modification time (ms); the file must exist. */
  touch(path: string, mtime: number): void;
}

/** Joins and normalises: `resolvePath("/a/b", "../c")` is `/a/c`. */
export function resolvePath(cwd: string, path: string): string {
  const out: string[] = [];
  for (const part of `${path.startsWith("/") ? "" : cwd}/${path}`.split("/")) {
    if (part === "..") out.pop();
    else if (part !== "" && part !== ".") out.push(part);
  }
  return `/${out.join("/")}`;
}
