import { isIn, mayAccess, mayTakeFrom } from "./access.ts";
import type { FileTree } from "./file-tree.ts";
import { type Credentials, FileError, type FileSystem, ROOT, type Stats, type WriteOptions } from "./filesystem.ts";
import type { Inode } from "./inode.ts";
import { isLive } from "./merged-layers.ts";
import { isMountPoint, MountTable, type Place, type Position, pathTo } from "./mount-table.ts";

/** The files of one machine as one user sees them: a mount table with Linux's rules on who may do what. */
export class MountedFileSystem implements FileSystem {
  readonly mounts: MountTable;
  readonly #user: Credentials;
  readonly #umask: () => number;
  readonly #limited: boolean;

  /**
   * @param files a machine's mounts, or a single tree with nothing mounted
   * @param umask what the modes of new files leave out
   * @param limited whether the machine's capabilities bind root, too: they do a process, and not who sets a machine up
   */
  constructor(files: MountTable | FileTree, user: Credentials = ROOT, umask = () => 0o022, limited = false) {
    this.mounts = files instanceof MountTable ? files : new MountTable(files, { source: "overlay", type: "overlay" });
    this.#user = user;
    this.#umask = umask;
    this.#limited = limited;
  }

  as(user: Credentials, umask?: () => number): MountedFileSystem {
    return new MountedFileSystem(this.mounts, user, umask, true);
  }

