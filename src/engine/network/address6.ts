import {
  contains6,
  firstOf6,
  formatAddress6,
  parseAddress6,
  parseSubnet6,
  type Subnet6,
  sizeOf6,
} from "../../kernel/ipv6.ts";
import type { Engine } from "../engine.ts";
import { EngineError, invalid } from "../errors.ts";
import { attachments, type GivenAddress } from "./address.ts";
import type { IpamConfig, Network } from "./network.ts";

/** An IPv6 block of a network, and the range of it that addresses are given from. */
interface Range6 {
  readonly config: IpamConfig;
  readonly subnet: Subnet6;
  readonly range: Subnet6;
}

export function ranges6(network: Network): Range6[] {
  return (network.ipam.config ?? []).flatMap((config) => {
    const subnet = parseSubnet6(config.Subnet);
    return subnet ? [{ config, subnet, range: parseSubnet6(config.IPRange ?? "") ?? subnet }] : [];
  });
}

/**
 * Every IPv6 address of a network that is not free: the block's own, which is any router's (RFC 4291), the gateway's and
 * the containers' (moby, libnetwork/ipams/defaultipam, newPoolData).
 */
export function addressesInUse6(engine: Engine, network: Network): Set<bigint> {
  const used = new Set<bigint>();
  const add = (text: string | undefined) => {
    const address = parseAddress6(text ?? "");
    if (address !== undefined) used.add(address);
  };
  for (const { config, subnet } of ranges6(network)) {
    used.add(firstOf6(subnet));
    add(config.Gateway);
    for (const auxiliary of Object.values(config.AuxiliaryAddresses ?? {})) add(auxiliary);
  }
  for (const { endpoint } of attachments(engine, network)) add(endpoint.GlobalIPv6Address);
  return used;
}

/**
 * Gives an IPv6 address of a network: the wanted one, or the lowest free.
 * @throws EngineError when the wanted one is taken or outside, or none is left
 */
export function allocateAddress6(engine: Engine, network: Network, wanted?: string): GivenAddress {
  const used = addressesInUse6(engine, network);
  const given = ({ config, subnet }: Range6, address: bigint): GivenAddress => ({
    address: formatAddress6(address),
    prefix: subnet.bits,
    gateway: config.Gateway ?? "",
  });
  if (wanted !== undefined) {
    const address = parseAddress6(wanted);
    if (address === undefined) throw invalid(`invalid IPv6 address: ${wanted}`);
    const home = ranges6(network).find(({ subnet }) => contains6(subnet, address));
    if (!home) throw invalid("requested address is out of range");
    if (used.has(address)) throw new EngineError(403, "Address already in use");
    return given(home, address);
  }
  for (const home of ranges6(network)) {
    const first = firstOf6(home.range);
    let address = first;
    while (used.has(address)) address++;
    if (address < first + sizeOf6(home.range)) return given(home, address);
  }
  throw new EngineError(
    500,
    `no available IPv6 addresses on this network's address pools: ${network.name} (${network.id})`,
  );
}
