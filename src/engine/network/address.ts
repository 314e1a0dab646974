import {
  contains,
  firstOf,
  formatAddress,
  lastOf,
  parseAddress,
  parseSubnet,
  type Subnet,
  sizeOf,
} from "../../kernel/ipv4.ts";
import type { Engine } from "../engine.ts";
import { EngineError, invalid } from "../errors.ts";
import type { Attachment } from "./endpoint-index.ts";
import type { IpamConfig, Network } from "./network.ts";

/** The running containers in a network, by container id. */
export function attachments(engine: Engine, network: Network): Attachment[] {
  return engine.endpoints.in(network.id);
}

/** The block and the range of it that addresses are given from. */
interface Range {
  readonly config: IpamConfig;
  readonly subnet: Subnet;
  readonly range: Subnet;
}

export function ranges(network: Network): Range[] {
  return (network.ipam.config ?? []).flatMap((config) => {
    const subnet = parseSubnet(config.Subnet);
    if (!subnet) return [];
    return [{ config, subnet, range: parseSubnet(config.IPRange ?? "") ?? subnet }];
  });
}

/** Every IPv4 address of a network that is not free: the network's own, the gateway's, broadcast, and the containers'. */
export function addressesInUse(engine: Engine, network: Network): Set<number> {
  const used = reserved(engine, network);
  for (const address of engine.endpoints.addresses(network.id)) used.add(address);
  return used;
}

/** Those that are not for this host's containers, or are given on other nodes of a swarm. */
function reserved(engine: Engine, network: Network): Set<number> {
  const used = new Set<number>();
  const add = (text: string | undefined) => {
    const address = parseAddress(text ?? "");
    if (address !== undefined) used.add(address);
  };
  for (const { config, subnet } of ranges(network)) {
    if (subnet.bits < 31) used.add(firstOf(subnet)).add(lastOf(subnet));
    add(config.Gateway);
    for (const auxiliary of Object.values(config.AuxiliaryAddresses ?? {})) add(auxiliary);
  }
  if (network.driver === "overlay") for (const address of engine.overlay?.addresses?.(network.id) ?? []) add(address);
  return used;
}

/** An address that was given, with what its interface needs to know. */
export interface GivenAddress {
  readonly address: string;
  readonly prefix: number;
  readonly gateway: string;
}

/**
 * Gives an address of a network: the wanted one, or the lowest free (tape 12: an address is given again as soon as its
 * container has gone).
 * @throws EngineError when the wanted one is taken or outside, or none is left
 */
export function allocateAddress(engine: Engine, network: Network, wanted?: string): GivenAddress {
  const kept = reserved(engine, network);
  const isUsed = (address: number) => kept.has(address) || engine.endpoints.isInUse(network.id, address);
  const given = ({ config, subnet }: Range, address: number): GivenAddress => ({
    address: formatAddress(address),
    prefix: subnet.bits,
    gateway: config.Gateway ?? "",
  });
  if (wanted !== undefined) {
    const address = parseAddress(wanted);
    if (address === undefined) throw invalid(`invalid IPv4 address: ${wanted}`);
    const home = ranges(network).find(({ subnet }) => contains(subnet, address));
    if (!home) throw invalid("requested address is out of range");
    if (isUsed(address)) throw new EngineError(403, "Address already in use");
    return given(home, address);
  }
  for (const home of ranges(network)) {
    const first = firstOf(home.range);
    const end = first + sizeOf(home.range);
    let address = network.driver === "overlay" ? first : engine.endpoints.firstCandidate(network.id, first);
    while (address < end && isUsed(address)) address++;
    engine.endpoints.noteTaken(network.id, first, address);
    if (address < end) return given(home, address);
  }
  throw new EngineError(
    500,
    `no available IPv4 addresses on this network's address pools: ${network.name} (${network.id})`,
  );
}

/** A random MAC address with the bit that says it is not a manufacturer's (tape 12). */
export function randomMac(engine: Engine): string {
  const digits = engine.random.hex(12);
  const first = (Number.parseInt(digits.slice(0, 2), 16) & 0xfc) | 0x02;
  return [first.toString(16).padStart(2, "0"), ...(digits.slice(2).match(/../g) ?? [])].join(":");
}
