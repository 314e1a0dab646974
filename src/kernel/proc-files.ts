import { type Cgroup, cgroupLines } from "./cgroup.ts";
import { HARDWARE } from "./hardware.ts";
import { directory, type FileSpec, type Layer, layer, link, liveDirectory, synthetic } from "./layer.ts";
import type { Machine, SystemProcess } from "./machine.ts";
import { type MountTable, optionsOf } from "./mount-table.ts";
import { networkFiles } from "./network-files.ts";
import type { ProcessEntry } from "./process-entry.ts";

/** /proc: what the kernel tells of the computer and of the machine's processes. @param booted see mountPseudoFiles */
export function procFiles(machine: Machine, mounts: MountTable, booted: number): Layer {
  const uptime = () => (machine.clock.now() - booted) / 1000;
  const read: Record<string, () => string> = {
    cmdline: () => "BOOT_IMAGE=/vmlinuz root=/dev/vda1 ro quiet\n",
    cpuinfo: () => Array.from({ length: HARDWARE.cpus }, (_, index) => cpu(index)).join(""),
    filesystems: () => "nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\nnodev\toverlay\n\text4\n",
    loadavg: () => {
      const all = machine.processes.list();
      return `${loadAverage(machine).join(" ")} 1/${all.length} ${all.at(-1)?.pid ?? 0}\n`;
    },
    meminfo: () => {
      const { total, free, available, cached } = memoryUse(machine);
      const row = (name: string, bytes: number) =>
        `${`${name}:`.padEnd(16)}${String(Math.round(bytes / 1024)).padStart(8)} kB\n`;
      return (
        row("MemTotal", total) +
        row("MemFree", free) +
        row("MemAvailable", available) +
        row("Buffers", 0) +
        row("Cached", cached) +
        row("SwapTotal", 0) +
        row("SwapFree", 0)
      );
    },
    stat: () =>
      `cpu  0 0 0 ${Math.round(uptime() * 100 * HARDWARE.cpus)} 0 0 0 0 0 0\nbtime ${Math.round(booted / 1000)}\n`,
    swaps: () => "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n",
    uptime: () => `${uptime().toFixed(2)} ${(uptime() * HARDWARE.cpus).toFixed(2)}\n`,
    version: () => `Linux version ${HARDWARE.kernel} ${HARDWARE.kernelBuild}\n`,
  };
  const mounted: Record<string, FileSpec> = {
    mounts: synthetic(() =>
      mounts
        .list()
        .map((mount) => `${mount.source} ${mount.path} ${mount.type} ${optionsOf(mount)} 0 0\n`)
        .join(""),
    ),
    net: liveDirectory(() => networkFiles(machine.network, () => machine.clock.now())),
  };
  const fixed: Record<string, FileSpec> = {
    ...Object.fromEntries(Object.entries(read).map(([name, make]) => [name, synthetic(make)])),
    mounts: link("self/mounts"),
    net: link("self/net"),
    self: liveDirectory(() => {
      const own = machine.processes.list().at(-1);
      return { ...(own ? aboutProcess(own, machine.cgroup) : {}), ...mounted };
    }),
    sys: liveDirectory(() => ({
      kernel: liveDirectory(() => ({
        hostname: synthetic(() => `${machine.hostname}\n`, { mode: 0o644 }),
        osrelease: synthetic(() => `${HARDWARE.kernel}\n`),
        ostype: synthetic(() => "Linux\n"),
        pid_max: synthetic(() => "4194304\n"),
      })),
      net: liveDirectory(() => ({
        ipv4: liveDirectory(() => ({ ip_forward: synthetic(() => "1\n", { mode: 0o644 }) })),
      })),
      vm: liveDirectory(() => ({ swappiness: synthetic(() => "60\n"), max_map_count: synthetic(() => "65530\n") })),
    })),
  };
  const processes = () => [
    ...(machine.systemProcesses?.() ?? []).map(
      (one) => [String(one.pid), process(ofSystem(one), one.cgroup, mounted)] as const,
    ),
    ...machine.processes.list().map((entry) => [String(entry.pid), process(entry, machine.cgroup, mounted)] as const),
  ];
  return layer({ "/": liveDirectory(() => ({ ...Object.fromEntries(processes()), ...fixed })) }, booted);
}

/** What /proc tells of a process. */
type Told = Pick<ProcessEntry, "pid" | "parent" | "args" | "user" | "stopped">;

function ofSystem({ pid, parent = pid < 3 ? 0 : 1, args, uid, gid = uid, stopped = false }: SystemProcess): Told {
  return { pid, parent, args, user: { uid, gid, groups: [] }, stopped };
}

function process(entry: Told, cgroup: Cgroup | undefined, shared: Record<string, FileSpec>): FileSpec {
  return {
    ...liveDirectory(() => ({ ...aboutProcess(entry, cgroup), ...shared })),
    uid: entry.user.uid,
    gid: entry.user.gid,
  };
}

function aboutProcess(
  { pid, parent, args, user, stopped }: Told,
  cgroup: Cgroup | undefined,
): Record<string, FileSpec> {
  const name = (args[0] ?? "").replace(/^-/, "").replace(/.*\//, "").slice(0, 15);
  const state = stopped ? "T (stopped)" : "S (sleeping)";
  const ids = ({ uid, gid }: { uid: number; gid: number }) =>
    `Uid:\t${`${uid}\t`.repeat(4).trim()}\nGid:\t${`${gid}\t`.repeat(4).trim()}\n`;
  return {
    cgroup: synthetic(() => cgroupLines(cgroup)),
    cmdline: synthetic(() => args.map((arg) => `${arg}\0`).join("")),
    comm: synthetic(() => `${name}\n`, { mode: 0o644 }),
    fd: directory({ mode: 0o500 }),
    stat: synthetic(() => `${pid} (${name}) ${state.charAt(0)} ${parent} ${pid} 0 0 0 0\n`),
    status: synthetic(() => `Name:\t${name}\nState:\t${state}\nPid:\t${pid}\nPPid:\t${parent}\n${ids(user)}`),
  };
}

function cpu(index: number): string {
  return (
    `processor\t: ${index}\nmodel name\t: ${HARDWARE.cpuModel}\ncpu MHz\t\t: ${HARDWARE.cpuMHz}.000\n` +
    `cpu cores\t: ${HARDWARE.cpus}\n\n`
  );
}

/** Memory as `free` shows it, bytes: each process takes a few megabytes. */
export function memoryUse(machine: Machine): {
  readonly total: number;
  readonly used: number;
  readonly free: number;
  readonly cached: number;
  readonly available: number;
} {
  const total = HARDWARE.memory;
  const used = 410 * 1024 ** 2 + machine.processes.list().length * 6 * 1024 ** 2;
  const cached = 2.1 * 1024 ** 3;
  return { total, used, cached, free: total - used - cached, available: total - used };
}

/** The load of the last 1, 5 and 15 minutes: idle but for what the lab does. */
export function loadAverage(machine: Machine): [string, string, string] {
  const load = Math.min(machine.processes.list().length, 12) / 100;
  return [load.toFixed(2), (load * 0.7).toFixed(2), (load * 0.4).toFixed(2)];
}
