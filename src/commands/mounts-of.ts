import { HARDWARE } from "../kernel/hardware.ts";
import type { Mount } from "../kernel/mount-table.ts";
import { MountedFileSystem } from "../kernel/mounted-filesystem.ts";
import type { Process } from "../kernel/process.ts";

/** What is mounted on a process's machine. */
export function mountsOf(process: Process): readonly Mount[] {
  return process.files instanceof MountedFileSystem ? process.files.mounts.list() : [];
}

/** Room on a mount, bytes: a memory disk has its own size, everything else is on the host's one disk. */
export function spaceOf(mount: Mount): { readonly size: number; readonly used: number } {
  const written = mount.tree.size();
  if (mount.capacity !== undefined) return { size: mount.capacity, used: Math.min(mount.capacity, written) };
  // What a Debian with Docker and its images takes.
  return { size: HARDWARE.disk, used: 4.2 * 1024 ** 3 + written };
}

/** The mount that a path is on. */
export function mountAt(mounts: readonly Mount[], path: string): Mount | undefined {
  let best: Mount | undefined;
  for (const mount of mounts) {
    const folder = mount.path === "/" ? "/" : `${mount.path}/`;
    if (path !== mount.path && !path.startsWith(folder)) continue;
    if (!best || mount.path.length >= best.path.length) best = mount;
  }
  return best;
}
