import type { Engine } from "../engine/engine.ts";
import { EngineError } from "../engine/errors.ts";
import type { Cluster, SwarmNode } from "./cluster.ts";
import { fabricOf, type Membership, membershipOf, ownsNode } from "./fabric.ts";
import { STEPS_DOWN_MS } from "./raft-times.ts";

export const NOT_IN_A_SWARM =
  'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';
const ONLY_A_WORKER =
  "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager.";
/** Of a locked manager (moby, daemon/cluster/errors.go). */
export const LOCKED =
  'Swarm is encrypted and needs to be unlocked before it can be used. Please use "docker swarm unlock" to unlock it.';
export const NO_LEADER =
  "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online. Make sure more than half of the managers are online.";
/** Of a change that was asked of a leader before it knew that the others are gone (swarmkit, manager/state/raft). */
const LOST_LEADERSHIP = "rpc error: code = Unknown desc = raft: failed to process the request: node lost leader status";

/**
 * The cluster, for a command that only a manager answers.
 * @throws EngineError in the daemon's words (recorded): not in a swarm, a worker, no leader
 */
export function requireManager(engine: Engine): Membership {
  if (engine.state.swarm?.locked) throw new EngineError(503, LOCKED);
  const membership = membershipOf(engine);
  if (!membership) throw new EngineError(503, engine.state.swarm?.nodeId ? ONLY_A_WORKER : NOT_IN_A_SWARM);
  if (membership.node.role !== "manager") throw new EngineError(503, ONLY_A_WORKER);
  if (!hasLeader(engine, membership.cluster)) throw new EngineError(500, NO_LEADER);
  return membership;
}

/** The cluster, for a change of it: more than half of the managers have to agree. @throws EngineError */
export function requireMajority(engine: Engine): Membership {
  const membership = requireManager(engine);
  if (!hasQuorum(engine, membership.cluster)) throw new EngineError(500, LOST_LEADERSHIP);
  return membership;
}

/** Whether a manager knows who leads. */
export function hasLeader(engine: Engine, cluster: Cluster): boolean {
  return leaderAt(engine, cluster) !== undefined;
}

/**
 * The node that a manager takes for the leader: the one its majority has elected, or, where the majority is gone, the one
 * that led, until that has noticed (etcd's raft, CheckQuorum; recorded).
 */
export function leaderAt(engine: Engine, cluster: Cluster): string | undefined {
  if (hasQuorum(engine, cluster)) return cluster.leader;
  const { lostLeader } = cluster;
  const node = lostLeader && cluster.nodes[lostLeader.id];
  if (!node || engine.clock.now() >= lostLeader.at + STEPS_DOWN_MS) return undefined;
  return hears(engine, node) ? node.id : undefined;
}

/** Whether a manager has to wait before it answers: its majority is not there, or has elected nobody yet. */
export function awaitsLeader(engine: Engine): boolean {
  const membership = membershipOf(engine);
  if (membership?.node.role !== "manager") return false;
  return membership.cluster.leader === undefined || !hasQuorum(engine, membership.cluster);
}

/** Whether a manager hears more than half of its swarm's managers, itself among them. */
export function hasQuorum(engine: Engine, cluster: Cluster): boolean {
  const managers = Object.values(cluster.nodes).filter(({ role }) => role === "manager");
  return managers.filter((manager) => hears(engine, manager)).length * 2 > managers.length;
}

const hears = (engine: Engine, node: SwarmNode) => ownsNode(engine, node) || fabricOf(engine).hears(engine, node);
