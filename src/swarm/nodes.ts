import type { Engine } from "../engine/engine.ts";
import { EngineError, invalid, notFound } from "../engine/errors.ts";
import type { Cluster, SwarmNode } from "./cluster.ts";
import { fabricOf } from "./fabric.ts";
import { handOver } from "./heartbeat.ts";
import { leaderAt, requireMajority, requireManager } from "./leadership.ts";
import { NODE_PLUGINS } from "./node-plugins.ts";
import { NODE_RESOURCES } from "./node-resources.ts";

const ENGINE_VERSION = "29.7.2";

/** The API's Node, in its order. */
export interface NodeInspect {
  ID: string;
  Version: { Index: number };
  CreatedAt: string;
  UpdatedAt: string;
  Spec: { Labels: Record<string, string>; Role: SwarmNode["role"]; Availability: SwarmNode["availability"] };
  Description: {
    Hostname: string;
    Platform: { Architecture: string; OS: string };
    Resources: { NanoCPUs: number; MemoryBytes: number };
    Engine: {
      EngineVersion: string;
      Labels?: Record<string, string>;
      Plugins: { Type: string; Name: string }[];
    };
    TLSInfo: { TrustRoot: string; CertIssuerSubject: string; CertIssuerPublicKey: string };
  };
  Status: { State: SwarmNode["state"]; Message?: string; Addr: string };
  ManagerStatus?: { Leader?: true; Reachability: "reachable" | "unreachable" | "unknown"; Addr: string };
}

/** Every node of this manager's swarm (GET /nodes). @throws EngineError where this is no manager */
export function listNodes(engine: Engine): NodeInspect[] {
  const { cluster } = requireManager(engine);
  return Object.values(cluster.nodes).map((node) => nodeObject(engine, cluster, node));
}

/**
 * Whether a node's membership is this one: "accepted" until its specification is changed, which makes it "pending" again
 * (moby, daemon/cluster/convert/node.go, NodeSpecToGRPC; recorded).
 */
export function isMember(engine: Engine, id: string, membership: string): boolean {
  const { cluster } = requireManager(engine);
  return membership.toLowerCase() === (cluster.nodes[id]?.membershipLost ? "pending" : "accepted");
}

/** A node as the client names it to the daemon: "self" is the id of the node asked (docker/cli, `cli/command/node/cmd.go`, Reference). @throws EngineError */
export function nodeReference(engine: Engine, ref: string): string {
  return ref === "self" ? requireManager(engine).node.id : ref;
}

/** One node (GET /nodes/{id}). @throws EngineError */
export function inspectNode(engine: Engine, ref: string): NodeInspect {
  const { cluster } = requireManager(engine);
  return nodeObject(engine, cluster, requireNode(engine, ref));
}

/** By id, start of the id, or host name. @throws EngineError */
export function requireNode(engine: Engine, ref: string): SwarmNode {
  const { cluster } = requireManager(engine);
  const all = Object.values(cluster.nodes);
  const exact = cluster.nodes[ref];
  if (exact) return exact;
  const named = all.filter(({ hostname }) => hostname === ref);
  const found = named.length > 0 ? named : all.filter(({ id }) => id.startsWith(ref));
  if (found.length > 1) throw invalid(`node ${ref} is ambiguous (${found.length} matches found)`);
  const [one] = found;
  if (!one) throw notFound(`node ${ref} not found`);
  return one;
}

interface NodeChange {
  readonly role?: SwarmNode["role"];
  readonly availability?: SwarmNode["availability"];
  readonly labels?: Record<string, string>;
}

/** Changes a node's specification (POST /nodes/{id}/update). @throws EngineError */
export function updateNode(engine: Engine, ref: string, change: NodeChange): void {
  const { cluster } = requireMajority(engine);
  const node = requireNode(engine, ref);
  if (change.role === "worker" && node.role === "manager") demandDemotable(cluster, node);
  if (change.availability) node.availability = change.availability;
  if (change.labels) node.labels = { ...change.labels };
  if (change.role && change.role !== node.role) {
    node.role = change.role;
    if (change.role === "manager") node.managerAddress = `${node.address}:2377`;
    else delete node.managerAddress;
  }
  node.membershipLost = true;
  const fabric = fabricOf(engine);
  handOver(fabric, cluster);
  node.updatedAt = engine.timestamp();
  node.version = fabric.changed(cluster);
}

