import type { HostConfig } from "../../engine/container/container.ts";
import { invalid } from "../../engine/errors.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { CommandError } from "../command.ts";
import { parseDecimal } from "../flag-values.ts";
import type { Flags } from "../flags.ts";
import { quote } from "../format/quote.ts";
import { parseBytes } from "../format/size.ts";
import { parseDevice } from "./device-flag.ts";
import { parseGpus } from "./gpu-flag.ts";

/** Limits, capabilities and namespaces, as the API's HostConfig has them; what was not asked for is left out. */
export function limitFlags(process: Process, flags: Flags): Partial<HostConfig> {
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
  out.NanoCpus = Math.round(parseDecimal(flags.string("cpus") || "0") * 1e9);
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
  const swappiness = flags.int("memory-swappiness");
  if (swappiness !== -1 && (swappiness < 0 || swappiness > 100))
    throw new CommandError(`invalid value: ${swappiness}. Valid memory swappiness range is 0-100`);
  if (swappiness !== -1) out.MemorySwappiness = swappiness;
  checkIsolation(flags.string("isolation"));
  if (flags.bool("oom-kill-disable")) out.OomKillDisable = true;
  const options = [...flags.list("dns-option"), ...flags.list("dns-opt")];
  if (options.length > 0) out.DnsOptions = options;
  const search = some("dns-search");
  if (search) out.DnsSearch = search;
  const groups = some("group-add");
  if (groups) out.GroupAdd = groups;
  const security = some("security-opt");
  checkSecurityOptions(process, security ?? []);
  if (security) out.SecurityOpt = security;
  for (const [key, name] of [
    ["Sysctls", "sysctl"],
    ["Annotations", "annotation"],
    ["StorageOpt", "storage-opt"],
  ] as const) {
    if (name === "storage-opt" && flags.list(name).some((option) => !option.includes("=")))
      throw new CommandError("invalid storage option");
    if (flags.list(name).length > 0) out[key] = flags.map(name);
  }
  const gpus = flags.list("gpus").map(parseGpus);
  const requests = gpus.flatMap((gpu) => (typeof gpu === "string" ? [] : [gpu]));
  if (requests.length > 0) out.DeviceRequests = requests;
  const devices = flags.list("device").map(parseDevice);
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

/** A `--ulimit` that {@link ulimitError} let through. */
function ulimit(spec: string): NonNullable<HostConfig["Ulimits"]>[number] {
  const [Name = "", values = ""] = spec.split("=");
  const [soft = "0", hard = soft] = values.split(":");
  return { Name, Hard: Number(hard), Soft: Number(soft) };
}

/** `no-new-privileges` may stand alone, the others are pairs. @throws CommandError */
function checkSecurityOptions(process: Process, options: readonly string[]): void {
  for (const option of options) {
    const profile = /^seccomp[=:](.+)$/.exec(option)?.[1] ?? "builtin";
    const path = resolvePath(process.cwd, profile);
    if (!/^(builtin|unconfined)$/.test(profile) && !process.files.exists(path))
      throw new CommandError(`opening seccomp profile (${profile}) failed: open ${profile}: no such file or directory`);
    if (option.split(/[=:]/)[0] !== "no-new-privileges" && !/[=:]./.test(option))
      throw new CommandError(`invalid --security-opt: ${quote(option)}`);
  }
}

/** Linux isolates in one way. @throws EngineError (moby, runconfig/hostconfig_unix.go, validateIsolation) */
function checkIsolation(isolation: string): void {
  if (!/^(|default)$/i.test(isolation))
    throw invalid(`invalid isolation: ${quote(isolation)} - linux only supports 'default'`);
}

/** Modes that the client itself knows (docker/cli, container/opts.go, parse). @throws CommandError */
function checkNamespaces(flags: Flags): void {
  const shared = /^(|host|container:.+)$/;
  const rules: readonly [flag: string, valid: RegExp, what: string][] = [
    ["pid", shared, "PID"],
    ["uts", /^(|host)$/, "UTS"],
    ["userns", /^(|host)$/, "USER"],
    ["cgroupns", /^(|private|host)$/, "CGROUP"],
  ];
  for (const [flag, valid, what] of rules)
    if (!valid.test(flags.string(flag))) throw new CommandError(`--${flag}: invalid ${what} mode`);
}
