import { masked, overlaps, parseSubnet } from "../../kernel/ipv4.ts";
import { overlaps6, parseSubnet6 } from "../../kernel/ipv6.ts";
import type { Engine } from "../engine.ts";
import { conflict, EngineError, invalid, notFound } from "../errors.ts";
import { checkDriverOptions, checkParent } from "./driver-options.ts";
import { emitNetworkEvent } from "./endpoint.ts";
import { checkIpam } from "./ipam-check.ts";
import { bridgeName, type IpamConfig, isUserDefined, type Network } from "./network.ts";
import { allocatePools } from "./pools.ts";

/** `POST /networks/create`. */
export interface NetworkRequest {
  readonly name: string;
  /** "bridge" unless told. */
  readonly driver?: string;
  readonly scope?: string;
  readonly enableIPv4?: boolean;
  readonly enableIPv6?: boolean;
  readonly ipam?: {
    readonly driver?: string;
    readonly options?: Readonly<Record<string, string>>;
    readonly config?: readonly IpamConfig[];
  };
  readonly internal?: boolean;
  readonly attachable?: boolean;
  readonly ingress?: boolean;
  readonly configOnly?: boolean;
  readonly configFrom?: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Makes a network of this host (moby, daemon/network.go, createNetwork; libnetwork, controller.go, NewNetwork). Overlay
 * networks are a swarm's.
 * @throws EngineError in the daemon's words
 */
export function createNetwork(engine: Engine, request: NetworkRequest): Network {
  const { name, driver = "bridge", configOnly = false, scope = "" } = request;
  if (!isUserDefined({ name })) throw new EngineError(403, `operation is not permitted on predefined ${name} network `);
  if (driver === "overlay")
    throw new EngineError(
      403,
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
    );
  checkIpam(request.ipam?.config ?? [], request.enableIPv6 ?? false);
  if (name.trim() === "") throw invalid("invalid name: name is empty");
  if (Object.values(engine.state.networks).some((other) => other.name === name))
    throw conflict(`network with name ${name} already exists`);
  checkConfigurations(request);
  const kept = configOnly ? "null" : knownDriver(driver);
  if (!/^(default|null)?$/.test(request.ipam?.driver ?? "") && !configOnly)
    throw notFound(`plugin ${JSON.stringify(request.ipam?.driver)} not found`);
  if (request.ingress && !configOnly) throw new EngineError(403, "Ingress network can only be global scope network");
  const source = request.configFrom === undefined ? undefined : configNetwork(engine, request.configFrom);
  const wanted = source?.ipam.config ?? request.ipam?.config ?? [];
  const network: Network = {
    id: engine.random.hex(64),
    name,
    created: engine.timestamp(),
    scope: scope === "" || configOnly ? "local" : scope,
    driver: kept,
    ...(request.enableIPv4 === false ? { enableIPv4: false } : {}),
    enableIPv6: request.enableIPv6 ?? source?.enableIPv6 ?? false,
    ipam: {
      driver: request.ipam?.driver ?? "default",
      options: { ...request.ipam?.options },
      config: configOnly ? wanted.map((config) => ({ ...config })) : null,
    },
    chosenSubnet: wanted.some(isV4),
    ...(wanted.some(({ Subnet }) => Subnet.includes(":")) ? { chosenSubnet6: true } : {}),
    internal: request.internal ?? source?.internal ?? false,
    attachable: request.attachable ?? false,
    ingress: request.ingress ?? false,
    ...(request.configFrom === undefined ? {} : { configFrom: request.configFrom }),
    ...(configOnly ? { configOnly } : {}),
    options: { ...source?.options, ...request.options },
    labels: { ...source?.labels, ...request.labels },
  };
  if (!configOnly) {
    checkSpecialDriver(kept);
    checkDriverOptions(network);
    network.ipam.config = allocatePools(engine, network, wanted);
    checkBridge(engine, network);
    checkParent(engine, network);
  }
  engine.state.networks[network.id] = network;
  emitNetworkEvent(engine, network, "create");
  return network;
}

/** libnetwork, network.go, validateConfiguration. @throws EngineError */
function checkConfigurations(request: NetworkRequest): void {
  const { ingress, internal, attachable, scope = "", labels = {}, options = {}, ipam } = request;
  const refuse = (why: string) => new EngineError(403, why);
  if (request.configOnly && (ingress || internal || attachable || scope !== ""))
    throw refuse(
      "configuration network can only contain network specific fields. Network operator fields like [ ingress | internal | attachable | scope ] are not supported.",
    );
  if (request.configFrom === undefined) return;
  if (request.configOnly) throw refuse("a configuration network cannot depend on another configuration network");
  const own = Object.keys(labels).length + Object.keys(ipam?.options ?? {}).length + (ipam?.config?.length ?? 0);
  if (own > 0 || request.enableIPv4 === false || request.enableIPv6 || (ipam?.driver ?? "default") !== "default")
    throw refuse("user specified configurations are not supported if the network depends on a configuration network");
  if (Object.keys(options).length > 0)
    throw refuse("network driver options are not supported if the network depends on a configuration network");
}

function knownDriver(driver: string): Network["driver"] {
  if (driver === "host" || driver === "null" || driver === "bridge" || driver === "macvlan" || driver === "ipvlan")
    return driver;
  throw notFound(`plugin ${JSON.stringify(driver)} not found`);
}

/** libnetwork, drivers/host and drivers/null: there is one network of each, the daemon's. */
function checkSpecialDriver(driver: Network["driver"]): void {
  if (driver === "host" || driver === "null")
    throw new EngineError(403, `only one instance of "${driver}" network is allowed`);
}

function configNetwork(engine: Engine, name: string): Network {
  const found = Object.values(engine.state.networks).find((other) => other.configOnly && other.name === name);
  if (!found) throw notFound(`configuration network "${name}" does not exist`);
  return found;
}

/**
 * What a bridge may not have (moby, libnetwork/drivers/bridge/bridge_linux.go, CreateNetwork, processIPAM, Conflicts).
 * @throws EngineError without a family of addresses, with several blocks of one, or when another bridge has its device or
 *   its addresses
 */
function checkBridge(engine: Engine, network: Network): void {
  if (network.driver !== "bridge") return;
  const blocks = network.ipam.config ?? [];
  if (blocks.length === 0) throw invalid("IPv4 or IPv6 must be enabled");
  if (blocks.filter(isV4).length > 1 || blocks.filter((block) => !isV4(block)).length > 1)
    throw new EngineError(403, "bridge driver doesn't support multiple subnets");
  const name = bridgeName(network);
  for (const other of Object.values(engine.state.networks)) {
    if (other.driver !== "bridge") continue;
    const why = bridgeName(other) === name ? "networks have same bridge name" : meeting(other, network);
    if (why !== "")
      throw new EngineError(
        403,
        `cannot create network ${network.id} (${name}): conflicts with network ${other.id} (${bridgeName(other)}): ${why}`,
      );
  }
}

const isV4 = ({ Subnet }: IpamConfig): boolean => parseSubnet(Subnet) !== undefined;

/** In which family the addresses of two bridges overlap; "" in none. */
function meeting(one: Network, other: Network): string {
  const meet = <T>(parse: (text: string) => T | undefined, overlap: (a: T, b: T) => boolean) =>
    (one.ipam.config ?? []).some(({ Subnet }) =>
      (other.ipam.config ?? []).some((config) => {
        const [a, b] = [parse(Subnet), parse(config.Subnet)];
        return a !== undefined && b !== undefined && overlap(a, b);
      }),
    );
  if (meet(parseSubnet, (a, b) => overlaps(masked(a), masked(b)))) return "networks have overlapping IPv4";
  return meet(parseSubnet6, overlaps6) ? "networks have overlapping IPv6" : "";
}
