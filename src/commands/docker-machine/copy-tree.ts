import { FileError, type FileSystem } from "../../kernel/filesystem.ts";

/** A path in somebody's tree of files. */
export interface Place {
  readonly files: FileSystem;
  readonly path: string;
}

export interface CopiedFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** A copy that could not be made, in scp's words. */
export class CopyError extends Error {}

/**
 * Copies a file, or with `recursive` a folder, into another tree; into a folder that is there already, by its own name.
 * @returns the files copied, in order @throws CopyError
 */
export function copyTree(from: Place, to: Place, recursive: boolean): CopiedFile[] {
  const name = from.path.replace(/.*\//, "");
  try {
    const { kind } = from.files.stat(from.path);
    if (kind === "directory" && !recursive) throw new CopyError(`${from.path}: not a regular file`);
    const into = to.files.exists(to.path) && to.files.stat(to.path).kind === "directory";
    return copy(from, { files: to.files, path: into ? `${to.path.replace(/\/$/, "")}/${name}` : to.path });
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new CopyError(`${error.path}: ${error.message}`);
  }
}

function copy(from: Place, to: Place): CopiedFile[] {
  const { kind, mode, program, size } = from.files.stat(from.path);
  if (kind === "directory") {
    if (!to.files.exists(to.path)) to.files.mkdir(to.path, { mode: mode & 0o777 });
    return from.files
      .readdir(from.path)
      .flatMap((name) =>
        copy({ files: from.files, path: `${from.path}/${name}` }, { files: to.files, path: `${to.path}/${name}` }),
      );
  }
  const text = from.files.readFile(from.path);
  to.files.writeFile(to.path, text, { mode: mode & 0o777, ...(program === undefined ? {} : { program, size }) });
  return [{ name: from.path.replace(/.*\//, ""), size }];
}
