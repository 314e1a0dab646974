import type { Cluster } from "./cluster.ts";

const toNumber = (address: string) => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
const toAddress = (number: number) => [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");

/** Every address a swarm has given out in a network: of services, of tasks and of nodes. */
export function takenAddresses(cluster: Cluster, networkId: string): Set<string> {
  const held = [
    ...Object.values(cluster.services).map((s) => s.virtualAddresses),
    ...Object.values(cluster.tasks).map((t) => t.addresses),
  ].flatMap((addresses) => addresses[networkId] ?? []);
  const nodes = Object.values(cluster.networks[networkId]?.loadBalancers ?? {});
  return new Set([...held, ...nodes].flatMap((address) => address.split("/")[0] ?? []));
}

/**
 * The next free address of a swarm network, with its prefix: "10.0.1.3/24". The first is the gateway's. Addresses are
 * unique among all nodes, because the managers give them. Undefined when the network is full or unknown.
 * @param others addresses of containers that are no tasks
 */
export function allocateAddress(
  cluster: Cluster,
  networkId: string,
  others: readonly string[] = [],
): string | undefined {
  const network = cluster.networks[networkId];
  const [subnet, bits] = network?.ipam.config?.[0]?.Subnet.split("/") ?? [];
  if (!network || subnet === undefined) return undefined;
  const first = toNumber(subnet) + 2;
  const size = 2 ** (32 - Number(bits)) - 3;
  const used = takenAddresses(cluster, networkId);
  for (const address of others) used.add(address);
  const start = network.lastAddress === undefined ? 0 : toNumber(network.lastAddress) + 1 - first;
  for (let i = 0; i < size; i++) {
    const address = toAddress(first + ((start + i) % size));
    if (used.has(address)) continue;
    network.lastAddress = address;
    return `${address}/${bits}`;
  }
  return undefined;
}
