import type { Container } from "../engine/container/container.ts";
import type { Engine } from "../engine/engine.ts";
import { conflict, EngineError, invalid, notFound } from "../engine/errors.ts";
import { hasLabels } from "../engine/labels.ts";
import type { NetworkRequest } from "../engine/network/create.ts";
import { checkIpam } from "../engine/network/ipam-check.ts";
import { firstOf, formatAddress, formatSubnet, overlaps, parseSubnet } from "../engine/network/ipv4.ts";
import { isUserDefined, type Network } from "../engine/network/network.ts";
import type { PruneFilters } from "../engine/network/prune.ts";
import type { Cluster } from "./cluster.ts";
import { fabricOf, membershipOf, type SwarmFabric } from "./fabric.ts";
import { requireMajority } from "./leadership.ts";
import { overlay, syncNetworks } from "./node-networks.ts";
import { checkObjectName } from "./spec-check.ts";

const VXLAN = "com.docker.network.driver.overlay.vxlanid_list";
/** The ingress network has 4096. */
const FIRST_VXLAN = 4097;
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
  if (membershipOf(engine)?.node.role === "worker") throw new EngineError(403, FROM_A_WORKER);
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
  const wanted = request.ipam?.config ?? [];
  const [first] = wanted;
  const base = overlay(engine, name, first?.Subnet ?? freeOverlaySubnet(cluster));
  const network: Network = {
    ...base,
    enableIPv6: request.enableIPv6 ?? false,
    ipam: {
      driver: request.ipam?.driver ?? "default",
      options: null,
      config:
        first === undefined
          ? base.ipam.config
          : wanted.map((config) => ({ ...config, Gateway: config.Gateway ?? gatewayOf(config.Subnet) })),
    },
    internal: request.internal ?? false,
    attachable: request.attachable ?? false,
    ingress: request.ingress ?? false,
    options: { ...request.options, [VXLAN]: freeVxlans(cluster, Math.max(1, wanted.length)) },
    labels: Object.keys(request.labels ?? {}).length > 0 ? { ...request.labels } : null,
  };
  cluster.networks[network.id] = network;
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

/** A container that is no task, in a network of the swarm. */
export interface Attached {
  readonly engine: Engine;
  readonly container: Container;
  readonly address: string;
}

/** The running containers of every node in a network of the swarm that are no tasks. */
export function attachedContainers(fabric: SwarmFabric, cluster: Cluster, networkId: string): Attached[] {
  return enginesOf(fabric, cluster).flatMap((engine) =>
    Object.values(engine.state.containers).flatMap((container) =>
      isTask(container)
        ? []
        : Object.values(container.networks)
            .filter(({ NetworkID, EndpointID }) => NetworkID === networkId && EndpointID !== "")
            .map(({ IPAddress }) => ({ engine, container, address: IPAddress })),
    ),
  );
}

/**
 * The network that a container made by hand joins (moby, daemon/cluster/networks.go, AttachNetwork): a worker comes to
 * know it by that.
 * @throws EngineError for one that is not attachable
 */
export function attachNetwork(engine: Engine, ref: string): Network | undefined {
  const cluster = membershipOf(engine)?.cluster;
  const all = Object.values(cluster?.networks ?? {});
  const network = cluster?.networks[ref] ?? all.find(({ name }) => name === ref);
  if (!network) return undefined;
  if (!network.attachable)
    throw new EngineError(
      403,
      `Could not attach to network ${ref}: rpc error: code = PermissionDenied desc = network ${network.name} not manually attachable`,
    );
  engine.state.networks[network.id] ??= structuredClone(network);
  return engine.state.networks[network.id];
}

const isTask = ({ config }: Container) => "com.docker.swarm.task.id" in config.Labels;

function enginesOf(fabric: SwarmFabric, cluster: Cluster): Engine[] {
  return [...fabric.ports.engines().values()].filter((engine) => membershipOf(engine)?.cluster === cluster);
}

function syncAll(fabric: SwarmFabric, cluster: Cluster): void {
  for (const engine of enginesOf(fabric, cluster)) syncNetworks(engine);
}

function gatewayOf(subnetText: string): string {
  const subnet = parseSubnet(subnetText);
  return subnet ? formatAddress(firstOf(subnet) + 1) : "";
}

/** The first block of the swarm's address pools that no network has. @throws EngineError when all are taken */
function freeOverlaySubnet(cluster: Cluster): string {
  const taken = Object.values(cluster.networks).flatMap(({ ipam }) =>
    (ipam.config ?? []).flatMap(({ Subnet }) => parseSubnet(Subnet) ?? []),
  );
  for (const text of cluster.addressPools) {
    const pool = parseSubnet(text);
    if (!pool) continue;
    const size = 2 ** (32 - cluster.subnetSize);
    const end = firstOf(pool) + 2 ** (32 - pool.bits);
    for (let address = firstOf(pool); address < end; address += size) {
      const candidate = { address, bits: cluster.subnetSize };
      if (!taken.some((other) => overlaps(candidate, other))) return formatSubnet(candidate);
    }
  }
  throw invalid(
    "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
  );
}

/** The ids of a network's tunnels, one a subnet: the lowest that are free. */
function freeVxlans(cluster: Cluster, count: number): string {
  const used = new Set(Object.values(cluster.networks).flatMap(({ options }) => (options[VXLAN] ?? "").split(",")));
  const ids: string[] = [];
  for (let id = FIRST_VXLAN; ids.length < count; id++) if (!used.has(String(id))) ids.push(String(id));
  return ids.join(",");
}
