import type { SystemInfo } from "../../engine/system/info.ts";
import type { ClusterInfo, ManagerInfo } from "../../swarm/swarm-info.ts";
import { humanDuration } from "../format/duration.ts";
import { binarySize } from "../format/size.ts";
import type { clientInfo } from "./client-info.ts";

/** The first half of `docker info`. */
export function clientText(client: ReturnType<typeof clientInfo>): string {
  return lines([
    `Client: ${client.Platform.Name}`,
    ` Version:    ${client.Version}`,
    ` Context:    ${client.Context}`,
    ` Debug Mode: ${client.Debug}`,
    " Plugins:",
    ...client.Plugins.flatMap(({ Name, ShortDescription, Vendor, Version, Path }) => [
      `  ${Name}: ${ShortDescription} (${Vendor})`,
      `    Version:  ${Version}`,
      `    Path:     ${Path}`,
    ]),
  ]);
}

/** The second half, below "Server:" (docker/cli, `cli/command/system/info.go`; the recording). */
export function serverText(info: SystemInfo): string {
  const { Plugins, FirewallBackend, RegistryConfig } = info;
  return lines([
    ` Containers: ${info.Containers}`,
    `  Running: ${info.ContainersRunning}`,
    `  Paused: ${info.ContainersPaused}`,
    `  Stopped: ${info.ContainersStopped}`,
    ` Images: ${info.Images}`,
    ` Server Version: ${info.ServerVersion}`,
    ` Storage Driver: ${info.Driver}`,
    ...info.DriverStatus.map(([name, value]) => `  ${name}: ${value}`),
    ` Logging Driver: ${info.LoggingDriver}`,
    ` Cgroup Driver: ${info.CgroupDriver}`,
    ` Cgroup Version: ${info.CgroupVersion}`,
    " Plugins:",
    `  Volume: ${Plugins.Volume.join(" ")}`,
    `  Network: ${Plugins.Network.join(" ")}`,
    `  Log: ${Plugins.Log.join(" ")}`,
    " CDI spec directories:",
    ...info.CDISpecDirs.map((folder) => `  ${folder}`),
    ` Swarm: ${info.Swarm.LocalNodeState}`,
    ...swarmLines(info.Swarm),
    ` Runtimes: ${Object.keys(info.Runtimes).sort().join(" ")}`,
    ` Default Runtime: ${info.DefaultRuntime}`,
    ` Init Binary: ${info.InitBinary}`,
    ` containerd version: ${info.ContainerdCommit.ID}`,
    ` runc version: ${info.RuncCommit.ID}`,
    ` init version: ${info.InitCommit.ID}`,
    " Security Options:",
    ...info.SecurityOptions.flatMap(securityOption),
    ` Kernel Version: ${info.KernelVersion}`,
    ` Operating System: ${info.OperatingSystem}`,
    ` OSType: ${info.OSType}`,
    ` Architecture: ${info.Architecture}`,
    ` CPUs: ${info.NCPU}`,
    ` Total Memory: ${binarySize(info.MemTotal)}`,
    ` Name: ${info.Name}`,
    ` ID: ${info.ID}`,
    ` Docker Root Dir: ${info.DockerRootDir}`,
    ` Debug Mode: ${info.Debug}`,
    ...section(" Labels:", info.Labels),
    ` Experimental: ${info.ExperimentalBuild}`,
    ...section(" Insecure Registries:", RegistryConfig.InsecureRegistryCIDRs),
    ...section(" Registry Mirrors:", RegistryConfig.Mirrors ?? []),
    ` Live Restore Enabled: ${info.LiveRestoreEnabled}`,
    ` Firewall Backend: ${FirewallBackend.Driver}`,
    ...FirewallBackend.Info.map(([name, value]) => `  ${name}: ${value}`),
  ]);
}

function swarmLines(swarm: SystemInfo["Swarm"] | ManagerInfo): string[] {
  if (swarm.LocalNodeState === "inactive" || swarm.LocalNodeState === "locked") return [];
  return [
    `  NodeID: ${swarm.NodeID}`,
    ...(swarm.Error === "" ? [] : [`  Error: ${swarm.Error}`]),
    `  Is Manager: ${swarm.ControlAvailable}`,
    ...("Cluster" in swarm ? clusterLines(swarm.Cluster, swarm) : []),
    `  Node Address: ${swarm.NodeAddr}`,
    ...section("  Manager Addresses:", (swarm.RemoteManagers ?? []).map(({ Addr }) => ` ${Addr}`).sort()),
  ];
}

function clusterLines(cluster: ClusterInfo, { Managers, Nodes }: ManagerInfo): string[] {
  const { Spec: spec, DefaultAddrPool: pools } = cluster;
  return [
    `  ClusterID: ${cluster.ID}`,
    `  Managers: ${Managers}`,
    `  Nodes: ${Nodes}`,
    ...(pools
      ? [`  Default Address Pool: ${pools.map((pool) => `${pool}  `).join("")}`, `  SubnetSize: ${cluster.SubnetSize}`]
      : []),
    `  Data Path Port: ${cluster.DataPathPort}`,
    "  Orchestration:",
    `   Task History Retention Limit: ${spec.Orchestration.TaskHistoryRetentionLimit}`,
    "  Raft:",
    `   Snapshot Interval: ${spec.Raft.SnapshotInterval}`,
    `   Number of Old Snapshots to Retain: ${spec.Raft.KeepOldSnapshots}`,
    `   Heartbeat Tick: ${spec.Raft.HeartbeatTick}`,
    `   Election Tick: ${spec.Raft.ElectionTick}`,
    "  Dispatcher:",
    `   Heartbeat Period: ${humanDuration(spec.Dispatcher.HeartbeatPeriod / 1e6)}`,
    "  CA Configuration:",
    `   Expiry Duration: ${humanDuration(spec.CAConfig.NodeCertExpiry / 1e6)}`,
    "   Force Rotate: 0",
    `  Autolock Managers: ${spec.EncryptionConfig.AutoLockManagers}`,
    `  Root Rotation In Progress: ${cluster.RootRotationInProgress}`,
  ];
}

/** "name=seccomp,profile=builtin" as its name and, below it, what it says. */
function securityOption(option: string): string[] {
  const [name = "", ...more] = option.split(",").map((pair) => pair.split("="));
  const [, value = ""] = name;
  return [
    `  ${value}`,
    ...more.map(([key = "", text = ""]) => `   ${key.charAt(0).toUpperCase()}${key.slice(1)}: ${text}`),
  ];
}

function section(heading: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [heading, ...items.map((item) => `  ${item}`)];
}

function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}
