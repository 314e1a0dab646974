import { invalid } from "../engine/errors.ts";
import type { IpamConfig } from "../engine/network/network.ts";
import { firstOf, formatAddress, formatSubnet, overlaps, parseSubnet } from "../kernel/ipv4.ts";
import { allocateAddress } from "./addresses.ts";
import type { Cluster } from "./cluster.ts";

const VXLAN = "com.docker.network.driver.overlay.vxlanid_list";
/** The ingress network has 4096. */
const FIRST_VXLAN = 4097;

/**
 * Gives the swarm's networks that have none yet their addresses and tunnels, as far as those that they ask for are free:
 * a subnet that overlaps with another network's is refused nowhere, the network only waits (swarmkit, manager/allocator;
 * recorded).
 */
export function allocateNetworks(cluster: Cluster): void {
  for (const network of Object.values(cluster.networks)) {
    const { waiting } = network;
    if (!waiting || waiting.config.some(({ Subnet }) => isTaken(cluster, Subnet))) continue;
    const config = waiting.config.length > 0 ? waiting.config.map(allocated) : [automatic(cluster)];
    network.driver = "overlay";
    network.ipam = { driver: waiting.driver, options: null, config };
    network.options = { ...waiting.options, [VXLAN]: freeVxlans(cluster, config.length) };
    delete network.waiting;
    for (const service of Object.values(cluster.services)) {
      if (service.spec.endpointMode !== "vip") continue;
      if (!service.spec.task.networks.some(({ target }) => target === network.id)) continue;
      const address = allocateAddress(cluster, network.id);
      if (address !== undefined) service.virtualAddresses[network.id] = address;
    }
  }
}

function automatic(cluster: Cluster): IpamConfig {
  const Subnet = freeOverlaySubnet(cluster);
  return { Subnet, Gateway: gatewayOf(Subnet) };
}

const subnetsOf = (cluster: Cluster) =>
  Object.values(cluster.networks).flatMap(({ ipam }) =>
    (ipam.config ?? []).flatMap(({ Subnet }) => parseSubnet(Subnet) ?? []),
  );

function isTaken(cluster: Cluster, text: string): boolean {
  const subnet = parseSubnet(text);
  return subnet !== undefined && subnetsOf(cluster).some((other) => overlaps(subnet, other));
}

/** A subnet as the managers allocate it: they know no reserved addresses, and take the gateway from the range (swarmkit, cnmallocator). */
function allocated({ Subnet, IPRange, Gateway }: IpamConfig): IpamConfig {
  const range = IPRange === undefined || IPRange === Subnet ? undefined : IPRange.split("/")[0];
  return { Subnet, ...(IPRange === undefined ? {} : { IPRange }), Gateway: Gateway ?? range ?? gatewayOf(Subnet) };
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
