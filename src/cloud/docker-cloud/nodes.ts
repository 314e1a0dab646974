import { beginAction } from "./actions.ts";
import { apiError } from "./cloud-failure.ts";
import { forgetContainer } from "./containers.ts";
import type { DockerCloud } from "./docker-cloud.ts";
import { short } from "./names.ts";
import type { CloudAction, CloudNode, NodeCluster } from "./state.ts";
import { nodeUri } from "./uris.ts";

/** What a provider takes to give a machine, and installing Docker on it, ms: minutes in the real one. */
const MACHINE_MS = 25_000;
const PROVISION_MS = 15_000;
const END_MS = 12_000;
const UPGRADE_MS = 15_000;

/** The Docker Engine of its nodes, as exporters of the time show it. */
const DOCKER_VERSION = "1.11.2-cs5";

/** The nodes of a cluster that are not gone. */
export function nodesOf(cloud: DockerCloud, { uuid }: Pick<NodeCluster, "uuid">): CloudNode[] {
  return Object.values(cloud.state.nodes).filter((node) => node.cluster === uuid && node.state !== "Terminated");
}

/** Nodes that containers may be put on, with all of these tags (docker/docs, docker-cloud/apps/deploy-tags.md). */
export function deployedNodes(cloud: DockerCloud, tags: readonly string[]): CloudNode[] {
  return Object.values(cloud.state.nodes).filter(
    (node) =>
      node.state === "Deployed" &&
      tags.every((tag) => [...node.tags, ...(cloud.state.clusters[node.cluster]?.tags ?? [])].includes(tag)),
  );
}

/** A node that is yet to be deployed. */
export function createNode(cloud: DockerCloud, cluster: NodeCluster): CloudNode {
  const taken = new Set(Object.values(cloud.state.nodes).map(({ ip }) => ip));
  let ip: string;
  // Addresses kept for documentation (RFC 5737): those of the provider are somebody's.
  do ip = `198.51.100.${cloud.ports.random.below(254) + 1}`;
  while (taken.has(ip));
  const node: CloudNode = {
    ...{ uuid: cloud.uuid(), cluster: cluster.uuid, state: "Deploying", ip, tags: [] },
    dockerVersion: DOCKER_VERSION,
  };
  cloud.state.nodes[node.uuid] = node;
  return node;
}

/** Waits for its machine and for Docker on it; nothing for a node that is there. */
export async function prepareNode(cloud: DockerCloud, node: CloudNode, log: (line: string) => void): Promise<void> {
  if (node.state !== "Deploying") return;
  log(`Deploying node ${short(node.uuid)}...`);
  await cloud.clock.sleep(MACHINE_MS);
  log(`Node ${short(node.uuid)} has address ${node.ip}. Installing Docker ${node.dockerVersion}...`);
  await cloud.clock.sleep(PROVISION_MS);
  if (node.state !== "Deploying") return;
  cloud.ports.engine(node);
  node.state = "Deployed";
  node.deployed = cloud.clock.now();
  log(`Node ${short(node.uuid)} deployed`);
}

/** Begins to remove it (DELETE node/UUID). @throws CloudFailure while it is busy */
export function terminateNode(cloud: DockerCloud, node: CloudNode): CloudAction {
  return begin(cloud, node, "Node Terminate", "DELETE", "", "terminate-node", "Terminating");
}

/** Begins to put the newest Docker on it, which it has (POST node/UUID/docker-upgrade). @throws CloudFailure while it is busy */
export function upgradeNode(cloud: DockerCloud, node: CloudNode): CloudAction {
  return begin(cloud, node, "Node Docker Upgrade", "POST", "docker-upgrade/", "upgrade-node", "Upgrading");
}

function begin(
  cloud: DockerCloud,
  node: CloudNode,
  name: string,
  method: string,
  operation: string,
  kind: "terminate-node" | "upgrade-node",
  state: CloudNode["state"],
): CloudAction {
  const object = nodeUri(node);
  if (node.state !== "Deployed" && !(kind === "terminate-node" && node.state === "Deploying"))
    throw apiError(409, method, object + operation, `Operation is not allowed in state ${node.state}`);
  node.state = state;
  return beginAction(cloud, { name, method, path: object + operation, object, job: { kind, node: node.uuid } });
}

/** Waits until a node's upgrade is done; a node that was ended in between stays as it is. */
export async function finishUpgrade(cloud: DockerCloud, node: CloudNode): Promise<void> {
  await cloud.clock.sleep(UPGRADE_MS);
  if (node.state === "Upgrading") node.state = "Deployed";
}

/** Ends a node: its containers are gone with it, and a cluster without nodes is empty. */
export async function endNode(cloud: DockerCloud, node: CloudNode, log: (line: string) => void): Promise<void> {
  if (node.state === "Terminated") return;
  node.state = "Terminating";
  log(`Terminating node ${short(node.uuid)}...`);
  await cloud.clock.sleep(END_MS);
  for (const container of Object.values(cloud.state.containers))
    if (container.node === node.uuid && container.phase !== "Terminated") await forgetContainer(cloud, container);
  cloud.ports.discard(node);
  node.state = "Terminated";
  node.destroyed = cloud.clock.now();
  const cluster = cloud.state.clusters[node.cluster];
  if (!cluster || cluster.state === "Terminating" || nodesOf(cloud, cluster).length > 0) return;
  cluster.targetNodes = 0;
  if (cluster.state !== "Scaling") cluster.state = "Empty cluster";
}
