import type { Engine } from "../engine/engine.ts";
import { conflict, EngineError, notFound } from "../engine/errors.ts";
import { hasLabels } from "../engine/labels.ts";
import type { NetworkRequest } from "../engine/network/create.ts";
import { checkIpam } from "../engine/network/ipam-check.ts";
import { isUserDefined, type Network } from "../engine/network/network.ts";
import type { PruneFilters } from "../engine/network/prune.ts";
import type { Cluster } from "./cluster.ts";
import { fabricOf, membershipOf, type SwarmFabric } from "./fabric.ts";
import { NOT_IN_A_SWARM, requireMajority } from "./leadership.ts";
import { allocateNetworks } from "./network-allocation.ts";
import { attachedContainers, enginesOf } from "./network-attachments.ts";
import { overlay, syncNetworks } from "./node-networks.ts";
import { checkObjectName } from "./spec-check.ts";

const FROM_A_WORKER =
  "Cannot create a multi-host network from a worker node. Please create the network from a manager node.";

/**
 * Makes a network of the whole swarm (POST /networks/create on a manager; moby, libnetwork/controller.go and
 * daemon/cluster/networks.go).
 * @throws EngineError on a worker, for a name or addresses that are taken, and for a second ingress network
 */
export function createSwarmNetwork(engine: Engine, request: NetworkRequest): Network {
  const { name } = request;
  if (!isUserDefined({ name })) throw new EngineError(403, `operation is not permitted on predefined ${name} network `);
  if (!engine.state.swarm && request.scope === "swarm")
    throw new EngineError(403, "cannot create a swarm scoped network when swarm is not active");
  if (request.scope === "local") throw new EngineError(403, "cannot downgrade network scope for overlay networks");
  if (membershipOf(engine)?.node.role === "worker") throw new EngineError(403, FROM_A_WORKER);
  // A locked manager is none here.
  if (engine.state.swarm?.locked) throw new EngineError(503, NOT_IN_A_SWARM);
  const { cluster } = requireMajority(engine);
  checkIpam(request.ipam?.config ?? [], request.enableIPv6 ?? false);
  checkObjectName(name);
  const known = Object.values(cluster.networks);
  if ([...known, ...Object.values(engine.state.networks)].some((network) => network.name === name))
    throw conflict(`network with name ${name} already exists`);
  const ingress = known.find((network) => network.ingress);
  if (request.ingress && ingress)
    throw new EngineError(
      409,
      `rpc error: code = AlreadyExists desc = ingress network (${ingress.id}) is already present`,
    );
  const network: Network = {
    ...overlay(engine, name),
    driver: "",
    enableIPv6: request.enableIPv6 ?? false,
    ipam: { driver: "", options: null, config: null },
    internal: request.internal ?? false,
    attachable: request.attachable ?? false,
    ingress: request.ingress ?? false,
    labels: Object.keys(request.labels ?? {}).length > 0 ? { ...request.labels } : null,
    waiting: {
      driver: request.ipam?.driver ?? "default",
      config: [...(request.ipam?.config ?? [])],
      options: { ...request.options },
    },
  };
  cluster.networks[network.id] = network;
  allocateNetworks(cluster);
  fabricOf(engine).changed(cluster);
  syncAll(fabricOf(engine), cluster);
  return network;
}

/**
 * Removes a network of the whole swarm (DELETE /networks/{id}; swarmkit, manager/controlapi/network.go).
 * @throws EngineError where this is no manager, or while a service or a container is in it
 */
export function removeSwarmNetwork(engine: Engine, network: Network): void {
  const { cluster } = requireMajority(engine);
  const refuse = (text: string) => new EngineError(400, `rpc error: code = FailedPrecondition desc = ${text}`);
  if (!cluster.networks[network.id]) throw notFound(`network ${network.name} not found`);
  for (const service of Object.values(cluster.services)) {
    if (network.ingress && service.ports.some(({ mode }) => mode === "ingress"))
      throw refuse(`ingress network cannot be removed because service ${service.id} depends on it`);
    if (service.spec.task.networks.some(({ target }) => target === network.id))
      throw refuse(`network ${network.id} is in use by service ${service.id}`);
  }
  if (attachedContainers(fabricOf(engine), cluster, network.id).length > 0)
    // A container by hand is a task to the managers too; its id is shown nowhere else.
    throw refuse(`network ${network.id} is in use by task ${engine.random.base36(25)}`);
  delete cluster.networks[network.id];
  allocateNetworks(cluster);
  fabricOf(engine).changed(cluster);
  syncAll(fabricOf(engine), cluster);
}

/**
 * Removes the networks of the swarm that nothing is in, where this is a manager (moby, daemon/prune.go,
 * clusterNetworksPrune). @returns their names
 */
export function pruneSwarmNetworks(engine: Engine, filters: PruneFilters = {}): string[] {
  const membership = membershipOf(engine);
  if (membership?.node.role !== "manager") return [];
  const removed: string[] = [];
  for (const network of Object.values(membership.cluster.networks)) {
    if (network.ingress || !hasLabels(network.labels, filters)) continue;
    if (filters.until !== undefined && Date.parse(network.created) > filters.until) continue;
    try {
      removeSwarmNetwork(engine, network);
      removed.push(network.name);
    } catch (error) {
      if (!(error instanceof EngineError) || !/network .* is in use/.test(error.message)) throw error;
    }
  }
  return removed;
}

function syncAll(fabric: SwarmFabric, cluster: Cluster): void {
  for (const engine of enginesOf(fabric, cluster)) syncNetworks(engine);
}
