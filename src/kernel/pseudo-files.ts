import { decode } from "./bytes.ts";
import { cgroupFiles } from "./cgroup.ts";
import { FileTree } from "./file-tree.ts";
import { HARDWARE } from "./hardware.ts";
import { device, directory, type FileSpec, type Layer, layer, link, liveDirectory, synthetic } from "./layer.ts";
import type { Machine } from "./machine.ts";
import type { MountTable } from "./mount-table.ts";
import { procFiles } from "./proc-files.ts";

/**
 * What Docker puts over every image before anything runs: places to mount on. It is a layer of its own, so that
 * `docker diff` does not show it.
 */
export const initLayer: Layer = layer({
  "/proc": directory({ mode: 0o555 }),
  "/sys": directory({ mode: 0o555 }),
  "/dev": directory(),
  "/etc/hosts": "",
  "/etc/hostname": "",
  "/etc/resolv.conf": "",
  "/etc/mtab": link("/proc/mounts"),
  "/.dockerenv": { kind: "file", mode: 0o755, content: "" },
});

/**
 * Mounts /proc, /dev, /dev/shm and /sys on a machine whose tree has the directories.
 * @param booted when the computer under it started, ms since the epoch: what `uptime` counts from
 */
export function mountPseudoFiles(mounts: MountTable, machine: Machine, booted: number): void {
  const { clock } = machine;
  mounts.mount("/proc", new FileTree([procFiles(machine, mounts, booted)], clock), { source: "proc", type: "proc" });
  const small = machine.container !== undefined;
  const memory = { source: small ? "tmpfs" : "udev", type: small ? "tmpfs" : "devtmpfs", capacity: 64 * 1024 ** 2 };
  mounts.mount("/dev", new FileTree([deviceFiles(machine, booted)], clock), memory);
  mounts.mount("/dev/shm", new FileTree([layer({ "/": directory({ mode: 0o1777 }) }, booted)], clock), {
    source: small ? "shm" : "tmpfs",
    type: "tmpfs",
    capacity: small ? 64 * 1024 ** 2 : HARDWARE.memory / 2,
  });
  const sys = { source: "sysfs", type: "sysfs", readOnly: small };
  mounts.mount("/sys", new FileTree([systemFiles(machine, booted)], clock), sys);
}

const ZEROS = "\0".repeat(65536);

function deviceFiles({ random, container }: Machine, booted: number): Layer {
  const nowhere = () => {};
  const noise = () => decode(Uint8Array.from({ length: 4096 }, () => random.below(256)));
  const disks: Record<string, FileSpec> = container
    ? {}
    : {
        "/dev/vda": { kind: "block-device", gid: 6 },
        "/dev/vda1": { kind: "block-device", gid: 6 },
      };
  return layer(
    {
      "/": directory(),
      "/null": device({ read: () => "", write: nowhere }),
      "/zero": device({ read: () => ZEROS, write: nowhere }),
      "/random": device({ read: noise, write: nowhere }),
      "/urandom": device({ read: noise, write: nowhere }),
      "/tty": device({ read: () => "", write: nowhere }, { gid: 5 }),
      "/console": device({ read: () => "", write: nowhere }, { mode: 0o620, gid: 5 }),
      "/ptmx": link("pts/ptmx"),
      "/pts": directory(),
      "/shm": directory({ mode: 0o1777 }),
      "/mqueue": directory({ mode: 0o1777 }),
      "/fd": link("/proc/self/fd"),
      "/stdin": link("/proc/self/fd/0"),
      "/stdout": link("/proc/self/fd/1"),
      "/stderr": link("/proc/self/fd/2"),
      "/core": link("/proc/kcore"),
      ...Object.fromEntries(Object.entries(disks).map(([path, spec]) => [path.slice("/dev".length), spec])),
    },
    booted,
  );
}

function systemFiles(machine: Machine, booted: number): Layer {
  const { network } = machine;
  const names = "block bus class dev devices firmware fs hypervisor kernel module power".split(" ");
  return layer(
    {
      ...Object.fromEntries(names.map((name) => [`/${name}`, directory()])),
      "/": directory({ mode: 0o555 }),
      "/fs/cgroup": liveDirectory(() => cgroupFiles(machine.cgroup, () => machine.cgroups?.() ?? [])),
      "/class/net": liveDirectory(() =>
        Object.fromEntries(
          network.router.interfaces().map(({ name, mac }) => [
            name,
            liveDirectory(() => ({
              address: synthetic(() => `${mac}\n`),
              operstate: synthetic(() => (name === "lo" ? "unknown\n" : "up\n")),
            })),
          ]),
        ),
      ),
    },
    booted,
  );
}
