import { decode } from "../../kernel/bytes.ts";
import { type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import type { TarEntry } from "../../kernel/tar.ts";

/** Writes the files of an archive into a directory. */
export function unpackArchive(entries: readonly TarEntry[], files: FileSystem, folder: string): void {
  for (const { path, kind, mode, uid, gid, mtime, content, target } of entries) {
    const full = resolvePath(folder, path);
    if (full === folder) continue;
    files.mkdir(resolvePath(full, ".."), { recursive: true });
    if (kind === "directory") files.mkdir(full, { recursive: true, mode });
    else if (kind === "symlink") {
      if (files.exists(full)) files.unlink(full);
      files.symlink(target ?? "", full);
      continue;
    } else if (kind === "link") files.link(resolvePath(folder, target ?? ""), full);
    else if (kind === "file") files.writeFile(full, decode(content ?? new Uint8Array()), { mode });
    else continue;
    files.chmod(full, mode);
    files.chown(full, uid, gid);
    files.touch(full, mtime);
  }
}