  stat(path: string): Stats {
    return statsOf(this.#find(path));
  }

  lstat(path: string): Stats {
    return statsOf(this.#find(path, false));
  }

  exists(path: string): boolean {
    return this.#peek(path) !== undefined;
  }

  allows(path: string, want: number): boolean {
    const at = this.#peek(path);
    const frozen = at?.mount.readOnly && (at.inode.kind === "file" || !isDevice(at.inode));
    if (!at || ((want & 2) !== 0 && frozen)) return false;
    return mayAccess(this.#user, at.inode, want, this.#can("DAC_OVERRIDE"));
  }

  readFile(path: string): string {
    const { inode } = this.#find(path);
    if (inode.kind === "directory") throw new FileError("EISDIR", path);
    this.#demand(inode, 4, path);
    return inode.text;
  }

  writeFile(path: string, content: string, options: WriteOptions = {}): void {
    const place = this.mounts.walk(path, this.#user, true);
    const at = place.found;
    if (!at) {
      const inode = this.#create(place, "file", path, options.mode ?? 0o666 & ~this.#umask());
      Object.assign(inode, { content, program: options.program, size: options.size });
      return;
    }
    const { inode, mount } = at;
    if (inode.kind === "directory") throw new FileError("EISDIR", path);
    this.#demand(inode, 2, path);
    if (isDevice(inode)) {
      if (inode.kind === "file" && mount.readOnly) throw new FileError("EROFS", path);
      if (inode.kind === "file" && !inode.device?.write) throw new FileError("EACCES", path);
      inode.device?.write?.(content);
      return;
    }
    if (mount.readOnly) throw new FileError("EROFS", path);
    inode.content = options.append ? inode.text + content : content;
    inode.program = options.program;
    inode.size = options.size;
    inode.kept = false;
    mount.tree.change(inode);
  }

  readdir(path: string): string[] {
    const { inode, mount } = this.#find(path);
    if (inode.kind !== "directory") throw new FileError("ENOTDIR", path);
    this.#demand(inode, 4, path);
    return mount.tree.names(inode);
  }

  mkdir(path: string, options: { readonly recursive?: boolean; readonly mode?: number } = {}): void {
    const bare = path.replace(/(?<=.)\/+$/, "");
    if (options.recursive) {
      const cut = bare.lastIndexOf("/");
      if (cut > 0 && !this.exists(bare.slice(0, cut))) this.mkdir(bare.slice(0, cut), { recursive: true });
    }
    const place = this.mounts.walk(bare, this.#user, options.recursive ?? false);
    if (place.found) {
      if (options.recursive && place.found.inode.kind === "directory") return;
      throw new FileError("EEXIST", path);
    }
    this.#create(place, "directory", path, options.mode ?? 0o777 & ~this.#umask());
  }

  rmdir(path: string): void {
    const at = this.#removable(path);
    if (at.inode.kind !== "directory") throw new FileError("ENOTDIR", path);
    if (!at.mount.tree.isEmpty(at.inode)) throw new FileError("ENOTEMPTY", path);
    this.#takeAway(at);
  }

  unlink(path: string): void {
    const at = this.#removable(path);
    if (at.inode.kind === "directory") throw new FileError("EISDIR", path);
    this.#takeAway(at);
  }

  remove(path: string): void {
    const at = this.#find(path, false);
    if (at.inode.kind !== "directory") {
      this.unlink(path);
      return;
    }
    if (isMountPoint(at)) throw new FileError("EBUSY", path);
    const folder = pathTo(at);
    for (const name of this.readdir(folder)) this.remove(`${folder === "/" ? "" : folder}/${name}`);
    this.rmdir(folder);
  }

  rename(from: string, to: string): void {
    const source = this.#removable(from);
    const target = this.mounts.walk(to.replace(/(?<=.)\/+$/, ""), this.#user, false);
    if (target.parent.mount !== source.mount) throw new FileError("EXDEV", to);
    const { tree } = source.mount;
    if (target.found) {
      if (target.found.inode === source.inode) return;
      if (isMountPoint(target.found)) throw new FileError("EBUSY", to);
      const isDirectory = target.found.inode.kind === "directory";
      if (isDirectory && source.inode.kind !== "directory") throw new FileError("EISDIR", to);
      if (!isDirectory && source.inode.kind === "directory") throw new FileError("ENOTDIR", to);
      if (isDirectory && !tree.isEmpty(target.found.inode)) throw new FileError("ENOTEMPTY", to);
      this.#checkRemovable(target.found, to);
    }
    for (let at: Position | undefined = target.parent; at; at = at.parent) {
      if (at.inode === source.inode) throw new FileError("EINVAL", to);
    }
    this.#demand(target.parent.inode, 3, to);
    if (target.found) this.#takeAway(target.found);
    if (source.parent) tree.take(source.parent.inode, source.name);
    tree.put(target.parent.inode, target.name, source.inode);
  }

  symlink(target: string, path: string): void {
    const place = this.mounts.walk(path, this.#user, false);
    if (place.found) throw new FileError("EEXIST", path);
    this.#create(place, "symlink", path, 0o777).target = target;
  }

  /** Makes a Unix socket (bind(2)). @param socket what listens on it: see Stats */
  bindSocket(path: string, socket: string, mode: number): void {
    const place = this.mounts.walk(path, this.#user, false);
    if (place.found) throw new FileError("EEXIST", path);
    this.#create(place, "socket", path, mode).socket = socket;
  }

  link(existing: string, path: string): void {
    const { inode, mount } = this.#find(existing, false);
    if (inode.kind === "directory") throw new FileError("EPERM", existing);
    const place = this.mounts.walk(path, this.#user, false);
    if (place.found) throw new FileError("EEXIST", path);
    if (place.parent.mount !== mount) throw new FileError("EXDEV", path);
    this.#checkCreatable(place.parent, path);
    inode.links++;
    mount.tree.change(inode, inode.mtime);
    mount.tree.put(place.parent.inode, place.name, inode);
  }

  readlink(path: string): string {
    const { inode } = this.#find(path, false);
    if (inode.kind !== "symlink") throw new FileError("EINVAL", path);
    return inode.target ?? "";
  }

  realpath(path: string): string {
    return pathTo(this.#find(path));
  }

  chmod(path: string, mode: number): void {
    const at = this.#find(path);
    if (this.#user.uid !== at.inode.uid && !this.#can("FOWNER")) throw new FileError("EPERM", path);
    this.#checkWritable(at, path);
    at.inode.mode = mode & 0o7777;
    at.mount.tree.change(at.inode, at.inode.mtime);
  }

  chown(path: string, uid: number, gid: number): void {
    const at = this.#find(path);
    const { inode } = at;
    const mine = this.#user.uid === inode.uid && uid === inode.uid && isIn(this.#user, gid);
    if (!mine && !this.#can("CHOWN")) throw new FileError("EPERM", path);
    this.#checkWritable(at, path);
    inode.uid = uid;
    inode.gid = gid;
    at.mount.tree.change(inode, inode.mtime);
  }

  touch(path: string, mtime: number): void {
    const at = this.#find(path);
    if (this.#user.uid !== at.inode.uid) this.#demand(at.inode, 2, path);
    this.#checkWritable(at, path);
    if (!isDevice(at.inode)) at.mount.tree.change(at.inode, mtime);
  }

  /** Whether the user is root and has that capability. */
  #can(capability: string): boolean {
    return this.#user.uid === 0 && (!this.#limited || (this.mounts.capabilities?.has(capability) ?? true));
  }

  #find(path: string, follow = true): Position {
    return this.mounts.find(path, this.#user, follow);
  }

  #peek(path: string): Position | undefined {
    try {
      return this.mounts.walk(path, this.#user, true).found;
    } catch (error) {
      if (error instanceof FileError) return undefined;
      throw error;
    }
  }

  #demand(inode: Inode, want: number, path: string): void {
    if (!mayAccess(this.#user, inode, want, this.#can("DAC_OVERRIDE"))) throw new FileError("EACCES", path);
  }

  #checkWritable({ mount }: Position, path: string): void {
    if (mount.readOnly) throw new FileError("EROFS", path);
  }

  #checkCreatable(directory: Position, path: string): void {
    this.#demand(directory.inode, 3, path);
    this.#checkWritable(directory, path);
    // Nobody can make files in /proc.
    if (isLive(directory.inode.lower)) throw new FileError("ENOENT", path);
  }

  #create({ parent, name }: Place, kind: Inode["kind"], path: string, mode: number): Inode {
    this.#checkCreatable(parent, path);
    const { tree } = parent.mount;
    const inode = tree.create(kind);
    const inherits = (parent.inode.mode & 0o2000) !== 0;
    inode.mode = mode | (inherits && kind === "directory" ? 0o2000 : 0);
    inode.uid = this.#user.uid;
    inode.gid = inherits ? parent.inode.gid : this.#user.gid;
    tree.change(inode);
    tree.put(parent.inode, name, inode);
    return inode;
  }

  #removable(path: string): Position {
    const at = this.#find(path, false);
    this.#checkRemovable(at, path);
    return at;
  }

  #checkRemovable(at: Position, path: string): void {
    if (isMountPoint(at) || !at.parent) throw new FileError("EBUSY", path);
    this.#demand(at.parent.inode, 3, path);
    this.#checkWritable(at.parent, path);
    if (!mayTakeFrom(this.#user, at.parent.inode, at.inode) || isLive(at.parent.inode.lower))
      throw new FileError("EPERM", path);
  }

  #takeAway({ mount, parent, name, inode }: Position): void {
    if (!parent) return;
    mount.tree.take(parent.inode, name);
    if (inode.links > 1) {
      inode.links--;
      mount.tree.change(inode, inode.mtime);
    }
  }
}

const isDevice = (inode: Inode) => inode.device !== undefined || (inode.kind !== "file" && inode.kind !== "directory");

/** What memory counts for a name in a directory; `.` and `..` are two (Linux, mm/shmem.c, BOGO_DIRENT_SIZE). */
const NAME_BYTES = 20;

function statsOf({ inode, mount }: Pick<Position, "inode" | "mount">): Stats {
  const { kind, mode, uid, gid, mtime, number, links, target, program, socket } = inode;
  const names = kind === "directory" && mount.type === "tmpfs" ? mount.tree.names(inode).length + 2 : undefined;
  return {
    ...{ kind, mode, uid, gid, mtime, size: names === undefined ? inode.bytes : names * NAME_BYTES, inode: number },
    links: kind === "directory" ? 2 : links,
    ...(target === undefined ? {} : { target }),
    ...(program === undefined ? {} : { program }),
    ...(socket === undefined ? {} : { socket }),
  };
}
