import type { HostConfig } from "../../engine/container/container.ts";
import { CommandError } from "../command.ts";
import type { Flags } from "../flags.ts";
import { quote } from "../format/quote.ts";
import { parseBytes } from "../format/size.ts";
import { parseGpus } from "./gpu-flag.ts";

/** Limits, capabilities and namespaces, as the API's HostConfig has them; what was not asked for is left out. */
export function limitFlags(flags: Flags): Partial<HostConfig> {
  const out: Partial<HostConfig> = {};
  checkNamespaces(flags);
  const list = (name: string) => (flags.list(name).length > 0 ? [...flags.list(name)] : null);
  const some = (name: string) => (flags.list(name).length > 0 ? [...flags.list(name)] : undefined);
  out.CapAdd = capabilities(list("cap-add"));
  out.CapDrop = capabilities(list("cap-drop"));
  out.Dns = list("dns");
  out.ExtraHosts = hosts(list("add-host"));
  out.Links = list("link");
  out.PidMode = flags.string("pid");
  out.CpuShares = flags.int("cpu-shares");
  out.Memory = flags.bytes("memory");
  out.MemorySwap = swap(flags);
  out.MemoryReservation = flags.bytes("memory-reservation");
  out.NanoCpus = Math.round(flags.float("cpus") * 1e9);
  if (flags.changed("pids-limit")) out.PidsLimit = flags.int("pids-limit");
  if (flags.changed("shm-size")) out.ShmSize = flags.bytes("shm-size");
  out.LogConfig = logConfig(flags);
  const strings = {
    ContainerIDFile: "cidfile",
    VolumeDriver: "volume-driver",
    IpcMode: "ipc",
    UTSMode: "uts",
    UsernsMode: "userns",
    Runtime: "runtime",
    CgroupParent: "cgroup-parent",
    CpusetCpus: "cpuset-cpus",
    CpusetMems: "cpuset-mems",
  } as const;
  for (const [key, name] of Object.entries(strings)) {
    if (flags.string(name) !== "") Object.assign(out, { [key]: flags.string(name) });
  }
  if (flags.string("cgroupns") !== "") out.CgroupnsMode = flags.string("cgroupns");
  const numbers = {
    OomScoreAdj: "oom-score-adj",
    BlkioWeight: "blkio-weight",
    CpuPeriod: "cpu-period",
    CpuQuota: "cpu-quota",
    CpuRealtimePeriod: "cpu-rt-period",
    CpuRealtimeRuntime: "cpu-rt-runtime",
  } as const;
  for (const [key, name] of Object.entries(numbers)) {
    if (flags.int(name) !== 0) Object.assign(out, { [key]: flags.int(name) });
  }
  if (flags.changed("memory-swappiness") && flags.int("memory-swappiness") >= 0)
    out.MemorySwappiness = flags.int("memory-swappiness");
  if (flags.bool("oom-kill-disable")) out.OomKillDisable = true;
  const options = [...flags.list("dns-option"), ...flags.list("dns-opt")];
  if (options.length > 0) out.DnsOptions = options;
  const search = some("dns-search");
  if (search) out.DnsSearch = search;
  const groups = some("group-add");
  if (groups) out.GroupAdd = groups;
  const security = some("security-opt");
  checkSecurityOptions(security ?? []);
  if (security) out.SecurityOpt = security;
  for (const [key, name] of [
    ["Sysctls", "sysctl"],
    ["Annotations", "annotation"],
    ["StorageOpt", "storage-opt"],
  ] as const) {
    if (flags.list(name).length > 0) out[key] = flags.map(name);
  }
  const gpus = flags.list("gpus").map(parseGpus);
  const requests = gpus.flatMap((gpu) => (typeof gpu === "string" ? [] : [gpu]));
  if (requests.length > 0) out.DeviceRequests = requests;
  const devices = flags.list("device").map(device);
  if (devices.length > 0) out.Devices = devices;
  const limits = flags.list("ulimit").map(ulimit);
  if (limits.length > 0) out.Ulimits = limits.sort((a, b) => (a.Name < b.Name ? -1 : 1));
  return out;
}

function swap(flags: Flags): number {
  const text = flags.string("memory-swap");
  if (text === "") return 0;
  const bytes = parseBytes(text);
  return bytes instanceof Error ? 0 : bytes;
}

