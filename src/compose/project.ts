import type { YamlMap } from "./file/yaml/yaml-value.ts";
import type { ComposeDeploy, ComposeHealthcheck, ComposeLogging } from "./service-policy.ts";

/**
 * What the files of a project say, merged, interpolated and in long form: compose-go's `types.Project`. Durations are
 * nanoseconds and sizes bytes, as in the Engine API. A name that is not given is absent, never an empty string.
 */
export interface ComposeProject {
  /** Lower case letters, digits, `-` and `_`: the first part of every container's name. */
  readonly name: string;
  /** Absolute; relative paths of the files were resolved from here. */
  readonly workingDir: string;
  /** Absolute, in the order they were merged. */
  readonly configFiles: readonly string[];
  /** Variables that files may use: the shell's over those of `.env`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Profiles that are on. `*` is all of them. */
  readonly profiles: readonly string[];
  /** Services that run, by name and in the order of their names. */
  readonly services: Readonly<Record<string, ComposeService>>;
  /** Services that no active profile asks for. */
  readonly disabledServices: Readonly<Record<string, ComposeService>>;
  /** By the key in the file, with `default` when a service uses it; `name` is the one the engine knows. */
  readonly networks: Readonly<Record<string, ComposeNetwork>>;
  readonly volumes: Readonly<Record<string, ComposeVolume>>;
  readonly configs: Readonly<Record<string, ComposeFileObject>>;
  readonly secrets: Readonly<Record<string, ComposeFileObject>>;
  /** The whole in canonical form, as `docker compose config` prints it. */
  readonly definition: YamlMap;
}

export interface ComposeService {
  readonly name: string;
  /** The service in canonical form: what its hash is made of (see `service-hash.ts`). */
  readonly definition: YamlMap;
  readonly image?: string;
  readonly build?: ComposeBuild;
  /** null: the image's own. An empty list clears it. */
  readonly command: readonly string[] | null;
  readonly entrypoint: readonly string[] | null;
  /** Of `env_file` and `environment`, resolved; null when a name has no value anywhere: not set in the container. */
  readonly environment: Readonly<Record<string, string | null>>;
  readonly envFiles: readonly ComposeEnvFile[];
  readonly ports: readonly ComposePort[];
  /** Ports or ranges, perhaps with a protocol: "80", "8000-8010/udp". */
  readonly expose: readonly string[];
  readonly volumes: readonly ComposeVolumeMount[];
  /** "service", "service:ro" or "container:name:rw". */
  readonly volumesFrom: readonly string[];
  readonly tmpfs: readonly string[];
  /** By key. null: joined with nothing special. Empty when `networkMode` is set. */
  readonly networks: Readonly<Record<string, ComposeNetworkAttachment | null>>;
  /** "host", "none", "service:web", "container:name". */
  readonly networkMode?: string;
  /** With what links, `network_mode: service:` and the like imply. */
  readonly dependsOn: Readonly<Record<string, ComposeDependency>>;
  readonly healthcheck?: ComposeHealthcheck;
  /** "no", "always", "unless-stopped", "on-failure" or "on-failure:3". */
  readonly restart?: string;
  readonly deploy?: ComposeDeploy;
  /** Containers: `scale`, or the replicas of `deploy`, or 1. */
  readonly scale: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly configs: readonly ComposeFileReference[];
  readonly secrets: readonly ComposeFileReference[];
  /** "name=address" */
  readonly extraHosts: readonly string[];
  /** "service" or "service:alias". */
  readonly links: readonly string[];
  /** "container" or "container:alias". */
  readonly externalLinks: readonly string[];
  readonly profiles: readonly string[];
  /** Whether `up` shows its logs; true unless told. */
  readonly attach: boolean;
  readonly containerName?: string;
  readonly hostname?: string;
  readonly domainName?: string;
  readonly macAddress?: string;
  readonly tty: boolean;
  readonly stdinOpen: boolean;
  readonly init?: boolean;
  readonly user?: string;
  readonly groupAdd: readonly string[];
  readonly workingDir?: string;
  readonly logging?: ComposeLogging;
  readonly stopSignal?: string;
  readonly stopGracePeriod?: number;
  readonly capAdd: readonly string[];
  readonly capDrop: readonly string[];
  readonly securityOpt: readonly string[];
  readonly deviceRequests: readonly ComposeDeviceRequest[];
  readonly privileged: boolean;
  readonly readOnly: boolean;
  readonly sysctls: Readonly<Record<string, string>>;
  readonly ulimits: Readonly<Record<string, { readonly soft: number; readonly hard: number }>>;
  readonly dns: readonly string[];
  readonly dnsSearch: readonly string[];
  readonly dnsOptions: readonly string[];
  /** "source:target:rwm" */
  readonly devices: readonly string[];
  readonly cpus?: number;
  readonly cpuShares?: number;
  readonly cpuset?: string;
  readonly memoryLimit?: number;
  readonly memoryReservation?: number;
  readonly memorySwapLimit?: number;
  readonly pidsLimit?: number;
  readonly shmSize?: number;
  readonly pid?: string;
  readonly ipc?: string;
  readonly platform?: string;
  readonly runtime?: string;
  /** "always", "never", "missing", "if_not_present", "build", "daily", "weekly" or "every_…". */
  readonly pullPolicy?: string;
}

