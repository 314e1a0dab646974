import { removeContainer } from "../engine/container/remove.ts";
import type { Engine } from "../engine/engine.ts";
import { EngineError } from "../engine/errors.ts";
import type { Cluster, SwarmNode } from "./cluster.ts";
import { fabricOf, type Membership, membershipOf } from "./fabric.ts";
import { handOver, nodeLost } from "./heartbeat.ts";
import { hasLeader } from "./leadership.ts";
import { syncNetworks } from "./node-networks.ts";

const LEAVE_MS = 150;

const LEAVE_LOCKED = "Swarm is encrypted and locked. Please unlock it first or use `--force` to ignore this message.";
const REINITIALIZE =
  "The only way to restore a swarm that has lost consensus is to reinitialize it with `--force-new-cluster`. Use `--force` to suppress this message.";

/**
 * Takes this host out of its swarm (POST /swarm/leave): its tasks end here, and the managers will notice.
 * @throws EngineError when it is in none, or is a manager and `force` is not said (tape 14; moby, daemon/cluster/swarm.go)
 */
export async function leaveSwarm(engine: Engine, force: boolean): Promise<void> {
  if (!engine.state.swarm) throw new EngineError(503, "This node is not part of a swarm");
  if (engine.state.swarm.locked && !force) throw new EngineError(503, LEAVE_LOCKED);
  // A locked manager leaves, too, when it is forced.
  delete engine.state.swarm.locked;
  const membership = membershipOf(engine);
  if (membership?.node.role === "manager" && !force) throw new EngineError(503, whyNot(engine, membership));
  await engine.clock.sleep(LEAVE_MS);
  // From now on nothing is reported: the managers know its tasks as they were.
  engine.state.swarm.nodeId = "";
  for (const container of Object.values(engine.state.containers)) {
    if (container.config.Labels["com.docker.swarm.task.id"] !== undefined) {
      await removeContainer(engine, container.id, { force: true });
    }
  }
  delete engine.state.swarm;
  syncNetworks(engine);
  if (membership) depart(engine, membership);
}

function depart(engine: Engine, { cluster, node }: Membership): void {
  const fabric = fabricOf(engine);
  const stillThere = [...fabric.ports.engines().values()].some(({ state }) => state.swarm?.clusterId === cluster.id);
  if (!stillThere) {
    delete fabric.state.clusters[cluster.id];
    return;
  }
  nodeLost(fabric, cluster, node);
  handOver(fabric, cluster);
  fabric.changed(cluster);
}

const managersOf = (cluster: Cluster): SwarmNode[] =>
  Object.values(cluster.nodes).filter(({ role }) => role === "manager");

function whyNot(engine: Engine, { cluster }: Membership): string {
  const attempt = "You are attempting to leave the swarm on a node that is participating as a manager. ";
  const managers = managersOf(cluster);
  if (!hasLeader(engine, cluster)) return `${attempt}${REINITIALIZE}`;
  if (managers.length === 1) {
    return `${attempt}Removing the last manager erases all current state of the swarm. Use \`--force\` to ignore this message.`;
  }
  const left = managers.filter(({ lostAt }) => lostAt === undefined).length - 1;
  const warning =
    left * 2 > managers.length
      ? ""
      : `Removing this node leaves ${left} managers out of ${managers.length}. Without a Raft quorum your swarm will be inaccessible. `;
  return `${attempt}${warning}${REINITIALIZE}`;
}
