import { type FileSpec, link, liveDirectory, synthetic } from "./layer.ts";

/**
 * Control groups of version 1, as `docker info` has them: each controller has a tree of its own, mounted below
 * /sys/fs/cgroup. Rebuilt from the kernel's documentation (Documentation/admin-guide/cgroup-v1).
 */
export interface Cgroup {
  /** Where it is in every controller's tree: "/docker/<id>". */
  readonly path: string;
  /** Whether its own processes see it as "/": in a cgroup namespace of their own. */
  readonly isRoot: boolean;
  readonly limits: () => CgroupLimits;
  readonly use: () => CgroupUse;
}

export interface CgroupLimits {
  /** Bytes; undefined where there is none. */
  readonly memory?: number | undefined;
  readonly memoryReservation?: number | undefined;
  /** Memory and swap together, bytes. */
  readonly memoryAndSwap?: number | undefined;
  readonly swappiness: number;
  readonly cpuShares: number;
  /** Microseconds. */
  readonly cpuPeriod: number;
  /** Microseconds in every period; undefined where there is none. */
  readonly cpuQuota?: number | undefined;
  readonly cpus: string;
  readonly pids?: number | undefined;
}

interface CgroupUse {
  /** Bytes. */
  readonly memory: number;
  /** As numbered where they are looked at. */
  readonly pids: readonly number[];
  /** Nanoseconds. */
  readonly cpu: number;
  readonly frozen: boolean;
}

/** The hierarchies by number, the last first, as /proc/<pid>/cgroup lists them. */
const HIERARCHIES = [
  "perf_event",
  "net_cls,net_prio",
  "cpuset",
  "blkio",
  "devices",
  "memory",
  "pids",
  "freezer",
  "cpu,cpuacct",
  "name=systemd",
] as const;

/** /proc/<pid>/cgroup. @param group undefined for one that is in none of its own */
export function cgroupLines(group: Cgroup | undefined): string {
  const path = !group || group.isRoot ? "/" : group.path;
  const lines = HIERARCHIES.map((name, index) => `${HIERARCHIES.length - index}:${name}:${path}\n`);
  return `${lines.join("")}0::/\n`;
}

const PAGE = 4096;
/** What the kernel shows as a limit where there is none: the last page that a long can count. */
const NO_LIMIT = "9223372036854771712";
const ROOT_LIMITS: CgroupLimits = { swappiness: 60, cpuShares: 1024, cpuPeriod: 100_000, cpus: "0-1" };

/**
 * What lies in /sys/fs/cgroup.
 * @param group the container's own, which it sees at the top; undefined on a host
 * @param below those that a host has, by their paths
 */
export function cgroupFiles(group: Cgroup | undefined, below: () => readonly Cgroup[]): Record<string, FileSpec> {
  const hierarchy = (name: string): FileSpec =>
    liveDirectory(() => ({
      ...filesOf(name, group?.limits() ?? ROOT_LIMITS, group?.use()),
      ...(group ? {} : tree(name, below())),
    }));
  return {
    ...Object.fromEntries(HIERARCHIES.map((name) => [name.replace("name=", ""), hierarchy(name)])),
    cpu: link("cpu,cpuacct"),
    cpuacct: link("cpu,cpuacct"),
    net_cls: link("net_cls,net_prio"),
    net_prio: link("net_cls,net_prio"),
  };
}

/** Folders for groups by the parts of their paths: /docker holds one for every container. */
function tree(name: string, groups: readonly Cgroup[], prefix = ""): Record<string, FileSpec> {
  const parts = new Map<string, Cgroup[]>();
  for (const group of groups) {
    const part = group.path.slice(prefix.length + 1).split("/")[0] ?? "";
    parts.set(part, [...(parts.get(part) ?? []), group]);
  }
  return Object.fromEntries(
    [...parts].map(([part, inside]) => {
      const path = `${prefix}/${part}`;
      const own = inside.find((group) => group.path === path);
      const deeper = inside.filter((group) => group !== own);
      return [
        part,
        liveDirectory(() => ({
          ...filesOf(name, own?.limits() ?? ROOT_LIMITS, own?.use()),
          ...tree(name, deeper, path),
        })),
      ];
    }),
  );
}

function filesOf(name: string, limits: CgroupLimits, use: CgroupUse | undefined): Record<string, FileSpec> {
  const number = (value: number | string) => synthetic(() => `${value}\n`, { mode: 0o644 });
  const pids = synthetic(() => (use?.pids ?? []).map((pid) => `${pid}\n`).join(""), { mode: 0o644 });
  const common = { "cgroup.procs": pids, tasks: pids, notify_on_release: number(0) };
  const pages = (bytes: number | undefined) => number(bytes ? Math.floor(bytes / PAGE) * PAGE : NO_LIMIT);
  const used = use?.memory ?? 0;
  switch (name) {
    case "memory":
      return {
        ...common,
        "memory.limit_in_bytes": pages(limits.memory),
        "memory.soft_limit_in_bytes": pages(limits.memoryReservation),
        "memory.memsw.limit_in_bytes": pages(limits.memoryAndSwap),
        "memory.usage_in_bytes": number(used),
        "memory.max_usage_in_bytes": number(used),
        "memory.failcnt": number(0),
        "memory.swappiness": number(limits.swappiness),
      };
    case "cpu,cpuacct":
      return {
        ...common,
        "cpu.shares": number(limits.cpuShares),
        "cpu.cfs_period_us": number(limits.cpuPeriod),
        "cpu.cfs_quota_us": number(limits.cpuQuota ?? -1),
        "cpuacct.usage": number(use?.cpu ?? 0),
      };
    case "cpuset":
      return { ...common, "cpuset.cpus": number(limits.cpus), "cpuset.mems": number(0) };
    case "pids":
      return { ...common, "pids.max": number(limits.pids ?? "max"), "pids.current": number(use?.pids.length ?? 0) };
    case "freezer":
      return { ...common, "freezer.state": number(use?.frozen ? "FROZEN" : "THAWED") };
    default:
      return common;
  }
}
