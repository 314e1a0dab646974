import { HARDWARE } from "../../kernel/hardware.ts";
import { invalid } from "../errors.ts";
import type { ImageConfig } from "../image/image.ts";
import type { ContainerConfig, Healthcheck, HostConfig } from "./container.ts";
import { checkSignal } from "./signal-name.ts";

/** What a request may leave out of the API's Config. */
export type ConfigRequest = Partial<ContainerConfig> & Pick<ContainerConfig, "Image">;

/**
 * What was asked for over what the image says (moby, daemon/commit.go, `merge`): the request's own variables come first,
 * and an entrypoint of one's own drops the image's command.
 * @throws EngineError when nothing says what to run
 */
export function mergeConfig(requested: ConfigRequest, image: ImageConfig, hostname: string): ContainerConfig {
  const ownEntrypoint = (requested.Entrypoint?.length ?? 0) > 0;
  const resetsEntrypoint = requested.Entrypoint?.length === 1 && requested.Entrypoint[0] === "";
  const entrypoint = ownEntrypoint ? requested.Entrypoint : image.Entrypoint;
  const command = requested.Cmd?.length ? requested.Cmd : ownEntrypoint ? null : (image.Cmd ?? null);
  const healthcheck = mergeHealthcheck(requested.Healthcheck, image.Healthcheck);
  const exposed = { ...image.ExposedPorts, ...requested.ExposedPorts };
  const volumes = { ...image.Volumes, ...requested.Volumes };
  const stopSignal = requested.StopSignal ?? image.StopSignal;
  if (!(resetsEntrypoint ? [] : (entrypoint ?? [])).length && !command?.length) throw invalid("no command specified");
  return {
    Hostname: requested.Hostname ?? hostname,
    Domainname: requested.Domainname ?? "",
    User: requested.User || (image.User ?? ""),
    AttachStdin: requested.AttachStdin ?? false,
    AttachStdout: requested.AttachStdout ?? false,
    AttachStderr: requested.AttachStderr ?? false,
    ...(Object.keys(exposed).length > 0 ? { ExposedPorts: exposed } : {}),
    Tty: requested.Tty ?? false,
    OpenStdin: requested.OpenStdin ?? false,
    StdinOnce: requested.StdinOnce ?? false,
    Env: mergeEnv(requested.Env ?? [], image.Env ?? []),
    Cmd: command,
    ...(healthcheck ? { Healthcheck: healthcheck } : {}),
    Image: requested.Image,
    Volumes: Object.keys(volumes).length > 0 ? volumes : null,
    WorkingDir: requested.WorkingDir || (image.WorkingDir ?? ""),
    Entrypoint: resetsEntrypoint ? null : (entrypoint ?? null),
    Labels: { ...image.Labels, ...requested.Labels },
    ...(stopSignal === undefined ? {} : { StopSignal: stopSignal }),
    ...(requested.StopTimeout === undefined ? {} : { StopTimeout: requested.StopTimeout }),
    ...(image.Shell === undefined ? {} : { Shell: image.Shell }),
  };
}

function mergeEnv(requested: readonly string[], image: readonly string[]): string[] {
  const own = new Set(requested.map(nameOf));
  return [...requested, ...image.filter((pair) => !own.has(nameOf(pair)))];
}

const nameOf = (pair: string) => pair.split("=", 1)[0] ?? "";

function mergeHealthcheck(requested?: Healthcheck, image?: Healthcheck): Healthcheck | undefined {
  if (!requested) return image;
  if (!image) return requested;
  const merged: Healthcheck = { ...image, ...requested };
  if (requested.Test.length === 0) merged.Test = image.Test;
  return merged;
}

/** What runs: entrypoint and command as one list. */
export function commandOf({ Entrypoint, Cmd }: Pick<ContainerConfig, "Entrypoint" | "Cmd">): string[] {
  return [...(Entrypoint ?? []), ...(Cmd ?? [])];
}

/** The API's HostConfig with what was asked for. */
export function mergeHostConfig(requested: Partial<HostConfig>): HostConfig {
  const memory = requested.Memory ?? 0;
  return {
    Binds: null,
    PortBindings: {},
    RestartPolicy: { Name: "no", MaximumRetryCount: 0 },
    AutoRemove: false,
    VolumesFrom: null,
    ConsoleSize: [0, 0],
    CapAdd: null,
    CapDrop: null,
    Dns: null,
    ExtraHosts: null,
    Links: null,
    PidMode: "",
    Privileged: false,
    PublishAllPorts: false,
    ReadonlyRootfs: false,
    ShmSize: 64 * 1024 * 1024,
    CpuShares: 0,
    Memory: 0,
    MemoryReservation: 0,
    NanoCpus: 0,
    PidsLimit: null,
    LogConfig: { Type: "json-file", Config: {} },
    ...requested,
    NetworkMode: normalNetworkMode(requested.NetworkMode),
    // Without a limit of its own, swap is as much again as memory (moby, daemon_unix.go, adaptContainerSettings).
    MemorySwap: requested.MemorySwap || memory * 2,
  };
}