export interface ComposeBuild {
  /** An absolute path, or an address. */
  readonly context: string;
  /** Relative to the context, or absolute; "Dockerfile" unless told or inline. */
  readonly dockerfile?: string;
  readonly dockerfileInline?: string;
  /** null: the value of the environment at build. */
  readonly args: Readonly<Record<string, string | null>>;
  readonly target?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly cacheFrom: readonly string[];
  readonly platforms: readonly string[];
  readonly network?: string;
  readonly noCache: boolean;
  readonly pull: boolean;
  /** "name=address" */
  readonly extraHosts: readonly string[];
  /** What `RUN --mount=type=secret` may see. */
  readonly secrets: readonly ComposeFileReference[];
}

/** Devices of a driver, as `gpus` and reservations ask for them. */
export interface ComposeDeviceRequest {
  readonly driver: string;
  /** -1 is all there are. */
  readonly count: number;
  readonly ids: readonly string[];
  readonly capabilities: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

export interface ComposeEnvFile {
  /** Absolute. */
  readonly path: string;
  readonly required: boolean;
  /** "raw": without quotes and variables. */
  readonly format?: string;
}

export interface ComposePort {
  readonly name?: string;
  readonly mode: "ingress" | "host";
  readonly hostIp?: string;
  readonly target: number;
  /** A port, or a range to choose from ("8000-8010"); absent: one the engine chooses. */
  readonly published?: string;
  readonly protocol: string;
}

export interface ComposeVolumeMount {
  readonly type: "volume" | "bind" | "tmpfs" | "npipe" | "cluster" | "image";
  /** A bind's absolute path, or a key of `volumes`; absent: an anonymous volume or a tmpfs. */
  readonly source?: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly bind?: {
    readonly createHostPath: boolean;
    readonly propagation?: string;
    readonly selinux?: string;
    /** "disabled", "writable", "readonly" */
    readonly recursive?: string;
  };
  /** Of a mount of an image: a directory of it. */
  readonly imageSubpath?: string;
  readonly volume?: {
    readonly noCopy: boolean;
    readonly subpath?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly tmpfs?: { readonly size?: number; readonly mode?: number };
}

export interface ComposeNetworkAttachment {
  readonly aliases: readonly string[];
  readonly ipv4Address?: string;
  readonly ipv6Address?: string;
  readonly linkLocalIps: readonly string[];
  readonly macAddress?: string;
  readonly driverOptions: Readonly<Record<string, string>>;
  readonly priority: number;
  readonly gatewayPriority: number;
}

export interface ComposeDependency {
  readonly condition: "service_started" | "service_healthy" | "service_completed_successfully";
  /** Restart this service when the other is updated. */
  readonly restart: boolean;
  /** false: only a warning when the other is not there. */
  readonly required: boolean;
}

export interface ComposeNetwork {
  readonly name: string;
  readonly external: boolean;
  readonly driver?: string;
  readonly driverOptions: Readonly<Record<string, string>>;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly enableIpv6?: boolean;
  readonly enableIpv4?: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly ipam: {
    readonly driver?: string;
    readonly config: readonly {
      readonly subnet?: string;
      readonly gateway?: string;
      readonly ipRange?: string;
      readonly auxAddresses: Readonly<Record<string, string>>;
    }[];
  };
}

export interface ComposeVolume {
  readonly name: string;
  readonly external: boolean;
  readonly driver?: string;
  readonly driverOptions: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** A config or a secret: its text comes from one of `file`, `environment` and `content`, or it is external. */
export interface ComposeFileObject {
  readonly name: string;
  readonly external: boolean;
  /** Absolute. */
  readonly file?: string;
  /** The name of a variable. */
  readonly environment?: string;
  readonly content?: string;
  readonly driver?: string;
  readonly templateDriver?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A config or a secret as a service uses it. */
export interface ComposeFileReference {
  /** The key in `configs` or `secrets`. */
  readonly source: string;
  /** A path, or for a secret a name below /run/secrets; absent: the source's name at the usual place. */
  readonly target?: string;
  readonly uid?: string;
  readonly gid?: string;
  readonly mode?: number;
}
