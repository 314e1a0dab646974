import type { Cluster, SwarmNode } from "./cluster.ts";
import type { SwarmFabric } from "./fabric.ts";

/** A node whose heartbeats stop is taken for down after three periods of five seconds, less what had passed of the first. */
const DOWN_AFTER_MS = 12_000;

/** A node does not answer any more: left, off, or cut away. After a while the managers take it for down. */
export function nodeLost(fabric: SwarmFabric, cluster: Cluster, node: SwarmNode): void {
  node.lostAt ??= fabric.ports.clock.now();
  watchLost(fabric, cluster, node);
}

/** Waits for the moment when a lost node is taken for down; also for those that were lost when a lab was stored. */
export function watchLost(fabric: SwarmFabric, cluster: Cluster, node: SwarmNode): void {
  const { lostAt } = node;
  if (lostAt === undefined || node.state === "down") return;
  const { clock } = fabric.ports;
  clock.after(lostAt + DOWN_AFTER_MS - clock.now(), () => {
    if (node.lostAt !== lostAt || cluster.nodes[node.id] !== node) return;
    node.state = "down";
    node.version = fabric.changed(cluster);
  });
}

/** A node is heard again. */
export function nodeBack(fabric: SwarmFabric, cluster: Cluster, node: SwarmNode): void {
  delete node.lostAt;
  node.state = "ready";
  node.version = fabric.changed(cluster);
}

/** Raft's election: while more than half of the managers are there, one of them leads; the present leader if it can. */
export function electLeader(fabric: SwarmFabric, cluster: Cluster): void {
  const managers = Object.values(cluster.nodes).filter(({ role }) => role === "manager");
  const present = managers.filter(({ lostAt }) => lostAt === undefined);
  if (present.length * 2 <= managers.length) {
    delete cluster.leader;
    return;
  }
  if (present.some(({ id }) => id === cluster.leader)) return;
  const next = fabric.ports.random.pick(present);
  if (next) cluster.leader = next.id;
}
