import type { IFileSystem } from "just-bash";
import { decode, encode } from "../kernel/bytes.ts";
import { copyFiles } from "../kernel/copy-files.ts";
import { FileError, type FileSystem, resolvePath, type Stats } from "../kernel/filesystem.ts";

type Content = Parameters<IFileSystem["writeFile"]>[1];
type WriteOptions = Parameters<IFileSystem["writeFile"]>[2];
type ReadOptions = Parameters<IFileSystem["readFile"]>[1];
type FsStat = Awaited<ReturnType<IFileSystem["stat"]>>;

/** Our files as just-bash wants them: asynchronous, with errors that begin with their code as Node's do. */
export class JustBashFiles implements IFileSystem {
  readonly #files: FileSystem;

  constructor(files: FileSystem) {
    this.#files = files;
  }

  readFile(path: string, options?: ReadOptions): Promise<string> {
    return attempt(() => {
      const text = this.#files.readFile(path);
      const encoding = typeof options === "string" ? options : options?.encoding;
      if (encoding !== "binary" && encoding !== "latin1") return text;
      return Array.from(encode(text), (byte) => String.fromCharCode(byte)).join("");
    });
  }

  readFileBuffer(path: string): Promise<Uint8Array> {
    return attempt(() => encode(this.#files.readFile(path)));
  }

  writeFile(path: string, content: Content, options?: WriteOptions): Promise<void> {
    return attempt(() => this.#files.writeFile(path, textOf(content, options)));
  }

  appendFile(path: string, content: Content, options?: WriteOptions): Promise<void> {
    return attempt(() => this.#files.writeFile(path, textOf(content, options), { append: true }));
  }

  exists(path: string): Promise<boolean> {
    return attempt(() => this.#files.exists(path));
  }

  stat(path: string): Promise<FsStat> {
    return attempt(() => statOf(this.#files.stat(path)));
  }

  lstat(path: string): Promise<FsStat> {
    return attempt(() => statOf(this.#files.lstat(path)));
  }

  mkdir(path: string, options?: { recursive?: boolean }): Promise<void> {
    return attempt(() => this.#files.mkdir(path, options));
  }

  readdir(path: string): Promise<string[]> {
    return attempt(() => this.#files.readdir(path));
  }

  rm(path: string, options?: { recursive?: boolean; force?: boolean }): Promise<void> {
    return attempt(() => {
      if (options?.force && !this.#files.exists(path)) return;
      if (options?.recursive) this.#files.remove(path);
      else this.#files.unlink(path);
    });
  }

  cp(source: string, target: string): Promise<void> {
    return attempt(() => copyFiles(this.#files, source, this.#files, target));
  }

  mv(source: string, target: string): Promise<void> {
    return attempt(() => this.#files.rename(source, target));
  }

  resolvePath(base: string, path: string): string {
    return resolvePath(base, path);
  }

  getAllPaths(): string[] {
    return [];
  }

  chmod(path: string, mode: number): Promise<void> {
    return attempt(() => this.#files.chmod(path, mode));
  }

  symlink(target: string, path: string): Promise<void> {
    return attempt(() => this.#files.symlink(target, path));
  }

  link(existing: string, path: string): Promise<void> {
    return attempt(() => this.#files.link(existing, path));
  }

  readlink(path: string): Promise<string> {
    return attempt(() => this.#files.readlink(path));
  }

  realpath(path: string): Promise<string> {
    return attempt(() => this.#files.realpath(path));
  }

  utimes(path: string, _accessed: Date, modified: Date): Promise<void> {
    return attempt(() => this.#files.touch(path, modified.getTime()));
  }
}

async function attempt<T>(action: () => T): Promise<T> {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new Error(`${error.code}: ${error.message.toLowerCase()}, '${error.path}'`);
  }
}

function textOf(content: Content, options: WriteOptions): string {
  if (typeof content !== "string") return decode(content);
  const encoding = typeof options === "string" ? options : options?.encoding;
  if (encoding !== "binary" && encoding !== "latin1") return content;
  return decode(Uint8Array.from(content, (char) => char.charCodeAt(0)));
}

function statOf({ kind, mode, size, mtime, inode }: Stats): FsStat {
  return {
    isFile: kind !== "directory" && kind !== "symlink",
    isDirectory: kind === "directory",
    isSymbolicLink: kind === "symlink",
    ...{ mode, size, mtime: new Date(mtime), ino: inode },
  };
}
