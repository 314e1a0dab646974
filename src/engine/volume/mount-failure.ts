import { type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import type { Container } from "../container/container.ts";
import { StartFailure } from "../container/oci-error.ts";
import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { mountpointOf, type Volume } from "./volume.ts";

/** What runc says of a file that is to cover a directory, or a directory a file (recorded on Engine 28; moby, daemon/errors.go). */
export function wrongKind(source: string, target: string): StartFailure {
  return new StartFailure(
    `error mounting "${source}" to rootfs at "${target}": mount src=${source}, dst=${target}, dstFd=/proc/thread-self/fd/14, flags=MS_BIND|MS_REC: not a directory: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type`,
    127,
  );
}

/** What runc says of a place to mount on that is not there, in what may not be written to (recorded on Engine 28). */
export function noPlace(source: string, target: string, id: string): StartFailure {
  return new StartFailure(
    `error mounting "${source}" to rootfs at "${target}": create mountpoint for ${target} mount: make mountpoint "${target}": mkdirat /var/lib/docker/rootfs/overlayfs/${id}${target}: read-only file system`,
    128,
  );
}

/** Whether what is to be mounted of a volume is there. @throws EngineError (moby, volume/mounts/mounts.go, Setup) */
function checkSubpaths(engine: Engine, container: Container): void {
  for (const { Target, VolumeOptions } of container.hostConfig.Mounts ?? []) {
    const point = container.mounts.find(({ Destination }) => Destination === resolvePath("/", Target));
    const path = `${point?.Source ?? ""}/${VolumeOptions?.Subpath ?? ""}`;
    if (VolumeOptions?.Subpath && !engine.ports.host.files.exists(path))
      throw new EngineError(500, `cannot access path ${path}: lstat ${path}: no such file or directory`);
  }
}

/** The bits of mount(2) for what `o=` may say, and what takes one away (moby/sys, mount/flags_linux.go). */
const FLAGS: Readonly<Record<string, number>> = {
  ...{ rw: 0, defaults: 0, ro: 0x1, nosuid: 0x2, nodev: 0x4, noexec: 0x8, sync: 0x10, remount: 0x20, dirsync: 0x80 },
  ...{ noatime: 0x400, nodiratime: 0x800, bind: 0x1000, rbind: 0x5000, relatime: 0x200000, strictatime: 0x1000000 },
  ...{ suid: 0, dev: 0, exec: 0, async: 0, atime: 0, diratime: 0, norelatime: 0, nostrictatime: 0 },
};

/**
 * Whether the volumes of a container that is to start can be mounted. Of those with options: the host binds only what is there, and of file systems it has
 * memory and its own disk's (moby, volume/local/local_unix.go, mount).
 * @throws EngineError in the daemon's words
 */
export function checkVolumeDevices(engine: Engine, container: Container): void {
  for (const { Type, Name = "" } of container.mounts) {
    const volume = Type === "volume" ? engine.state.volumes[Name] : undefined;
    const why = volume?.options && whyNot(volume, volume.options, engine.ports.host.files);
    if (volume && why)
      throw new EngineError(
        500,
        `error while mounting volume '${mountpointOf(volume)}': failed to mount local volume: ${why}`,
      );
  }
  checkSubpaths(engine, container);
}

/** What a file system of a disk may be called; without a type, the disk's own. */
const DISK_TYPES: ReadonlySet<string> = new Set(["", "none", "ext2", "ext3", "ext4", "btrfs", "vfat", "xfs"]);

function whyNot(volume: Volume, options: Readonly<Record<string, string>>, host: FileSystem): string | undefined {
  const { type = "", device = "", o = "" } = options;
  const words = o.split(",").filter((word) => word !== "");
  const flags = words.reduce((sum, word) => sum | (FLAGS[word] ?? 0), 0);
  const data = words.filter((word) => !(word in FLAGS)).join(",");
  const said = [
    `mount ${device}:${mountpointOf(volume)}`,
    ...(flags === 0 ? [] : [`flags: 0x${flags.toString(16)}`]),
    ...(data === "" ? [] : [`data: ${data}`]),
  ].join(", ");
  if ((flags & 0x1000) !== 0) return host.exists(device) ? undefined : `${said}: no such file or directory`;
  if (type === "tmpfs") return undefined;
  if (DISK_TYPES.has(type))
    return host.exists(device) ? `${said}: block device required` : `${said}: no such file or directory`;
  return `${said}: no such device`;
}
