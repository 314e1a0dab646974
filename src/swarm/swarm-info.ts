import type { Engine } from "../engine/engine.ts";
import type { SwarmInfo } from "../engine/system/info.ts";
import type { Cluster, SwarmSpec } from "./cluster.ts";
import { clusterOf, membershipOf } from "./fabric.ts";
import { hasLeader, LOCKED, NO_LEADER } from "./leadership.ts";

/** What a manager adds: the cluster, and how many nodes it has. */
export interface ManagerInfo extends SwarmInfo {
  Warnings?: string[];
  Nodes: number;
  Managers: number;
  Cluster: ClusterInfo;
}

/** A swarm as `GET /info` has it. Durations in nanoseconds. */
export interface ClusterInfo {
  ID: string;
  Version: { Index: number };
  CreatedAt: string;
  UpdatedAt: string;
  Spec: {
    Name: string;
    Labels: Record<string, string>;
    Orchestration: { TaskHistoryRetentionLimit: number };
    Raft: {
      SnapshotInterval: number;
      KeepOldSnapshots: number;
      LogEntriesForSlowFollowers: number;
      ElectionTick: number;
      HeartbeatTick: number;
    };
    Dispatcher: { HeartbeatPeriod: number };
    CAConfig: { NodeCertExpiry: number };
    TaskDefaults: Record<string, never>;
    EncryptionConfig: { AutoLockManagers: boolean };
  };
  TLSInfo: { TrustRoot: string; CertIssuerSubject: string; CertIssuerPublicKey: string };
  RootRotationInProgress: boolean;
  DefaultAddrPool: string[] | null;
  SubnetSize: number;
  DataPathPort: number;
}

const DEFAULT_POOLS = "10.0.0.0/8";

/** moby, daemon/cluster/swarm.go. */
const TWO_MANAGERS = `WARNING: Running Swarm in a two-manager configuration. This configuration provides
         no fault tolerance, and poses a high risk to lose control over the cluster.
         Refer to https://docs.docker.com/engine/swarm/admin_guide/ to configure the
         Swarm for fault-tolerance.`;

/** Locked, still on its way into a swarm whose manager has not answered, or struck off: that is not noticed here. */
function withoutCluster(engine: Engine, swarm: NonNullable<Engine["state"]["swarm"]>): SwarmInfo {
  const { locked, joining, error, nodeId } = swarm;
  const cluster = clusterOf(engine);
  if (cluster && nodeId !== "" && !locked) {
    return {
      NodeID: nodeId,
      NodeAddr: engine.ports.address,
      LocalNodeState: "active",
      ControlAvailable: false,
      Error: "",
      RemoteManagers: remoteManagers(cluster),
    };
  }
  return {
    NodeID: "",
    NodeAddr: engine.ports.address,
    LocalNodeState: locked ? "locked" : joining && error === undefined ? "pending" : "error",
    ControlAvailable: false,
    Error: locked ? LOCKED : (error ?? ""),
    RemoteManagers: joining ? [{ NodeID: "", Addr: joining.remote }] : null,
  };
}

const remoteManagers = (cluster: Cluster) =>
  Object.values(cluster.nodes)
    .filter(({ role }) => role === "manager")
    .map(({ id, managerAddress = "" }) => ({ NodeID: id, Addr: managerAddress }));

/** This host's place in a swarm for `docker info`; undefined outside one. */
export function swarmInfo(engine: Engine): SwarmInfo | ManagerInfo | undefined {
  const { swarm } = engine.state;
  const membership = membershipOf(engine);
  if (!membership) return swarm && withoutCluster(engine, swarm);
  const { cluster, node } = membership;
  const managers = Object.values(cluster.nodes).filter(({ role }) => role === "manager");
  const info: SwarmInfo = {
    NodeID: node.id,
    NodeAddr: node.address,
    LocalNodeState: "active",
    ControlAvailable: node.role === "manager",
    Error: "",
    RemoteManagers: remoteManagers(cluster),
  };
  if (node.role !== "manager") return info;
  if (!hasLeader(engine, cluster)) return { ...info, Error: NO_LEADER };
  const pools = cluster.addressPools.join(",") === DEFAULT_POOLS ? null : cluster.addressPools;
  return {
    ...info,
    Nodes: Object.keys(cluster.nodes).length,
    Managers: managers.length,
    ...(managers.length === 2 ? { Warnings: [TWO_MANAGERS] } : {}),
    Cluster: {
      ID: cluster.id,
      Version: { Index: cluster.index },
      CreatedAt: cluster.createdAt,
      UpdatedAt: cluster.updatedAt,
      Spec: clusterSpec(cluster.spec),
      TLSInfo: {
        TrustRoot: cluster.ca.trustRoot,
        CertIssuerSubject: cluster.ca.issuerSubject,
        CertIssuerPublicKey: cluster.ca.issuerPublicKey,
      },
      RootRotationInProgress: false,
      DefaultAddrPool: pools,
      SubnetSize: pools ? cluster.subnetSize : 0,
      DataPathPort: cluster.dataPathPort,
    },
  };
}

function clusterSpec(spec: SwarmSpec): ClusterInfo["Spec"] {
  return {
    Name: "default",
    Labels: {},
    Orchestration: { TaskHistoryRetentionLimit: spec.taskHistoryLimit },
    Raft: {
      SnapshotInterval: spec.snapshotInterval,
      KeepOldSnapshots: spec.keepOldSnapshots,
      LogEntriesForSlowFollowers: 500,
      ElectionTick: 10,
      HeartbeatTick: 1,
    },
    Dispatcher: { HeartbeatPeriod: spec.dispatcherHeartbeat },
    CAConfig: { NodeCertExpiry: spec.nodeCertExpiry },
    TaskDefaults: {},
    EncryptionConfig: { AutoLockManagers: spec.autolock },
  };
}
