import { FileTree } from "../../kernel/file-tree.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { directory, file, layer } from "../../kernel/layer.ts";
import { MountTable } from "../../kernel/mount-table.ts";
import { MountedFileSystem } from "../../kernel/mounted-filesystem.ts";
import type { Container, GivenFile, MountPoint } from "../container/container.ts";
import { rootTree } from "../container/root-tree.ts";
import type { Engine } from "../engine.ts";
import { containerDirectory, writeNetworkFiles } from "../network/hosts-file.ts";
import { cleanPath } from "./bind-spec.ts";
import { emitVolumeEvent } from "./create.ts";
import { type Tmpfs, tmpfsOf } from "./tmpfs.ts";

/** One thing to mount: a path of the host, or memory. */
interface Mounting {
  readonly target: string;
  readonly source?: string;
  readonly readOnly: boolean;
  /** Of memory, what it is mounted with. */
  readonly tmpfs?: Tmpfs;
}

/**
 * The files that a container's processes see: its own over its image, and on them the host's hosts, hostname and
 * resolv.conf for it, its volumes and bind mounts, and memory for `--tmpfs`. /proc, /dev and /sys are mounted when its
 * machine is there (`mountPseudoFiles`). Its networks must be attached, for /etc/hosts.
 */
export function mountedFiles(engine: Engine, container: Container): MountedFileSystem {
  writeNetworkFiles(engine, container);
  const tree = rootTree(engine, container);
  const table = new MountTable(tree, {
    source: "overlay",
    type: "overlay",
    readOnly: container.hostConfig.ReadonlyRootfs,
  });
  const files = new MountedFileSystem(table);
  const own = new MountedFileSystem(tree);
  const mounted: string[] = [];
  for (const mounting of mountingsOf(engine, container)) {
    const { target, source, readOnly } = mounting;
    const host = hostTable(engine);
    const isDirectory = source === undefined || host.find(source).inode.kind === "directory";
    // Docker makes the place to mount on even in a read-only container.
    const covered = mounted.some((path) => target.startsWith(`${path}/`));
    makePlace(covered ? files : own, target, isDirectory);
    const { tmpfs } = mounting;
    if (source === undefined) table.mount(target, memory(engine, tmpfs?.root), { ...TMPFS, readOnly, ...tmpfs?.mount });
    else table.bind(target, host, source, { readOnly });
    mounted.push(target);
  }
  for (const given of container.givenFiles ?? []) {
    const covered = mounted.some((path) => given.target.startsWith(`${path}/`));
    makePlace(covered ? files : own, given.target, false);
    table.bind(given.target, inMemory(engine, given), "/file", { ...TMPFS, readOnly: true });
  }
  for (const point of container.mounts) {
    const volume = point.Type === "volume" ? engine.state.volumes[point.Name ?? ""] : undefined;
    if (volume) emitVolumeEvent(engine, volume, "mount", aboutMount(container, point));
  }
  return files;
}

/** Tells who watches that a stopped container's volumes are mounted no more. */
export function unmountVolumes(engine: Engine, container: Container): void {
  for (const { Type, Name } of container.mounts) {
    const volume = Type === "volume" ? engine.state.volumes[Name ?? ""] : undefined;
    if (volume) emitVolumeEvent(engine, volume, "unmount", { container: container.id });
  }
}

const TMPFS = { source: "tmpfs", type: "tmpfs" };

const aboutMount = (container: Container, point: MountPoint) => ({
  container: container.id,
  destination: point.Destination,
  propagation: point.Propagation,
  "read/write": String(point.RW),
});

/** In the order they are mounted: what is nearer the root first. */
function mountingsOf(engine: Engine, container: Container): Mounting[] {
  const all = new Map<string, Mounting>();
  for (const name of ["hosts", "hostname", "resolv.conf"]) {
    const target = `/etc/${name}`;
    all.set(target, { target, source: `${containerDirectory(container)}/${name}`, readOnly: false });
  }
  for (const point of container.mounts) {
    const target = resolvePath("/", point.Destination);
    const request = container.hostConfig.Mounts?.find(({ Target }) => cleanPath(Target) === target);
    const volume = point.Type === "volume" ? engine.state.volumes[point.Name ?? ""]?.options : undefined;
    if (volume?.type === "tmpfs") {
      all.set(target, {
        target,
        readOnly: !point.RW,
        tmpfs: tmpfsOf(["suid", "dev", "exec", ...(volume.o?.split(",") ?? [])]),
      });
      continue;
    }
    if (point.Type !== "tmpfs") {
      const source = `${sourceOf(engine, point)}/${request?.VolumeOptions?.Subpath ?? ""}`.replace(/\/+$/, "");
      all.set(target, { target, source: source || "/", readOnly: !point.RW });
      continue;
    }
    const options = request?.TmpfsOptions;
    const words = [
      ...(options?.SizeBytes ? [`size=${options.SizeBytes}`] : []),
      ...(options?.Mode ? [`mode=${options.Mode.toString(8)}`] : []),
    ];
    all.set(target, { target, readOnly: !point.RW, tmpfs: tmpfsOf(words) });
  }
  for (const [path, options] of Object.entries(container.hostConfig.Tmpfs ?? {})) {
    const words = options.split(",");
    const target = cleanPath(path);
    const readOnly = words.findLast((word) => word === "ro" || word === "rw") === "ro";
    all.set(target, { target, readOnly, tmpfs: tmpfsOf(words) });
  }
  const depth = ({ target }: Mounting) => target.split("/").length;
  return [...all.values()].sort((a, b) => depth(a) - depth(b));
}

/** The host's path behind a mount point; a source that somebody took away since is made again, as Docker does. */
function sourceOf(engine: Engine, point: MountPoint): string {
  const { files } = engine.ports.host;
  const options = point.Type === "volume" ? engine.state.volumes[point.Name ?? ""]?.options : undefined;
  const device = options?.o?.split(",").includes("bind") ? options.device : undefined;
  const source = device ?? point.Source;
  if (!files.exists(source)) files.mkdir(source, { recursive: true });
  return source;
}

function hostTable(engine: Engine): MountTable {
  const { files } = engine.ports.host;
  if (!(files instanceof MountedFileSystem)) throw new TypeError("the host's files cannot be mounted elsewhere");
  return files.mounts;
}

function makePlace(files: MountedFileSystem, target: string, isDirectory: boolean): void {
  if (files.exists(target)) return;
  const parent = target.slice(0, target.lastIndexOf("/")) || "/";
  files.mkdir(isDirectory ? target : parent, { recursive: true });
  if (!isDirectory) files.writeFile(target, "");
}

/** An empty tree; everybody may write to its root unless told. */
function memory(engine: Engine, root: Partial<Tmpfs["root"]> = { mode: 0o1777 }): FileTree {
  return new FileTree([layer({ "/": directory(root) }, engine.clock.now())], engine.clock);
}

/** A file that is nowhere on the host's disk, as `/file`. */
function inMemory(engine: Engine, { content, uid, gid, mode }: GivenFile): MountTable {
  const tree = new FileTree([layer({ "/file": file(content, { uid, gid, mode }) }, engine.clock.now())], engine.clock);
  return new MountTable(tree, TMPFS);
}
