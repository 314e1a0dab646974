import { beginAction, noteAction } from "./actions.ts";
import { apiError } from "./cloud-failure.ts";
import type { DockerCloud } from "./docker-cloud.ts";
import { findNodeType, findRegion } from "./infrastructure.ts";
import { createNode, endNode, nodesOf, prepareNode } from "./nodes.ts";
import type { CloudAction, NodeCluster } from "./state.ts";
import { clusterUri, nodeTypeUri, regionUri } from "./uris.ts";

/** Nodes of the free plan (docker/docs, docker-cloud/: "one free node"). */
const FREE_NODES = 1;

const DEFAULT_DISK = 60;

interface ClusterRequest {
  readonly name: string;
  readonly provider: string;
  readonly region: string;
  readonly nodeType: string;
  readonly targetNodes?: number | undefined;
  readonly disk?: number | undefined;
  readonly tags: readonly string[];
}

const PATH = "api/infra/v1/nodecluster";

/**
 * Makes a node cluster without a node (POST nodecluster).
 * @throws CloudFailure for a region or type that is none, a type that the region does not have, more nodes than the plan
 */
export function createCluster(cloud: DockerCloud, request: ClusterRequest): NodeCluster {
  const { name, provider, tags } = request;
  const region = findRegion(provider, request.region);
  const type = findNodeType(provider, request.nodeType);
  const missing = !region
    ? regionUri(provider, request.region)
    : !type
      ? nodeTypeUri(provider, request.nodeType)
      : undefined;
  // The sentence of Tastypie for a relation that is not there.
  if (!region || !type)
    throw apiError(400, "POST", PATH, `Could not find the provided object via resource URI '${missing ?? ""}'.`);
  if (!region.nodeTypes.includes(type.name))
    throw apiError(400, "POST", PATH, `Node type ${type.name} is not available in region ${region.name}`);
  const target = request.targetNodes ?? 1;
  if (target < 1) throw apiError(400, "POST", PATH, "target_num_nodes must be greater than 0");
  requirePlan(cloud, target, "POST", PATH);
  const cluster: NodeCluster = {
    uuid: cloud.uuid(),
    name,
    provider,
    region: region.name,
    nodeType: type.name,
    disk: request.disk ?? DEFAULT_DISK,
    tags: [...tags],
    targetNodes: target,
    state: "Init",
  };
  cloud.state.clusters[cluster.uuid] = cluster;
  noteAction(cloud, "Node Cluster Create", "POST", clusterUri(cluster));
  return cluster;
}

/** @throws CloudFailure when the free plan has no room for so many more nodes */
function requirePlan(cloud: DockerCloud, more: number, method: string, path: string): void {
  const used = Object.values(cloud.state.nodes).filter(({ state }) => state !== "Terminated").length;
  if (used + more > FREE_NODES)
    throw apiError(
      402,
      method,
      path,
      `Your plan includes ${FREE_NODES} node and you are already using ${used}. Please upgrade your plan to deploy more nodes`,
    );
}

/** Begins to deploy its nodes (POST nodecluster/UUID/deploy). */
export function deployCluster(cloud: DockerCloud, cluster: NodeCluster): CloudAction {
  cluster.state = "Deploying";
  return begin(cloud, cluster, "Node Cluster Deploy", "POST", "deploy/", "deploy-cluster");
}

/** Changes how many nodes it has (PATCH nodecluster/UUID). @throws CloudFailure for more than the plan's, or while it is busy */
export function scaleCluster(cloud: DockerCloud, cluster: NodeCluster, target: number): CloudAction {
  const path = clusterUri(cluster);
  requireIdle(cluster, "PATCH", path);
  if (target < 0) throw apiError(400, "PATCH", path, "target_num_nodes must be greater than 0");
  requirePlan(cloud, target - nodesOf(cloud, cluster).length, "PATCH", path);
  cluster.targetNodes = target;
  cluster.state = "Scaling";
  return begin(cloud, cluster, "Node Cluster Update", "PATCH", "", "scale-cluster");
}

/** Begins to remove it with its nodes (DELETE nodecluster/UUID). @throws CloudFailure while it is busy */
export function terminateCluster(cloud: DockerCloud, cluster: NodeCluster): CloudAction {
  requireIdle(cluster, "DELETE", clusterUri(cluster));
  cluster.state = "Terminating";
  cluster.targetNodes = 0;
  return begin(cloud, cluster, "Node Cluster Terminate", "DELETE", "", "terminate-cluster");
}

function requireIdle({ state }: NodeCluster, method: string, path: string): void {
  if (state === "Scaling" || state === "Terminating" || state === "Terminated")
    throw apiError(409, method, path, `Operation is not allowed in state ${state}`);
}

function begin(
  cloud: DockerCloud,
  cluster: NodeCluster,
  name: string,
  method: string,
  operation: string,
  kind: "deploy-cluster" | "scale-cluster" | "terminate-cluster",
): CloudAction {
  const object = clusterUri(cluster);
  return beginAction(cloud, { name, method, path: object + operation, object, job: { kind, cluster: cluster.uuid } });
}

/** Gives a cluster as many nodes as it is to have: the part of an action that takes time. */
export async function settleCluster(
  cloud: DockerCloud,
  cluster: NodeCluster,
  log: (line: string) => void,
): Promise<void> {
  const nodes = nodesOf(cloud, cluster);
  for (const node of nodes.slice(cluster.targetNodes)) await endNode(cloud, node, log);
  while (nodes.length < cluster.targetNodes) nodes.push(createNode(cloud, cluster));
  await Promise.all(nodes.slice(0, cluster.targetNodes).map((node) => prepareNode(cloud, node, log)));
  if (cluster.state === "Terminating" || cluster.state === "Terminated") return;
  cluster.state = cluster.targetNodes === 0 ? "Empty cluster" : "Deployed";
  cluster.deployed ??= cloud.clock.now();
}

/** Ends all its nodes, and it with them. */
export async function endCluster(cloud: DockerCloud, cluster: NodeCluster, log: (line: string) => void): Promise<void> {
  for (const node of nodesOf(cloud, cluster)) await endNode(cloud, node, log);
  cluster.state = "Terminated";
  cluster.destroyed = cloud.clock.now();
}
