import { mayAccess } from "./access.ts";
import type { FileTree } from "./file-tree.ts";
import { type Credentials, FileError, ROOT } from "./filesystem.ts";
import type { Inode } from "./inode.ts";

export interface MountOptions {
  /** What `mount` shows first: "/dev/vda1", "tmpfs". */
  readonly source: string;
  /** "ext4", "overlay", "tmpfs", "proc" */
  readonly type: string;
  readonly readOnly?: boolean;
  /** What `mount` shows after "rw" or "ro"; "relatime" unless told. */
  readonly options?: string;
  /** Bytes there are, for `df`. */
  readonly capacity?: number;
}

/** A tree, or a file or directory of one, seen at a path. */
export interface Mount extends MountOptions {
  readonly path: string;
  readonly readOnly: boolean;
  readonly tree: FileTree;
  readonly root: Inode;
  /** Where the mount sits: the file it hides, in the mount that one is of. */
  readonly on: { readonly mount: Mount; readonly inode: Inode } | undefined;
}

/** A file, and the way that led to it. */
export interface Position {
  readonly mount: Mount;
  readonly inode: Inode;
  readonly name: string;
  /** Undefined for the root. */
  readonly parent: Position | undefined;
}

/** Where a path leads: to a file, or to a name that a directory does not hold yet. */
export interface Place {
  readonly parent: Position;
  readonly name: string;
  readonly found: Position | undefined;
}

const MAX_LINKS = 40;

/** Whether a name is /proc/self. */
const isSelf = ({ mount, inode }: Position, name: string): boolean =>
  name === "self" && mount.type === "proc" && inode === mount.root;

/** The mounts of one machine: which tree is seen where. */
export class MountTable {
  /** What root may do among the files of a container; everything without it. */
  capabilities?: { has(name: string): boolean };
  readonly #mounts: Mount[];
  readonly #root: Position;

  constructor(tree: FileTree, options: MountOptions) {
    const mount: Mount = { readOnly: false, ...options, path: "/", tree, root: tree.root, on: undefined };
    this.#mounts = [mount];
    this.#root = { mount, inode: tree.root, name: "", parent: undefined };
  }

  /** In the order they were mounted; the root first. */
  list(): readonly Mount[] {
    return this.#mounts;
  }

  /** Shows a tree at a path that exists. @throws FileError */
  mount(path: string, tree: FileTree, options: MountOptions): void {
    this.#add(path, tree, tree.root, options);
  }

  /**
   * Shows a file or directory of this or another machine at a path that exists: the same files seen twice. What is
   * mounted below it there comes along.
   * @throws FileError
   */
  bind(path: string, from: MountTable, fromPath: string, options: Partial<MountOptions> = {}): void {
    const at = from.find(fromPath);
    const submounts = from.list().filter((mount) => mount !== at.mount && isBelow(mount.path, pathTo(at)));
    this.#add(path, at.mount.tree, at.inode, { ...about(at.mount), ...options });
    for (const mount of submounts) {
      const below = mount.path.slice(pathTo(at) === "/" ? 0 : pathTo(at).length);
      // A bind of / onto something below it must not hold itself.
      if (isBelow(pathTo(this.find(path)), mount.path) && from === this) continue;
      this.#add(path + below, mount.tree, mount.root, { ...about(mount), ...options });
    }
  }

  /** @throws FileError EINVAL when nothing is mounted there, EBUSY for the root or when something is mounted below */
  unmount(path: string): void {
    const at = this.find(path);
    const index = this.#mounts.findLastIndex((mount) => mount === at.mount && mount.root === at.inode);
    const mount = this.#mounts[index];
    if (!mount) throw new FileError("EINVAL", path);
    if (!mount.on || this.#mounts.some((other) => other.on?.mount === mount)) throw new FileError("EBUSY", path);
    this.#mounts.splice(index, 1);
  }

  /** The file at a path. @throws FileError */
  find(path: string, user: Credentials = ROOT, follow = true): Position {
    const { found } = this.walk(path, user, follow);
    if (!found) throw new FileError("ENOENT", path);
    return found;
  }

  /**
   * Goes along a path as Linux does.
   * @param follow whether a last symbolic link is followed
   * @throws FileError ENOENT, ENOTDIR, EACCES, ELOOP on the way; a last name that is not there is no error
   */
  walk(path: string, user: Credentials, follow: boolean): Place {
    const ahead = namesIn(path);
    if (path.length > 1 && path.endsWith("/")) ahead.push(".");
    let here = this.#root;
    let links = 0;
    for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
      const name = isSelf(here, next) ? String(user.pid ?? next) : next;
      if (here.inode.kind !== "directory") throw new FileError("ENOTDIR", path);
      if (!mayAccess(user, here.inode, 1)) throw new FileError("EACCES", path);
      if (name === ".") continue;
      if (name === "..") {
        here = here.parent ?? here;
        continue;
      }
      const inode = here.mount.tree.lookup(here.inode, name);
      if (!inode) {
        if (ahead.some((later) => later !== ".")) throw new FileError("ENOENT", path);
        return { parent: here, name, found: undefined };
      }
      if (inode.kind === "symlink" && (follow || ahead.length > 0)) {
        links++;
        if (links > MAX_LINKS) throw new FileError("ELOOP", path);
        const target = inode.target ?? "";
        if (target.startsWith("/")) here = this.#root;
        ahead.unshift(...namesIn(target));
        continue;
      }
      here = this.#enter({ mount: here.mount, inode, name, parent: here });
    }
    return { parent: here.parent ?? here, name: here.name, found: here };
  }

  #add(path: string, tree: FileTree, root: Inode, options: MountOptions): void {
    const at = this.find(path);
    if ((at.inode.kind === "directory") !== (root.kind === "directory")) throw new FileError("ENOTDIR", path);
    const on = { mount: at.mount, inode: at.inode };
    this.#mounts.push({ readOnly: false, ...options, path: pathTo(at), tree, root, on });
  }

  #on(mount: Mount, inode: Inode): Mount | undefined {
    return this.#mounts.findLast(({ on }) => on !== undefined && on.inode === inode && on.mount === mount);
  }

  #enter(position: Position): Position {
    let { mount, inode } = position;
    for (let next = this.#on(mount, inode); next; next = this.#on(mount, inode)) {
      mount = next;
      inode = next.root;
    }
    return mount === position.mount ? position : { ...position, mount, inode };
  }
}

/** Whether something is mounted at a position. */
export function isMountPoint({ mount, parent }: Position): boolean {
  return parent === undefined || parent.mount !== mount;
}

/** The path of a position, without links. */
export function pathTo(position: Position): string {
  const names: string[] = [];
  for (let at: Position | undefined = position; at?.parent; at = at.parent) names.unshift(at.name);
  return `/${names.join("/")}`;
}

function namesIn(path: string): string[] {
  return path.split("/").filter((name) => name !== "");
}

function isBelow(path: string, folder: string): boolean {
  return path !== folder && (folder === "/" || path.startsWith(`${folder}/`));
}

function about({ source, type, readOnly, options, capacity }: Mount): MountOptions {
  return {
    ...{ source, type, readOnly },
    ...(options === undefined ? {} : { options }),
    ...(capacity === undefined ? {} : { capacity }),
  };
}

/** The options of a mount as the kernel lists them: "rw,nosuid,relatime". */
export const optionsOf = ({ readOnly, options = "relatime" }: Mount): string => `${readOnly ? "ro" : "rw"},${options}`;