/** Strikes a node off the list (DELETE /nodes/{id}). @throws EngineError unless it is down, or `force` (tape 14) */
export function removeNode(engine: Engine, ref: string, force: boolean): void {
  const { cluster } = requireMajority(engine);
  const node = requireNode(engine, ref);
  const refuse = (why: string) => new EngineError(400, `rpc error: code = FailedPrecondition desc = ${why}`);
  if (node.role === "manager") {
    throw refuse(
      `node ${node.id} is a cluster manager and is a member of the raft cluster. It must be demoted to worker before removal`,
    );
  }
  if (!force && node.state === "ready") throw refuse(`node ${node.id} is not down and can't be removed`);
  delete cluster.nodes[node.id];
  // A service of every node has nothing left to say of one that is gone (swarmkit, orchestrator/global).
  for (const task of Object.values(cluster.tasks)) {
    const kind = cluster.services[task.serviceId]?.spec.mode.kind;
    if (task.nodeId === node.id && kind === "global") delete cluster.tasks[task.id];
  }
  fabricOf(engine).changed(cluster);
}

/** swarmkit, manager/controlapi/node.go, UpdateNode. */
function demandDemotable(cluster: Cluster, node: SwarmNode): void {
  const managers = Object.values(cluster.nodes).filter(({ role }) => role === "manager");
  const refuse = (why: string) => new EngineError(400, `rpc error: code = FailedPrecondition desc = ${why}`);
  if (managers.length === 1) throw refuse("attempting to demote the last manager of the swarm");
  const left = managers.filter((other) => other !== node);
  const reachable = left.filter(({ lostAt }) => lostAt === undefined).length;
  if (reachable * 2 <= left.length)
    throw refuse("can't remove member from the raft: this would result in a loss of quorum");
}

function nodeObject(engine: Engine, cluster: Cluster, node: SwarmNode): NodeInspect {
  const { trustRoot, issuerSubject, issuerPublicKey } = cluster.ca;
  return {
    ID: node.id,
    Version: { Index: node.version },
    CreatedAt: node.createdAt,
    UpdatedAt: node.updatedAt,
    Spec: { Labels: node.labels, Role: node.role, Availability: node.availability },
    Description: {
      Hostname: node.hostname,
      Platform: { Architecture: "x86_64", OS: "linux" },
      Resources: NODE_RESOURCES,
      Engine: {
        EngineVersion: ENGINE_VERSION,
        ...(node.engineLabels ? { Labels: node.engineLabels } : {}),
        Plugins: Object.entries(NODE_PLUGINS).flatMap(([Type, names]) => names.map((Name) => ({ Type, Name }))),
      },
      TLSInfo: { TrustRoot: trustRoot, CertIssuerSubject: issuerSubject, CertIssuerPublicKey: issuerPublicKey },
    },
    Status: {
      State: node.state,
      ...statusMessage(node),
      Addr: node.address,
    },
    ...(node.managerAddress === undefined
      ? {}
      : {
          ManagerStatus: {
            ...(leaderAt(engine, cluster) === node.id ? { Leader: true as const } : {}),
            Reachability: node.lostAt === undefined ? ("reachable" as const) : ("unreachable" as const),
            Addr: node.managerAddress,
          },
        }),
  };
}

/** Why a node is not ready (swarmkit, manager/dispatcher/dispatcher.go). */
function statusMessage({ state, unknownSince }: SwarmNode): { Message?: string } {
  if (state === "unknown") return { Message: 'Node moved to "unknown" state due to leadership change in cluster' };
  if (state !== "down") return {};
  return { Message: `heartbeat failure${unknownSince === undefined ? "" : ' for node in "unknown" state'}` };
}
