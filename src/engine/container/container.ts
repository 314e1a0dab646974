import type { TreeState } from "../../kernel/tree-state.ts";

/** What an image or a `docker run` says about how a container starts: the API's Config, in its order. */
export interface ContainerConfig {
  Hostname: string;
  Domainname: string;
  User: string;
  AttachStdin: boolean;
  AttachStdout: boolean;
  AttachStderr: boolean;
  ExposedPorts?: Record<string, Record<string, never>>;
  Tty: boolean;
  OpenStdin: boolean;
  StdinOnce: boolean;
  Env: string[];
  Cmd: string[] | null;
  Healthcheck?: Healthcheck;
  Image: string;
  Volumes: Record<string, Record<string, never>> | null;
  WorkingDir: string;
  Entrypoint: string[] | null;
  Labels: Record<string, string>;
  StopSignal?: string;
  StopTimeout?: number;
  /** What a healthcheck's CMD-SHELL runs with, when the image says. */
  Shell?: string[];
}

/** Durations are nanoseconds, as in the API. */
export interface Healthcheck {
  Test: string[];
  Interval?: number;
  Timeout?: number;
  StartPeriod?: number;
  StartInterval?: number;
  Retries?: number;
}

export interface PortBinding {
  HostIp: string;
  HostPort: string;
}

export interface RestartPolicy {
  Name: "no" | "always" | "unless-stopped" | "on-failure" | "";
  MaximumRetryCount: number;
}

/** A `--mount`, as asked. */
export interface MountRequest {
  /** "bind", "volume", "tmpfs"; the daemon refuses what it does not know. */
  Type: string;
  Source?: string;
  Target: string;
  ReadOnly?: boolean;
  BindOptions?: {
    CreateMountpoint?: boolean;
    Propagation?: string;
    NonRecursive?: boolean;
    ReadOnlyNonRecursive?: boolean;
    ReadOnlyForceRecursive?: boolean;
  };
  VolumeOptions?: {
    NoCopy?: boolean;
    /** A directory of the volume to mount instead of all of it. */
    Subpath?: string;
    Labels?: Record<string, string>;
    DriverConfig?: { Name: string; Options?: Record<string, string> };
  };
  ImageOptions?: { Subpath: string };
  TmpfsOptions?: { SizeBytes?: number; Mode?: number };
}

/** What differs from the API's defaults; `inspect` fills in the rest. */
export interface HostConfig {
  Binds: string[] | null;
  NetworkMode: string;
  PortBindings: Record<string, PortBinding[]>;
  RestartPolicy: RestartPolicy;
  AutoRemove: boolean;
  VolumesFrom: string[] | null;
  ConsoleSize: [number, number];
  CapAdd: string[] | null;
  CapDrop: string[] | null;
  Dns: string[] | null;
  ExtraHosts: string[] | null;
  Links: string[] | null;
  PidMode: string;
  Privileged: boolean;
  PublishAllPorts: boolean;
  ReadonlyRootfs: boolean;
  ShmSize: number;
  CpuShares: number;
  Memory: number;
  MemorySwap: number;
  MemoryReservation: number;
  NanoCpus: number;
  PidsLimit: number | null;
  Tmpfs?: Record<string, string>;
  Mounts?: MountRequest[];
  Init?: boolean;
  LogConfig: { Type: string; Config: Record<string, string> };
  // Rarely set; absent means the API's default.
  DeviceRequests?: {
    Driver: string;
    Count: number;
    DeviceIDs: string[] | null;
    Capabilities: string[][];
    Options: Record<string, string>;
  }[];
  ContainerIDFile?: string;
  VolumeDriver?: string;
  Annotations?: Record<string, string>;
  CgroupnsMode?: string;
  DnsOptions?: string[];
  DnsSearch?: string[];
  GroupAdd?: string[];
  IpcMode?: string;
  OomScoreAdj?: number;
  SecurityOpt?: string[];
  StorageOpt?: Record<string, string>;
  UTSMode?: string;
  UsernsMode?: string;
  Sysctls?: Record<string, string>;
  Runtime?: string;
  CgroupParent?: string;
  BlkioWeight?: number;
  CpuPeriod?: number;
  CpuQuota?: number;
  CpuRealtimePeriod?: number;
  CpuRealtimeRuntime?: number;
  CpusetCpus?: string;
  CpusetMems?: string;
  Devices?: { PathOnHost: string; PathInContainer: string; CgroupPermissions: string }[];
  MemorySwappiness?: number;
  OomKillDisable?: boolean;
  Ulimits?: { Name: string; Hard: number; Soft: number }[];
}

