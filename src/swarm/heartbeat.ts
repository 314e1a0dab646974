import type { Cluster, SwarmNode } from "./cluster.ts";
import type { SwarmFabric } from "./fabric.ts";
import { ELECTION_MS, ELECTION_SPREAD_MS, QUICK_ELECTION_MS } from "./raft-times.ts";

/** A node whose heartbeats stop is taken for down after three periods of five seconds, less what had passed of the first. */
const DOWN_AFTER_MS = 12_000;
/** A new leader gives nodes that it has not heard yet twice three periods (swarmkit, dispatcher/nodes.go, AddUnknown). */
const UNKNOWN_DOWN_AFTER_MS = 30_000;

/** A node does not answer any more: left, off, or cut away. After a while the managers take it for down. */
export function nodeLost(fabric: SwarmFabric, cluster: Cluster, node: SwarmNode): void {
  if (node.lostAt !== undefined) return;
  node.lostAt = fabric.ports.clock.now();
  watchLost(fabric, cluster, node);
}

/** Waits for the moment when a lost node is taken for down; also for those that were lost when a lab was stored. */
export function watchLost(fabric: SwarmFabric, cluster: Cluster, node: SwarmNode): void {
  const { lostAt, unknownSince } = node;
  if (lostAt === undefined || node.state === "down") return;
  const { clock } = fabric.ports;
  const downAt = unknownSince === undefined ? lostAt + DOWN_AFTER_MS : unknownSince + UNKNOWN_DOWN_AFTER_MS;
  clock.after(Math.max(0, downAt - clock.now()), () => {
    if (
      node.lostAt !== lostAt ||
      node.unknownSince !== unknownSince ||
      cluster.nodes[node.id] !== node ||
      node.state === "down"
    )
      return;
    // Without a leader nobody notes anything down; whoever is elected will look again.
    if (cluster.leader === undefined) return;
    node.state = "down";
    node.version = fabric.changed(cluster);
  });
}

/** A node is heard again. */
export function nodeBack(fabric: SwarmFabric, cluster: Cluster, node: SwarmNode): void {
  delete node.lostAt;
  delete node.unknownSince;
  node.state = "ready";
  node.version = fabric.changed(cluster);
}

/** The managers that are heard, when they are more than half of all. */
function majority(cluster: Cluster): SwarmNode[] {
  const managers = Object.values(cluster.nodes).filter(({ role }) => role === "manager");
  const present = managers.filter(({ lostAt }) => lostAt === undefined);
  return present.length * 2 > managers.length ? present : [];
}

/**
 * Raft's election: while more than half of the managers are there, one of them leads; the present leader if it can. A
 * leader that was lost is missed only after a while.
 */
export function electLeader(fabric: SwarmFabric, cluster: Cluster): void {
  const present = majority(cluster);
  if (present.some(({ id }) => id === cluster.leader)) return;
  const { clock, random } = fabric.ports;
  const had = cluster.leader !== undefined;
  if (cluster.leader !== undefined) cluster.lostLeader = { id: cluster.leader, at: clock.now() };
  delete cluster.leader;
  if (present.length === 0) {
    delete cluster.electionAt;
    return;
  }
  if (cluster.electionAt === undefined)
    cluster.electionAt = clock.now() + (had ? ELECTION_MS + random.below(ELECTION_SPREAD_MS) : QUICK_ELECTION_MS);
  watchElection(fabric, cluster);
}

/** Waits for the end of an election that is under way; also for one that was when a lab was stored. */
export function watchElection(fabric: SwarmFabric, cluster: Cluster): void {
  const { electionAt } = cluster;
  if (electionAt === undefined) return;
  const { clock, random } = fabric.ports;
  clock.after(Math.max(0, electionAt - clock.now()), () => {
    if (cluster.electionAt !== electionAt || fabric.state.clusters[cluster.id] !== cluster) return;
    delete cluster.electionAt;
    const next = random.pick(majority(cluster));
    if (!next) return;
    cluster.leader = next.id;
    for (const node of Object.values(cluster.nodes)) awaitNode(fabric, cluster, node);
    fabric.changed(cluster);
  });
}

/** A new leader does not know how a node is that does not call: it is down only when it goes on so. */
export function awaitNode(fabric: SwarmFabric, cluster: Cluster, node: SwarmNode): void {
  if (node.lostAt !== undefined && node.state !== "down") {
    node.state = "unknown";
    node.unknownSince = fabric.ports.clock.now();
  }
  watchLost(fabric, cluster, node);
}

/** A leader that steps down in order (it is demoted, or leaves) hands over at once. */
export function handOver(fabric: SwarmFabric, cluster: Cluster): void {
  const present = majority(cluster);
  if (present.some(({ id }) => id === cluster.leader)) return;
  const next = fabric.ports.random.pick(present);
  if (next) {
    delete cluster.electionAt;
    cluster.leader = next.id;
  } else electLeader(fabric, cluster);
}
