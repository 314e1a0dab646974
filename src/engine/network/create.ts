import type { Engine } from "../engine.ts";
import { conflict, EngineError, invalid, notFound } from "../errors.ts";
import { freeSubnet } from "./address-pool.ts";
import { emitNetworkEvent } from "./endpoint.ts";
import { checkIpam } from "./ipam-check.ts";
import { firstOf, formatAddress, lastOf, masked, overlaps, parseAddress, parseSubnet } from "./ipv4.ts";
import { bridgeName, type IpamConfig, isUserDefined, type Network } from "./network.ts";

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

const LOCAL_DRIVERS: ReadonlySet<string> = new Set(["bridge", "macvlan", "ipvlan"]);

/**
 * Makes a network of this host (moby, daemon/network.go, createNetwork; libnetwork). Overlay networks are a swarm's.
 * @throws EngineError in the daemon's words
 */
export function createNetwork(engine: Engine, request: NetworkRequest): Network {
  const { name, driver = "bridge", configOnly = false } = request;
  if (!isUserDefined({ name })) throw new EngineError(403, `operation is not permitted on predefined ${name} network `);
  if (driver === "overlay")
    throw new EngineError(
      403,
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.',
    );
  checkIpam(request.ipam?.config ?? [], request.enableIPv6 ?? false);
  if (Object.values(engine.state.networks).some((other) => other.name === name))
    throw conflict(`network with name ${name} already exists`);
  const source = request.configFrom === undefined ? undefined : configNetwork(engine, request.configFrom);
  const wanted = source?.ipam.config ?? request.ipam?.config ?? [];
  const network: Network = {
    id: engine.random.hex(64),
    name,
    created: engine.timestamp(),
    scope: "local",
    driver: configOnly ? "null" : knownDriver(driver),
    ...(request.enableIPv4 === false ? { enableIPv4: false } : {}),
    enableIPv6: request.enableIPv6 ?? source?.enableIPv6 ?? false,
    ipam: {
      driver: request.ipam?.driver ?? "default",
      options: { ...request.ipam?.options },
      config: configOnly ? wanted.map((config) => ({ ...config })) : null,
    },
    chosenSubnet: wanted.length > 0,
    internal: request.internal ?? source?.internal ?? false,
    attachable: request.attachable ?? false,
    ingress: request.ingress ?? false,
    ...(request.configFrom === undefined ? {} : { configFrom: request.configFrom }),
    ...(configOnly ? { configOnly } : {}),
    options: { ...source?.options, ...request.options },
    labels: { ...source?.labels, ...request.labels },
  };
  if (!configOnly) network.ipam.config = pools(engine, network, wanted);
  checkBridge(engine, network);
  engine.state.networks[network.id] = network;
  emitNetworkEvent(engine, network, "create");
  return network;
}

function knownDriver(driver: string): Network["driver"] {
  if (driver === "host" || driver === "null")
    throw new EngineError(403, `only one instance of "${driver}" network is allowed`);
  if (driver === "bridge" || driver === "macvlan" || driver === "ipvlan") return driver;
  throw notFound(`could not find plugin ${driver} in v1 plugin registry: plugin "${driver}" not found`);
}

function configNetwork(engine: Engine, name: string): Network {
  const found = Object.values(engine.state.networks).find((other) => other.configOnly && other.name === name);
  if (!found) throw notFound(`configuration network "${name}" not found`);
  return found;
}

/** The blocks that a network gets: those asked for, or the first free of Docker's own. */
function pools(engine: Engine, network: Network, wanted: readonly IpamConfig[]): IpamConfig[] {
  const taken = takenSubnets(engine);
  if (wanted.length === 0 && network.enableIPv4 !== false) {
    const Subnet = freeSubnet([...taken, `${engine.ports.address}/24`]);
    return [{ Subnet, Gateway: defaultGateway(Subnet) }];
  }
  return wanted.map((config) => {
    const { Subnet, IPRange, Gateway, AuxiliaryAddresses } = config;
    const subnet = parseSubnet(Subnet);
    if (!subnet) return { ...config };
    // With --ip-range Docker looks only for the same range; the bridge itself still refuses (checkBridge).
    const met = taken.some((other) => {
      const block = parseSubnet(other);
      return block !== undefined && overlaps(block, subnet);
    });
    if (met && IPRange === undefined)
      throw new EngineError(403, "invalid pool request: Pool overlaps with other one on this address space");
    const reserved = new Set(Object.values(AuxiliaryAddresses ?? {}));
    return {
      Subnet,
      ...(IPRange === undefined ? {} : { IPRange }),
      Gateway: Gateway ?? defaultGateway(Subnet, IPRange, reserved),
      ...(AuxiliaryAddresses && Object.keys(AuxiliaryAddresses).length > 0 ? { AuxiliaryAddresses } : {}),
    };
  });
}

function takenSubnets(engine: Engine): string[] {
  return Object.values(engine.state.networks)
    .filter(({ scope, configOnly }) => scope === "local" && !configOnly)
    .flatMap(({ ipam }) => (ipam.config ?? []).map(({ Subnet }) => Subnet));
}

/** The first address of a block, or of the range of it that addresses are given from. */
function defaultGateway(subnetText: string, rangeText?: string, reserved: ReadonlySet<string> = new Set()): string {
  const subnet = parseSubnet(subnetText);
  const range = parseSubnet(rangeText ?? subnetText);
  if (!subnet || !range) return "";
  for (let address = firstOf(range); address <= lastOf(range); address++) {
    const text = formatAddress(address);
    if (address !== firstOf(subnet) && address !== lastOf(subnet) && !reserved.has(text)) return text;
  }
  return "";
}

/** @throws EngineError when two bridges would have the same addresses or the same device */
function checkBridge(engine: Engine, network: Network): void {
  if (!LOCAL_DRIVERS.has(network.driver)) return;
  for (const other of Object.values(engine.state.networks)) {
    if (other.driver !== "bridge" || network.driver !== "bridge") continue;
    const meets = (other.ipam.config ?? []).some(({ Subnet }) =>
      (network.ipam.config ?? []).some((config) => {
        const [a, b] = [parseSubnet(Subnet), parseSubnet(config.Subnet)];
        return a !== undefined && b !== undefined && overlaps(masked(a), masked(b));
      }),
    );
    const name = bridgeName(network);
    const why = meets
      ? "networks have overlapping IPv4"
      : bridgeName(other) === name
        ? "networks have same bridge name"
        : "";
    if (why !== "")
      throw new EngineError(
        403,
        `cannot create network ${network.id} (${name}): conflicts with network ${other.id} (${bridgeName(other)}): ${why}`,
      );
  }
  for (const { Gateway } of network.ipam.config ?? []) {
    if (Gateway !== undefined && Gateway !== "" && parseAddress(Gateway) === undefined)
      throw invalid(`invalid gateway ${Gateway}: invalid address`);
  }
}
