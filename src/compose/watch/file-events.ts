import type { Clock } from "../../kernel/clock.ts";
import type { FileSystem } from "../../kernel/filesystem.ts";

/** How often the files are looked at, ms. */
const LOOK_MS = 100;
/** Changes that come closer together are told as one batch, ms (docker/compose, pkg/watch/debounce.go). */
const QUIET_MS = 500;

/** Tells what changes below paths, a batch at a time, as Compose hears it from inotify. */
export class FileEvents {
  readonly #files: FileSystem;
  readonly #clock: Pick<Clock, "now" | "after">;
  readonly #paths: readonly string[];
  readonly #onBatch: (paths: readonly string[]) => void;
  #known: ReadonlyMap<string, string>;
  readonly #changed = new Set<string>();
  #last = 0;
  #cancel = () => {};

  /** Begins to look. @param paths absolute: directories, with all in them, or single files */
  constructor(
    files: FileSystem,
    clock: Pick<Clock, "now" | "after">,
    paths: readonly string[],
    onBatch: (paths: readonly string[]) => void,
  ) {
    this.#files = files;
    this.#clock = clock;
    this.#paths = paths;
    this.#onBatch = onBatch;
    this.#known = this.#look();
    this.#wait();
  }

  close(): void {
    this.#cancel();
  }

  #wait(): void {
    this.#cancel = this.#clock.after(LOOK_MS, () => {
      this.#tick();
      this.#wait();
    });
  }

  #tick(): void {
    const before = this.#known;
    const now = this.#look();
    const changed = [...new Set([...before.keys(), ...now.keys()])].filter(
      (path) => before.get(path) !== now.get(path),
    );
    this.#known = now;
    if (changed.length > 0) this.#last = this.#clock.now();
    for (const path of changed) this.#changed.add(path);
    if (this.#changed.size === 0 || this.#clock.now() - this.#last < QUIET_MS) return;
    const batch = [...this.#changed];
    this.#changed.clear();
    this.#onBatch(batch);
  }

  /** Every file there is, and what tells one state of it from another. */
  #look(): Map<string, string> {
    const found = new Map<string, string>();
    const add = (path: string, isRoot: boolean): void => {
      let stats: ReturnType<FileSystem["lstat"]>;
      try {
        stats = this.#files.lstat(path);
      } catch {
        // Gone, or never there: the next look tells.
        return;
      }
      const { kind, mode, uid, gid, size, mtime, inode } = stats;
      const isDirectory = kind === "directory";
      // Nobody is told of a directory that is watched itself, nor of another for what changes in it.
      if (!isDirectory) found.set(path, [kind, mode, uid, gid, size, mtime, inode].join());
      else if (!isRoot) found.set(path, [kind, mode, uid, gid, inode].join());
      if (isDirectory) for (const name of this.#files.readdir(path)) add(`${path === "/" ? "" : path}/${name}`, false);
    };
    for (const path of this.#paths) add(path, true);
    return found;
  }
}
