import type { Clock } from "./clock.ts";
import type { FileKind } from "./filesystem.ts";
import { Inode, type InodeTree } from "./inode.ts";
import type { Layer, LayerNode } from "./layer.ts";
import { isLive, lowerEntry, lowerNames, mergeable } from "./merged-layers.ts";
import { changesOf, type PathChange, restore, type TreeState, writtenBytes, writtenState } from "./tree-state.ts";

export type { TreeState } from "./tree-state.ts";

/**
 * A tree of files over read-only layers, copy-on-write: it holds only what differs from them, so an untouched tree
 * costs nothing. It knows nothing of paths, users or mounts; MountedFileSystem does.
 */
export class FileTree implements InodeTree {
  readonly root: Inode;
  readonly clock: Pick<Clock, "now">;
  #numbers = 1;
  #revision = 0;

  /** @param lowers the layers below, the top one first */
  constructor(lowers: readonly Layer[], clock: Pick<Clock, "now">) {
    this.clock = clock;
    this.root = this.create("directory", mergeable(lowers.map((below) => below.root)));
  }

  /** The tree that `toJSON` wrote, over the same layers. */
  static from(lowers: readonly Layer[], state: TreeState | undefined, clock: Pick<Clock, "now">): FileTree {
    const tree = new FileTree(lowers, clock);
    if (state) restore(tree, state);
    return tree;
  }

  /** Grows with every change: tells whether the tree must be saved again. */
  get revision(): number {
    return this.#revision;
  }

  /** The differences from the layers below, as plain JSON; `{}` for an untouched tree. */
  toJSON(): TreeState {
    return writtenState(this, false);
  }

  /** The same, whole in itself: what `layerFromState` makes a layer of, for commit and build. */
  layerState(): TreeState {
    return writtenState(this, true);
  }

  /** What differs from the layers below, by path, as `docker diff` tells it. */
  changes(): PathChange[] {
    return changesOf(this);
  }

  /** Bytes written over the layers below: `docker ps -s`. */
  size(): number {
    return writtenBytes(this);
  }

  create(kind: FileKind, lower: readonly LayerNode[] = []): Inode {
    this.#numbers++;
    return new Inode(this.#numbers, kind, this.clock.now(), lower);
  }

  /** The file of that name in a directory. */
  lookup(directory: Inode, name: string): Inode | undefined {
    const known = directory.entries.get(name);
    if (known !== undefined) return known ?? undefined;
    const below = lowerEntry(directory.lower, name);
    const top = below[0];
    if (!top) return undefined;
    const found = this.create(top.kind, below);
    // What a live directory holds may be gone at the next look.
    if (!isLive(directory.lower)) directory.entries.set(name, found);
    return found;
  }

  /** The names in a directory, in byte order. */
  names(directory: Inode): string[] {
    const names = new Set(lowerNames(directory.lower));
    for (const [name, inode] of directory.entries) {
      if (inode) names.add(name);
      else names.delete(name);
    }
    return [...names].sort(byBytes);
  }

  isEmpty(directory: Inode): boolean {
    return this.names(directory).length === 0;
  }

  put(directory: Inode, name: string, inode: Inode): void {
    directory.entries.set(name, inode);
    this.change(directory);
  }

  take(directory: Inode, name: string): void {
    if (lowerEntry(directory.lower, name).length > 0) directory.entries.set(name, null);
    else directory.entries.delete(name);
    this.change(directory);
  }

  /** Marks a file as changed, now or (chmod, chown) without a new time. */
  change(inode: Inode, mtime: number | undefined = this.clock.now()): void {
    if (mtime !== undefined) inode.mtime = mtime;
    inode.changed = true;
    this.#revision++;
  }
}

/** UTF-16 order is byte order but for surrogates, which nobody names files with here. */
const byBytes = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