/** `net_admin` → `CAP_NET_ADMIN`; sorted, each once. */
function capabilities(names: string[] | null): string[] | null {
  if (!names) return null;
  const full = names
    .map((name) => name.toUpperCase())
    .map((name) => (name === "ALL" || name.startsWith("CAP_") ? name : `CAP_${name}`));
  return full.includes("ALL") ? ["ALL"] : [...new Set(full)].sort();
}

/** `name:address` and `name=address`, the second as the first. */
function hosts(entries: string[] | null): string[] | null {
  return entries?.map((entry) => entry.replace(/^([^:=]+)=/, "$1:")) ?? null;
}

function logConfig(flags: Flags): HostConfig["LogConfig"] {
  const driver = flags.string("log-driver");
  const Config = flags.map("log-opt");
  if (driver === "none" && Object.keys(Config).length > 0)
    throw new CommandError(`invalid logging opts for driver ${driver}`);
  return { Type: driver === "" ? "json-file" : driver, Config };
}

function device(spec: string): NonNullable<HostConfig["Devices"]>[number] {
  const [source = "", second, third] = spec.split(":");
  const isMode = (text: string | undefined) => text !== undefined && /^[rwm]+$/.test(text);
  const CgroupPermissions = isMode(third) ? third : isMode(second) ? second : "rwm";
  return {
    PathOnHost: source,
    PathInContainer: second === undefined || isMode(second) ? source : second,
    CgroupPermissions: CgroupPermissions ?? "rwm",
  };
}

/** A `--ulimit` that {@link ulimitError} let through. */
function ulimit(spec: string): NonNullable<HostConfig["Ulimits"]>[number] {
  const [Name = "", values = ""] = spec.split("=");
  const [soft = "0", hard = soft] = values.split(":");
  return { Name, Hard: Number(hard), Soft: Number(soft) };
}

const ULIMITS: ReadonlySet<string> = new Set(
  "core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack".split(" "),
);

/** What is wrong with a `--ulimit` (docker/go-units, ParseUlimit). */
export function ulimitError(spec: string): string | undefined {
  const [name = "", ...rest] = spec.split("=");
  const values = rest.join("=");
  if (rest.length === 0) return `invalid ulimit argument: ${spec}`;
  const parts = values.split(":");
  if (parts.length > 2) return `too many limit value arguments - ${values}, can only have up to two, \`soft[:hard]\``;
  if (!ULIMITS.has(name)) return `invalid ulimit type: ${name}`;
  const wrong = parts.find((part) => !/^[+-]?\d+$/.test(part));
  if (wrong !== undefined) return `strconv.ParseInt: parsing ${quote(wrong)}: invalid syntax`;
  const [soft = "0", hard = soft] = parts;
  return Number(soft) > Number(hard) && hard !== "-1"
    ? `ulimit soft limit must be less than or equal to hard limit: ${soft} > ${hard}`
    : undefined;
}

const SYSCTLS: ReadonlySet<string> = new Set(
  "kernel.msgmax kernel.msgmnb kernel.msgmni kernel.sem kernel.shmall kernel.shmmax kernel.shmmni kernel.shm_rmid_forced".split(
    " ",
  ),
);

/** What is wrong with a `--sysctl`: only those of a namespace may be set (docker/cli, opts.ValidateSysctl). */
export function sysctlError(spec: string): string | undefined {
  const [name = "", value] = spec.split("=");
  const known = SYSCTLS.has(name) || name.startsWith("net.") || name.startsWith("fs.mqueue.");
  return known && value !== undefined ? undefined : `sysctl '${spec}' is not allowed`;
}

/** `no-new-privileges` may stand alone, the others are pairs. @throws CommandError */
function checkSecurityOptions(options: readonly string[]): void {
  for (const option of options) {
    if (option.split(/[=:]/)[0] !== "no-new-privileges" && !/[=:]./.test(option))
      throw new CommandError(`invalid --security-opt: ${quote(option)}`);
  }
}

/** Modes that the client itself knows (docker/cli, container/opts.go, parse). @throws CommandError */
function checkNamespaces(flags: Flags): void {
  const shared = /^(|host|container:.*)$/;
  const rules: readonly [flag: string, valid: RegExp, what: string][] = [
    ["pid", shared, "PID"],
    ["uts", /^(|host)$/, "UTS"],
    ["userns", /^(|host)$/, "USER"],
    ["cgroupns", /^(|private|host)$/, "CGROUP"],
  ];
  for (const [flag, valid, what] of rules)
    if (!valid.test(flags.string(flag))) throw new CommandError(`--${flag}: invalid ${what} mode`);
}
