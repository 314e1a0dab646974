import { HARDWARE } from "../../kernel/hardware.ts";
import type { Engine } from "../engine.ts";
import { storedImages } from "../image/resolve.ts";
import { isVolumeDriver, listPlugins } from "../plugin/find.ts";
import { SERVER } from "./release.ts";

/** What `docker info` says of a host's place in a swarm; `swarm/` knows more than the engine. */
export interface SwarmInfo {
  NodeID: string;
  NodeAddr: string;
  LocalNodeState: "inactive" | "pending" | "active" | "error" | "locked";
  ControlAvailable: boolean;
  Error: string;
  RemoteManagers: { NodeID: string; Addr: string }[] | null;
}

export type SystemInfo = ReturnType<typeof systemInfo>;

const NO_SWARM: SwarmInfo = {
  NodeID: "",
  NodeAddr: "",
  LocalNodeState: "inactive",
  ControlAvailable: false,
  Error: "",
  RemoteManagers: null,
};

const volumePlugins = (engine: Engine): string[] =>
  listPlugins(engine)
    .filter(({ enabled, config }) => enabled && isVolumeDriver(config))
    .map(({ name }) => name);

/** `GET /info`, in the API's order (tape 14). @param swarm this host's place in a swarm, if it has one */
export function systemInfo<S extends SwarmInfo = SwarmInfo>(engine: Engine, swarm?: S) {
  const containers = Object.values(engine.state.containers);
  const count = (...states: string[]) => containers.filter(({ status }) => states.includes(status)).length;
  return {
    ID: engine.state.id,
    Containers: containers.length,
    ContainersRunning: count("running", "restarting"),
    ContainersPaused: count("paused"),
    ContainersStopped: count("created", "exited", "dead", "removing"),
    Images: storedImages(engine).length,
    Driver: "overlayfs",
    DriverStatus: [["driver-type", "io.containerd.snapshotter.v1"]],
    Plugins: {
      Volume: ["local", ...volumePlugins(engine)],
      Network: ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"],
      Authorization: null,
      Log: ["awslogs", "fluentd", "gcplogs", "gelf", "journald", "json-file", "local", "splunk", "syslog"],
    },
    MemoryLimit: true,
    SwapLimit: true,
    CpuCfsPeriod: true,
    CpuCfsQuota: true,
    CPUShares: true,
    CPUSet: true,
    PidsLimit: true,
    IPv4Forwarding: true,
    Debug: false,
    NFd: 24 + 6 * engine.live.size,
    OomKillDisable: true,
    NGoroutines: 42 + 12 * engine.live.size,
    SystemTime: engine.timestamp(),
    LoggingDriver: "json-file",
    CgroupDriver: "cgroupfs",
    CgroupVersion: "1",
    NEventsListener: 0,
    KernelVersion: HARDWARE.kernel,
    OperatingSystem: operatingSystem(engine),
    OSVersion: "",
    OSType: "linux",
    Architecture: HARDWARE.architecture,
    IndexServerAddress: "https://index.docker.io/v1/",
    RegistryConfig: {
      IndexConfigs: {
        "docker.io": { Mirrors: [], Name: "docker.io", Official: true, Secure: true },
      },
      InsecureRegistryCIDRs: ["192.168.99.0/24", "::1/128", "127.0.0.0/8"],
      Mirrors: null,
    },
    NCPU: HARDWARE.cpus,
    MemTotal: HARDWARE.memory,
    GenericResources: null,
    DockerRootDir: "/var/lib/docker",
    HttpProxy: "",
    HttpsProxy: "",
    NoProxy: "",
    Name: engine.hostname,
    Labels: engine.state.labels ?? [],
    ExperimentalBuild: false,
    ServerVersion: SERVER.version,
    Runtimes: {
      "io.containerd.runc.v2": { path: "runc" },
      runc: { path: "runc" },
    },
    DefaultRuntime: "runc",
    Swarm: swarm ?? NO_SWARM,
    LiveRestoreEnabled: false,
    Isolation: "",
    InitBinary: "docker-init",
    ContainerdCommit: { ID: "" },
    RuncCommit: { ID: SERVER.runcCommit },
    InitCommit: { ID: "" },
    SecurityOptions: ["name=seccomp,profile=builtin"],
    FirewallBackend: {
      Driver: "iptables",
      Info: [
        ["EnableUserlandProxy", "true"],
        ["UserlandProxyPath", "/usr/sbin/docker-proxy"],
      ],
    },
    CDISpecDirs: ["/etc/cdi", "/var/run/cdi"],
    Containerd: {
      Address: "/run/containerd/containerd.sock",
      Namespaces: { Containers: "moby", Plugins: "plugins.moby" },
    },
    Warnings: null,
  };
}

/** What the hosts' recordings say; of a host with another system, what its /etc/os-release does. */
function operatingSystem({ ports }: Engine): string {
  const { files } = ports.host;
  const release = files.exists("/etc/os-release") ? files.readFile("/etc/os-release") : "";
  const name = /^PRETTY_NAME="([^"]*)"$/m.exec(release)?.[1] ?? "";
  return name.startsWith("Debian") || name === "" ? "Debian GNU/Linux forky/sid (containerized)" : name;
}