const normalNetworkMode = (mode = "") => (mode === "" || mode === "default" ? "bridge" : mode);

/** What the request's Config may not say. @throws EngineError (moby, daemon/container.go, verifyContainerSettings) */
export function checkConfig({ StopSignal, Healthcheck }: ConfigRequest): void {
  if (StopSignal !== undefined && StopSignal !== "") checkSignal(StopSignal);
  const durations = [
    ["Interval", Healthcheck?.Interval],
    ["Timeout", Healthcheck?.Timeout],
    ["StartPeriod", Healthcheck?.StartPeriod],
    ["StartInterval", Healthcheck?.StartInterval],
  ] as const;
  for (const [name, value] of durations)
    if (value !== undefined && value !== 0 && value < 1e6)
      throw invalid(`${name} in Healthcheck cannot be less than 1ms`);
}

/** What a request may not combine, and limits outside what the daemon takes. @throws EngineError */
export function checkHostConfig(hostConfig: HostConfig): string[] {
  const { Memory, MemorySwap, MemoryReservation, NanoCpus, RestartPolicy } = hostConfig;
  const { cpus } = HARDWARE;
  if (Memory !== 0 && Memory < 6 * 1024 * 1024) throw invalid("Minimum memory limit allowed is 6MB");
  if (Memory > 0 && MemorySwap > 0 && MemorySwap < Memory)
    throw invalid("Minimum memoryswap limit should be larger than memory limit, see usage");
  if (Memory === 0 && MemorySwap > 0)
    throw invalid("You should always set the Memory limit when using Memoryswap limit, see usage");
  if (MemoryReservation !== 0 && MemoryReservation < 6 * 1024 * 1024)
    throw invalid("Minimum memory reservation allowed is 6MB");
  if (Memory > 0 && MemoryReservation > Memory)
    throw invalid("Minimum memory limit can not be less than memory reservation limit, see usage");
  if (NanoCpus < 0 || NanoCpus > cpus * 1e9)
    throw invalid(`range of CPUs is from 0.01 to ${cpus}.00, as there are only ${cpus} CPUs available`);
  if (RestartPolicy.MaximumRetryCount > 0 && RestartPolicy.Name !== "on-failure" && RestartPolicy.Name !== "")
    throw invalid("invalid restart policy: maximum retry count can only be used with 'on-failure'");
  checkCapabilities("CapAdd", hostConfig.CapAdd);
  checkCapabilities("CapDrop", hostConfig.CapDrop);
  if (!/^(|none|private|shareable|host|container:.+)$/.test(hostConfig.IpcMode ?? ""))
    throw invalid(`invalid IPC mode: ${hostConfig.IpcMode}`);
  checkLog(hostConfig.LogConfig);
  const discarded = hostConfig.NetworkMode === "host" && Object.keys(hostConfig.PortBindings).length > 0;
  return discarded ? ["Published ports are discarded when using host network mode"] : [];
}

const CAPABILITIES: ReadonlySet<string> = new Set(
  (
    "ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH " +
    "FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN " +
    "NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT " +
    "SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM"
  ).split(" "),
);

/** @throws EngineError (moby, daemon/pkg/oci/caps, NormalizeLegacyCapabilities) */
function checkCapabilities(field: string, names: readonly string[] | null): void {
  const unknown = names?.find((name) => !CAPABILITIES.has(name.toUpperCase().replace(/^CAP_/, "")));
  if (unknown !== undefined) throw invalid(`invalid ${field}: unknown capability: "${unknown}"`);
}

const LOG_DRIVERS: ReadonlySet<string> = new Set(
  "awslogs fluentd gcplogs gelf journald json-file local none splunk syslog".split(" "),
);
const FILE_LOG_OPTIONS: ReadonlySet<string> = new Set(
  "compress env env-regex labels labels-regex max-file max-size tag".split(" "),
);

/** @throws EngineError (moby, daemon/logger, ValidateLogOpts) */
function checkLog({ Type, Config }: HostConfig["LogConfig"]): void {
  if (!LOG_DRIVERS.has(Type)) throw invalid(`error looking up logging plugin ${Type}: plugin "${Type}" not found`);
  const unknown = Type === "json-file" ? Object.keys(Config).find((key) => !FILE_LOG_OPTIONS.has(key)) : undefined;
  if (unknown !== undefined) throw invalid(`unknown log opt '${unknown}' for json-file log driver`);
}