/** A file system mounted in a container, as `inspect` shows it. */
export interface MountPoint {
  Type: "bind" | "volume" | "tmpfs";
  Name?: string;
  Source: string;
  Destination: string;
  Driver?: string;
  Mode: string;
  RW: boolean;
  Propagation: string;
}

/** A file in memory that a swarm gives the container of a task: a secret or a config. `inspect` does not show it. */
export interface GivenFile {
  /** Absolute. */
  target: string;
  content: string;
  uid: number;
  gid: number;
  mode: number;
}

/** A container's place in a network: the API's EndpointSettings. */
export interface EndpointSettings {
  IPAMConfig: { IPv4Address?: string; IPv6Address?: string } | null;
  Links: string[] | null;
  Aliases: string[] | null;
  DriverOpts: Record<string, string> | null;
  GwPriority: number;
  NetworkID: string;
  EndpointID: string;
  Gateway: string;
  IPAddress: string;
  MacAddress: string;
  IPPrefixLen: number;
  IPv6Gateway: string;
  GlobalIPv6Address: string;
  GlobalIPv6PrefixLen: number;
  DNSNames: string[] | null;
}

export type ContainerStatus = "created" | "running" | "paused" | "restarting" | "removing" | "exited" | "dead";

export interface HealthState {
  Status: "starting" | "healthy" | "unhealthy";
  FailingStreak: number;
  Log: { Start: string; End: string; ExitCode: number; Output: string }[];
}

export interface LogEntry {
  /** ms since the epoch, with a fraction */
  time: number;
  stream: "stdout" | "stderr";
  text: string;
}

/** A `--link` on the default bridge: which container has which other name, and what it is called itself. */
export interface Link {
  alias: string;
  id: string;
  name: string;
}

/** One container of a host, as the lab keeps it: plain data. */
export interface Container {
  id: string;
  /** Without the slash the API puts before it. */
  name: string;
  /** RFC 3339 with nanoseconds. */
  created: string;
  /** Digest of the image it was made from; kept when the image is untagged or removed. */
  image: string;
  platformManifest: string;
  config: ContainerConfig;
  hostConfig: HostConfig;
  mounts: MountPoint[];
  links?: Link[];
  givenFiles?: GivenFile[];
  /** By network name, in the order connected. */
  networks: Record<string, EndpointSettings>;
  /** Host side of published ports, while running: "80/tcp" → bindings; null where exposed only. */
  ports: Record<string, PortBinding[] | null>;
  /** The cards of a running container, by endpoint, and the number that the next one gets. */
  cards?: { next: number; plugged: Record<string, { name: string; number: number }> };
  sandboxId: string;
  status: ContainerStatus;
  pid: number;
  exitCode: number;
  error: string;
  oomKilled: boolean;
  startedAt: string;
  finishedAt: string;
  restartCount: number;
  /** Stopped by a person: restart policies leave it alone. */
  manuallyStopped: boolean;
  health?: HealthState;
  /** What the container changed on top of its image. */
  files: TreeState;
  logs: LogEntry[];
  /** Of a log that is rotated: what each of its files holds, the last one being written. */
  logFiles?: { bytes: number; entries: number }[];
}
