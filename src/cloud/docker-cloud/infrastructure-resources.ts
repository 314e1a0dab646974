import type { DockerCloud } from "./docker-cloud.ts";
import { NODE_TYPES, type NodeType, type Provider, REGIONS, type Region } from "./infrastructure.ts";
import { dateOf, type JsonObject, tagsJson } from "./json.ts";
import { nodeFqdn } from "./names.ts";
import { nodesOf } from "./nodes.ts";
import type { CloudNode, NodeCluster } from "./state.ts";
import * as uri from "./uris.ts";

/** Objects of the infrastructure's API: providers, regions, node types, zones, clusters, nodes. */

export const providerJson = ({ name, label }: Provider): JsonObject => ({
  available: true,
  label,
  name,
  regions: REGIONS.filter(({ provider }) => provider === name).map((region) => uri.regionUri(name, region.name)),
  resource_uri: uri.providerUri(name),
});

export const regionJson = ({ name, label, provider, nodeTypes, zones }: Region): JsonObject => ({
  availability_zones: zones.map((zone) => uri.zoneUri(provider, name, zone)),
  available: true,
  label,
  name,
  node_types: nodeTypes.map((type) => uri.nodeTypeUri(provider, type)),
  provider: uri.providerUri(provider),
  resource_uri: uri.regionUri(provider, name),
});

export const nodeTypeJson = ({ name, label, provider }: NodeType): JsonObject => ({
  availability_zones: [],
  available: true,
  label,
  name,
  provider: uri.providerUri(provider),
  regions: REGIONS.filter((region) => region.provider === provider && region.nodeTypes.includes(name)).map((region) =>
    uri.regionUri(provider, region.name),
  ),
  resource_uri: uri.nodeTypeUri(provider, name),
});

export const zonesJson = (): JsonObject[] =>
  REGIONS.flatMap(({ name: region, provider, zones }) =>
    zones.map((name) => ({
      available: true,
      name,
      region: uri.regionUri(provider, region),
      resource_uri: uri.zoneUri(provider, region, name),
    })),
  );

export const clusterJson = (cloud: DockerCloud, cluster: NodeCluster): JsonObject => ({
  current_num_nodes: nodesOf(cloud, cluster).length,
  deployed_datetime: dateOf(cluster.deployed),
  destroyed_datetime: dateOf(cluster.destroyed),
  disk: cluster.disk,
  name: cluster.name,
  nickname: cluster.name,
  node_type: uri.nodeTypeUri(cluster.provider, cluster.nodeType),
  nodes: nodesOf(cloud, cluster).map(uri.nodeUri),
  provider_options: {},
  region: uri.regionUri(cluster.provider, cluster.region),
  resource_uri: uri.clusterUri(cluster),
  state: cluster.state,
  tags: tagsJson(cluster.tags),
  target_num_nodes: cluster.targetNodes,
  uuid: cluster.uuid,
});

/** A node as the API answers with it; what is known only of a deployed node is null before. */
export function nodeJson(cloud: DockerCloud, node: CloudNode): JsonObject {
  const cluster = cloud.state.clusters[node.cluster];
  const type = NODE_TYPES.find((one) => one.provider === cluster?.provider && one.name === cluster.nodeType);
  const containers = Object.values(cloud.state.containers).filter(
    (one) => one.node === node.uuid && one.phase !== "Terminated",
  );
  return {
    availability_zone: null,
    cpu: type?.cpus ?? 1,
    current_num_containers: containers.length,
    deployed_datetime: dateOf(node.deployed),
    destroyed_datetime: dateOf(node.destroyed),
    disk: cluster?.disk ?? null,
    docker_execdriver: "native-0.2",
    docker_graphdriver: "aufs",
    docker_version: node.deployed === undefined ? null : node.dockerVersion,
    external_fqdn: nodeFqdn(node),
    last_seen: node.deployed === undefined ? null : dateOf(node.destroyed ?? cloud.clock.now()),
    memory: Math.round((type?.memory ?? 1) * 1024),
    nickname: nodeFqdn(node),
    node_cluster: cluster ? uri.clusterUri(cluster) : null,
    node_type: cluster ? uri.nodeTypeUri(cluster.provider, cluster.nodeType) : null,
    public_ip: node.ip,
    region: cluster ? uri.regionUri(cluster.provider, cluster.region) : null,
    resource_uri: uri.nodeUri(node),
    state: node.state,
    tags: tagsJson(node.tags),
    uuid: node.uuid,
  };
}
