/** A block of addresses of a network, as the API writes it. */
export interface IpamConfig {
  Subnet: string;
  IPRange?: string;
  Gateway?: string;
  AuxiliaryAddresses?: Record<string, string>;
}

/** One network as a host keeps it: plain data. Endpoints live in the containers. */
export interface Network {
  id: string;
  name: string;
  created: string;
  /** "local" or "swarm"; any other word that `--scope` was given is kept as it is. */
  scope: string;
  /** "" of a swarm's network that is still waiting for its addresses. */
  driver: "bridge" | "host" | "null" | "overlay" | "macvlan" | "ipvlan" | "";
  /** True unless said. */
  enableIPv4?: boolean;
  enableIPv6: boolean;
  ipam: {
    driver: string;
    options: Record<string, string> | null;
    config: IpamConfig[] | null;
  };
  /** False when Docker chose the subnet: then nobody may ask for an address of it. */
  chosenSubnet?: boolean;
  /** The same of its IPv6 block; not unless told. */
  chosenSubnet6?: boolean;
  internal: boolean;
  attachable: boolean;
  ingress: boolean;
  /** The network whose configuration this one took (`--config-from`). */
  configFrom?: string;
  /** Only a configuration for others (`--config-only`). */
  configOnly?: boolean;
  options: Record<string, string>;
  labels: Record<string, string> | null;
  /** Of a swarm's network that has no addresses yet: what it asks for. */
  waiting?: { driver: string; config: IpamConfig[]; options: Record<string, string> };
  /** In an overlay network, the last address given out: the next one is beyond it, as swarm's allocator does. */
  lastAddress?: string;
  /** In an overlay network, the address of each node's load balancer, with prefix, by node id. */
  loadBalancers?: Record<string, string>;
}

/** Whether containers find each other by name in it: every one but Docker's own three. */
export function isUserDefined(network: Pick<Network, "name">): boolean {
  return !PREDEFINED.has(network.name);
}

const PREDEFINED: ReadonlySet<string> = new Set(["bridge", "host", "none", "default"]);

/** The name of a network's bridge device: chosen with an option, or `br-` and the start of its id. */
export function bridgeName(network: Pick<Network, "id" | "options">): string {
  return network.options["com.docker.network.bridge.name"] ?? `br-${network.id.slice(0, 12)}`;
}
