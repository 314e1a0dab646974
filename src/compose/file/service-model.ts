import type {
  ComposeBuild,
  ComposeDependency,
  ComposeDeviceRequest,
  ComposeFileReference,
  ComposeNetworkAttachment,
  ComposePort,
  ComposeService,
  ComposeVolumeMount,
} from "../project.ts";
import { Fields, present } from "./fields.ts";
import { deployModel, healthcheckModel } from "./policy-model.ts";
import { isMap, mapAt, type YamlMap } from "./yaml/yaml-value.ts";

/** A service in canonical form as the commands use it. */
export function serviceModel(name: string, definition: YamlMap): ComposeService {
  const fields = new Fields(definition);
  const build = fields.below("build");
  const healthcheck = fields.below("healthcheck");
  const deploy = fields.below("deploy");
  const logging = fields.below("logging");
  const deployed = deploy && deployModel(deploy);
  return {
    name,
    definition,
    command: fields.textsOrNull("command"),
    entrypoint: fields.textsOrNull("entrypoint"),
    environment: fields.textMapOrNull("environment"),
    envFiles: fields.entries("env_file").map((file) => ({
      ...present({ format: file.text("format") }),
      path: file.text("path") ?? "",
      required: file.flag("required") ?? true,
    })),
    ports: fields.entries("ports").map(port),
    expose: fields.texts("expose"),
    volumes: fields.entries("volumes").map(mount),
    volumesFrom: fields.texts("volumes_from"),
    tmpfs: fields.texts("tmpfs"),
    networks: attachments(definition),
    dependsOn: fields.each("depends_on", dependency),
    scale: fields.number("scale") ?? deployed?.replicas ?? 1,
    labels: fields.textMap("labels"),
    annotations: fields.textMap("annotations"),
    configs: fields.entries("configs").map(fileReference),
    secrets: fields.entries("secrets").map(fileReference),
    extraHosts: fields.texts("extra_hosts"),
    links: fields.texts("links"),
    externalLinks: fields.texts("external_links"),
    profiles: fields.texts("profiles"),
    attach: fields.flag("attach") ?? true,
    tty: fields.flag("tty") ?? false,
    stdinOpen: fields.flag("stdin_open") ?? false,
    groupAdd: fields.texts("group_add"),
    capAdd: fields.texts("cap_add"),
    capDrop: fields.texts("cap_drop"),
    securityOpt: fields.texts("security_opt"),
    deviceRequests: [
      ...(fields.below("deploy")?.below("resources")?.below("reservations")?.entries("devices") ?? []).map((request) =>
        deviceRequest(request),
      ),
      ...fields.entries("gpus").map((request) => deviceRequest(request, "gpu")),
    ],
    privileged: fields.flag("privileged") ?? false,
    readOnly: fields.flag("read_only") ?? false,
    sysctls: fields.textMap("sysctls"),
    ulimits: ulimits(mapAt(definition, "ulimits")),
    dns: fields.texts("dns"),
    dnsSearch: fields.texts("dns_search"),
    dnsOptions: fields.texts("dns_opt"),
    devices: fields
      .entries("devices")
      .map((device) => `${device.text("source")}:${device.text("target")}:${device.text("permissions") ?? "rwm"}`),
    ...present({
      image: fields.text("image"),
      build: build && buildModel(build),
      networkMode: fields.text("network_mode"),
      healthcheck: healthcheck && healthcheckModel(healthcheck),
      restart: fields.text("restart"),
      deploy: deployed,
      containerName: fields.text("container_name"),
      hostname: fields.text("hostname"),
      domainName: fields.text("domainname"),
      macAddress: fields.text("mac_address"),
      init: fields.flag("init"),
      user: fields.text("user"),
      workingDir: fields.text("working_dir"),
      logging: logging && { ...present({ driver: logging.text("driver") }), options: logging.textMap("options") },
      stopSignal: fields.text("stop_signal"),
      stopGracePeriod: fields.duration("stop_grace_period"),
      cpus: fields.number("cpus"),
      cpuShares: fields.number("cpu_shares"),
      cpuset: fields.text("cpuset"),
      memoryLimit: fields.number("mem_limit"),
      memoryReservation: fields.number("mem_reservation"),
      memorySwapLimit: fields.number("memswap_limit"),
      pidsLimit: fields.number("pids_limit"),
      shmSize: fields.number("shm_size"),
      pid: fields.text("pid"),
      ipc: fields.text("ipc"),
      platform: fields.text("platform"),
      runtime: fields.text("runtime"),
      pullPolicy: fields.text("pull_policy"),
    }),
  };
}

