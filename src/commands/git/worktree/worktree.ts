import type { FileSystem, Stats } from "../../../kernel/filesystem.ts";
import { blobOf, type GitObject, idOf } from "../objects/git-object.ts";
import type { IndexEntry } from "../repository/index-file.ts";
import type { Repository } from "../repository/repository.ts";
import { Ignore } from "./ignore.ts";

/** What is in a working tree and not in the index. A folder's path ends in `/`. */
interface Untracked {
  readonly untracked: readonly string[];
  readonly ignored: readonly string[];
}

/** The files of a repository as they are now. */
export class Worktree {
  readonly top: string;
  readonly ignore: Ignore;
  readonly #repository: Repository;
  readonly #files: FileSystem;

  constructor(repository: Repository, top: string) {
    this.#repository = repository;
    this.top = top;
    this.#files = repository.process.files;
    this.ignore = new Ignore(repository, top);
  }

  pathOf(path: string): string {
    return `${this.top === "/" ? "" : this.top}/${path}`;
  }

  /** The file at a path, links not followed; undefined when there is none, or something above it is no folder. */
  stats(path: string): Stats | undefined {
    try {
      return this.#files.lstat(this.pathOf(path));
    } catch {
      return undefined;
    }
  }

  /** The file or link at a path, not a folder. */
  fileStats(path: string): Stats | undefined {
    const stats = this.stats(path);
    return stats && (stats.kind === "file" || stats.kind === "symlink") ? stats : undefined;
  }

  /** The content of a file, or where a link leads. @throws FileError */
  text(path: string): string {
    const full = this.pathOf(path);
    return this.#files.lstat(full).kind === "symlink" ? this.#files.readlink(full) : this.#files.readFile(full);
  }

  /** @throws FileError */
  blob(path: string): GitObject {
    return blobOf(this.text(path));
  }

  /** The id of a file's content; the index's when the file has not been touched since. */
  idOf(path: string, entry?: IndexEntry, stats = this.fileStats(path)): string {
    if (entry && stats && !this.#isRacy(stats) && isSame(entry, stats)) return entry.id;
    return idOf(this.blob(path));
  }

  /** A file changed after the index was written, or in the same moment, may differ with the same times. */
  #isRacy(stats: Stats): boolean {
    const index = `${this.#repository.folder}/index`;
    return !this.#files.exists(index) || stats.mtime >= this.#files.stat(index).mtime;
  }

  /**
   * What the index does not have.
   * @param all every file, where a whole folder would do
   */
  untracked(entries: readonly IndexEntry[], all: boolean): Untracked {
    const tracked = new Set(entries.map(({ path }) => path));
    const folders = new Set(entries.flatMap(({ path }) => foldersAbove(path)));
    const found = { untracked: [] as string[], ignored: [] as string[] };
    const walk = (folder: string) => {
      for (const { path, isFolder } of this.#children(folder)) {
        if (!isFolder) {
          if (tracked.has(path)) continue;
          (this.ignore.has(path, false) ? found.ignored : found.untracked).push(path);
        } else if (folders.has(path)) walk(path);
        // A folder where a file was: only what it holds could be added.
        else if (tracked.has(path)) {
          if (all) walk(path);
        } else if (this.ignore.has(path, true)) found.ignored.push(`${path}/`);
        else if (this.#isRepository(path)) found.untracked.push(`${path}/`);
        else if (all) walk(path);
        else {
          const inside = this.#wantedIn(path);
          if (inside === "wanted") {
            found.untracked.push(`${path}/`);
            this.#ignoredIn(path, found.ignored);
          } else if (inside === "ignored") found.ignored.push(`${path}/`);
        }
      }
    };
    walk("");
    return found;
  }

  /** Every file in a folder, whatever is left out. */
  filesIn(folder: string): string[] {
    return this.#children(folder).flatMap(({ path, isFolder }) => (isFolder ? this.filesIn(path) : [path]));
  }

  #ignoredIn(folder: string, ignored: string[]): void {
    for (const { path, isFolder } of this.#children(folder)) {
      if (this.ignore.has(path, isFolder)) ignored.push(isFolder ? `${path}/` : path);
      else if (isFolder) this.#ignoredIn(path, ignored);
    }
  }

  #wantedIn(folder: string): "wanted" | "ignored" | "nothing" {
    let found: "ignored" | "nothing" = "nothing";
    for (const { path, isFolder } of this.#children(folder)) {
      const state = this.ignore.has(path, isFolder) ? "ignored" : isFolder ? this.#wantedIn(path) : "wanted";
      if (state === "wanted") return "wanted";
      if (state === "ignored") found = "ignored";
    }
    return found;
  }

  #children(folder: string): { readonly path: string; readonly isFolder: boolean }[] {
    const full = folder === "" ? this.top : this.pathOf(folder);
    if (!this.#files.allows(full, 5)) return [];
    return this.#files
      .readdir(full)
      .filter((name) => name !== ".git")
      .flatMap((name) => {
        const path = folder === "" ? name : `${folder}/${name}`;
        const kind = this.stats(path)?.kind;
        return kind === "directory" || kind === "file" || kind === "symlink"
          ? [{ path, isFolder: kind === "directory" }]
          : [];
      });
  }

  #isRepository(path: string): boolean {
    return this.#files.exists(this.pathOf(`${path}/.git`));
  }
}

const isSame = (entry: IndexEntry, stats: Stats) =>
  entry.mtime === stats.mtime &&
  entry.size === stats.size &&
  entry.inode === stats.inode &&
  entry.mode === modeOf(stats);

/** Git keeps three kinds of files. */
export const modeOf = ({ kind, mode }: Stats): string =>
  kind === "symlink" ? "120000" : (mode & 0o100) === 0 ? "100644" : "100755";

/** `a/b/c` is in `a` and `a/b`. */
export function foldersAbove(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
}
