import { decode } from "./bytes.ts";
import { cgroupFiles } from "./cgroup.ts";
import { FileTree } from "./file-tree.ts";
import { HARDWARE } from "./hardware.ts";
import { device, directory, type FileSpec, type Layer, layer, link, liveDirectory, synthetic } from "./layer.ts";
import type { Machine } from "./machine.ts";
import type { MountOptions, MountTable } from "./mount-table.ts";
import { procFiles } from "./proc-files.ts";
import type { Interface } from "./router.ts";

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

/** The /dev/shm of a machine: memory of its own, or of the IPC namespace that it shares. */
export interface SharedMemory {
  /** Bytes. */
  readonly capacity?: number;
  /** Of the machine that lends its own. */
  readonly lender?: MountTable;
}

const SAFE = "nosuid,nodev,noexec,relatime";

/**
 * Mounts /proc, /dev, /dev/shm and /sys on a machine whose tree has the directories.
 * @param booted when the computer under it started, ms since the epoch: what `uptime` counts from
 * @param shm null where there is none
 */
export function mountPseudoFiles(
  mounts: MountTable,
  machine: Machine,
  booted: number,
  shm: SharedMemory | null = {},
): void {
  const { clock } = machine;
  const small = machine.container !== undefined;
  const mount = (path: string, files: Layer, options: MountOptions) =>
    mounts.mount(path, new FileTree([files], clock), options);
  mount("/proc", procFiles(machine, mounts, booted), { source: "proc", type: "proc", options: SAFE });
  const { "/shm": place, ...devices } = deviceFiles(machine);
  const dev = {
    ...{ source: small ? "tmpfs" : "udev", type: small ? "tmpfs" : "devtmpfs", capacity: 64 * 1024 ** 2 },
    options: small ? "nosuid,size=65536k,mode=755" : "nosuid,relatime,mode=755",
  };
  mount("/dev", layer(shm && place ? { ...devices, "/shm": place } : devices, booted), dev);
  if (shm?.lender) mounts.bind("/dev/shm", shm.lender, "/dev/shm");
  else if (shm) {
    const { capacity = small ? 64 * 1024 ** 2 : HARDWARE.memory / 2 } = shm;
    mount("/dev/shm", layer({ "/": directory({ mode: 0o1777 }) }, booted), {
      ...{ source: small ? "shm" : "tmpfs", type: "tmpfs", capacity },
      options: small ? `${SAFE},size=${Math.ceil(capacity / 4096) * 4}k` : "nosuid,nodev",
    });
  }
  mount("/sys", systemFiles(machine, booted), { source: "sysfs", type: "sysfs", readOnly: small, options: SAFE });
}

const ZEROS = "\0".repeat(65536);

function deviceFiles({ random, container }: Machine): Record<string, FileSpec> {
  const nowhere = () => {};
  const noise = () => decode(Uint8Array.from({ length: 4096 }, () => random.below(256)));
  const disks: Record<string, FileSpec> = container
    ? {}
    : {
        "/dev/vda": { kind: "block-device", gid: 6 },
        "/dev/vda1": { kind: "block-device", gid: 6 },
      };
  return {
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
  };
}

/** What /sys/class/net tells of a card (Linux, net/core/net-sysfs.c). @param place where it stands among the others */
function cardFiles({ name, mac, mtu, number, up = true, carrier = true }: Interface, place: number) {
  const is = carrier && up;
  const facts = {
    address: mac,
    carrier: is ? "1" : "0",
    ifindex: number ?? place,
    mtu: mtu ?? (name === "lo" ? 65536 : 1500),
    operstate: name === "lo" ? "unknown" : is ? "up" : "down",
  };
  return Object.fromEntries(Object.entries(facts).map(([fact, value]) => [fact, synthetic(() => `${value}\n`)]));
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
          network.router
            .interfaces()
            .map((card, index) => [card.name, liveDirectory(() => cardFiles(card, index + 1))]),
        ),
      ),
    },
    booted,
  );
}