function buildModel(fields: Fields): ComposeBuild {
  return {
    context: fields.text("context") ?? ".",
    args: fields.textMapOrNull("args"),
    labels: fields.textMap("labels"),
    tags: fields.texts("tags"),
    cacheFrom: fields.texts("cache_from"),
    platforms: fields.texts("platforms"),
    noCache: fields.flag("no_cache") ?? false,
    pull: fields.flag("pull") ?? false,
    extraHosts: fields.texts("extra_hosts"),
    secrets: fields.entries("secrets").map(fileReference),
    ...present({
      dockerfile: fields.text("dockerfile"),
      dockerfileInline: fields.text("dockerfile_inline"),
      target: fields.text("target"),
      network: fields.text("network"),
    }),
  };
}

function port(fields: Fields): ComposePort {
  return {
    mode: fields.text("mode") === "host" ? "host" : "ingress",
    target: fields.number("target") ?? 0,
    protocol: fields.text("protocol") ?? "tcp",
    ...present({ name: fields.text("name"), hostIp: fields.text("host_ip"), published: fields.text("published") }),
  };
}

const MOUNT_TYPES = ["volume", "bind", "tmpfs", "npipe", "cluster", "image"] as const;

function deviceRequest(fields: Fields, ...more: readonly string[]): ComposeDeviceRequest {
  return {
    driver: fields.text("driver") ?? "",
    count: fields.number("count") ?? 0,
    ids: fields.texts("device_ids"),
    capabilities: [...fields.texts("capabilities"), ...more],
    options: fields.textMap("options"),
  };
}

function mount(fields: Fields): ComposeVolumeMount {
  const bind = fields.below("bind");
  const volume = fields.below("volume");
  const tmpfs = fields.below("tmpfs");
  return {
    type: MOUNT_TYPES.find((type) => type === fields.text("type")) ?? "volume",
    target: fields.text("target") ?? "",
    readOnly: fields.flag("read_only") ?? false,
    ...present({
      source: fields.text("source"),
      bind: bind && {
        createHostPath: bind.flag("create_host_path") ?? false,
        ...present({
          propagation: bind.text("propagation"),
          selinux: bind.text("selinux"),
          recursive: bind.text("recursive"),
        }),
      },
      volume: volume && {
        noCopy: volume.flag("nocopy") ?? false,
        labels: volume.textMap("labels"),
        ...present({ subpath: volume.text("subpath") }),
      },
      imageSubpath: fields.below("image")?.text("subpath"),
      tmpfs: tmpfs && present({ size: tmpfs.number("size"), mode: tmpfs.number("mode") }),
    }),
  };
}

function attachments(definition: YamlMap): ComposeService["networks"] {
  const entries = Object.entries(mapAt(definition, "networks"));
  return Object.fromEntries(
    entries.map(([name, value]) => [name, isMap(value) ? attachment(new Fields(value)) : null]),
  );
}

function attachment(fields: Fields): ComposeNetworkAttachment {
  return {
    aliases: fields.texts("aliases"),
    linkLocalIps: fields.texts("link_local_ips"),
    driverOptions: fields.textMap("driver_opts"),
    priority: fields.number("priority") ?? 0,
    gatewayPriority: fields.number("gw_priority") ?? 0,
    ...present({
      ipv4Address: fields.text("ipv4_address"),
      ipv6Address: fields.text("ipv6_address"),
      macAddress: fields.text("mac_address"),
    }),
  };
}

const CONDITIONS = ["service_started", "service_healthy", "service_completed_successfully"] as const;

function dependency(fields: Fields): ComposeDependency {
  return {
    condition: CONDITIONS.find((condition) => condition === fields.text("condition")) ?? "service_started",
    restart: fields.flag("restart") ?? false,
    required: fields.flag("required") ?? true,
  };
}

function fileReference(fields: Fields): ComposeFileReference {
  const mode = fields.text("mode");
  return {
    source: fields.text("source") ?? "",
    ...present({
      target: fields.text("target"),
      uid: fields.text("uid"),
      gid: fields.text("gid"),
      mode: mode === undefined ? undefined : Number.parseInt(mode, 8),
    }),
  };
}

function ulimits(map: YamlMap): ComposeService["ulimits"] {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]) => {
      const fields = new Fields(isMap(value) ? value : { soft: value, hard: value });
      return [name, { soft: fields.number("soft") ?? 0, hard: fields.number("hard") ?? 0 }];
    }),
  );
}
