import { capabilityMask } from "./capability-mask.ts";
import { type Cgroup, cgroupLines } from "./cgroup.ts";
import { HARDWARE } from "./hardware.ts";
import { directory, type FileSpec, type Layer, layer, link, liveDirectory, synthetic } from "./layer.ts";
import type { Machine, SystemProcess } from "./machine.ts";
import { type MountTable, optionsOf } from "./mount-table.ts";
import { networkFiles } from "./network-files.ts";
import type { ProcessEntry } from "./process-entry.ts";
import { settingFiles } from "./system-settings.ts";

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
      return { ...(own ? aboutProcess(own, machine.cgroup, machine) : {}), ...mounted };
    }),
    sys: settingFiles(machine),
  };
  const processes = () => [
    ...(machine.systemProcesses?.() ?? []).map(
      (one) => [String(one.pid), process(ofSystem(one), one.cgroup, mounted)] as const,
    ),
    ...machine.processes
      .list()
      .map((entry) => [String(entry.pid), process(entry, machine.cgroup, mounted, machine)] as const),
  ];
  return layer({ "/": liveDirectory(() => ({ ...Object.fromEntries(processes()), ...fixed })) }, booted);
}

/** What /proc tells of a process. */
type Told = Pick<ProcessEntry, "pid" | "parent" | "args" | "user" | "stopped">;

function ofSystem({ pid, parent = pid < 3 ? 0 : 1, args, uid, gid = uid, stopped = false }: SystemProcess): Told {
  return { pid, parent, args, user: { uid, gid, groups: [] }, stopped };
}

function process(
  entry: Told,
  cgroup: Cgroup | undefined,
  shared: Record<string, FileSpec>,
  machine?: Machine,
): FileSpec {
  return {
    ...liveDirectory(() => ({ ...aboutProcess(entry, cgroup, machine), ...shared })),
    uid: entry.user.uid,
    gid: entry.user.gid,
  };
}

function aboutProcess(
  { pid, parent, args, user, stopped }: Told,
  cgroup: Cgroup | undefined,
  machine?: Machine,
): Record<string, FileSpec> {
  const name = (args[0] ?? "").replace(/^-/, "").replace(/.*\//, "").slice(0, 15);
  const state = stopped ? "T (stopped)" : "S (sleeping)";
  return {
    cgroup: synthetic(() => cgroupLines(cgroup)),
    cmdline: synthetic(() => args.map((arg) => `${arg}\0`).join("")),
    comm: synthetic(() => `${name}\n`, { mode: 0o644 }),
    fd: directory({ mode: 0o500 }),
    stat: synthetic(() => `${pid} (${name}) ${state.charAt(0)} ${parent} ${pid} 0 0 0 0\n`),
    status: synthetic(() => statusLines({ pid, parent, user, name, state }, machine)),
  };
}

/** What a process is, and what it may do (proc_pid_status(5)). @param machine of a system's own process, none */
function statusLines(
  { pid, parent, user, name, state }: Pick<Told, "pid" | "parent" | "user"> & { name: string; state: string },
  machine: Machine | undefined,
): string {
  const { uid, gid, groups, realUid = uid, realGid = gid } = user;
  const bounds = capabilityMask(machine?.capabilities);
  const held = uid === 0 ? bounds : capabilityMask({ has: () => false });
  const rows: readonly [string, string | number][] = [
    ["Name", name],
    ["Umask", "0022"],
    ["State", state],
    ["Tgid", pid],
    ["Ngid", 0],
    ["Pid", pid],
    ["PPid", parent],
    ["TracerPid", 0],
    ["Uid", [realUid, uid, uid, uid].join("\t")],
    ["Gid", [realGid, gid, gid, gid].join("\t")],
    ["FDSize", 64],
    ["Groups", `${groups.join(" ")} `],
    ["Threads", 1],
    ["CapInh", capabilityMask({ has: () => false })],
    ["CapPrm", held],
    ["CapEff", held],
    ["CapBnd", bounds],
    ["CapAmb", capabilityMask({ has: () => false })],
    ["NoNewPrivs", machine?.noNewPrivileges ? 1 : 0],
    ["Seccomp", machine?.seccomp ? 2 : 0],
    ["Seccomp_filters", machine?.seccomp ? 1 : 0],
    ["Cpus_allowed_list", `0-${HARDWARE.cpus - 1}`],
  ];
  return rows.map(([key, value]) => `${key}:\t${value}\n`).join("");
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
