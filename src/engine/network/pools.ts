import { firstOf, formatAddress, lastOf, overlaps, parseSubnet } from "../../kernel/ipv4.ts";
import { firstOf6, formatAddress6, formatSubnet6, overlaps6, parseSubnet6 } from "../../kernel/ipv6.ts";
import { sha256 } from "../../kernel/sha256.ts";
import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { freeSubnet } from "./address-pool.ts";
import type { IpamConfig, Network } from "./network.ts";

/**
 * The blocks that a network gets: of each family it has, those asked for, or the first free of Docker's own
 * (moby, libnetwork/network.go, ipamAllocate; daemon/network.go, buildIPAMResources, for the order).
 * @throws EngineError when one overlaps another network's
 */
export function allocatePools(engine: Engine, network: Network, wanted: readonly IpamConfig[]): IpamConfig[] {
  const taken = takenSubnets(engine);
  const four = wanted.filter(({ Subnet }) => parseSubnet(Subnet) !== undefined);
  const six = wanted.filter(({ Subnet }) => parseSubnet6(Subnet) !== undefined);
  const given4 = network.enableIPv4 === false ? [] : four.map((config) => poolOf(config, taken));
  const given6 = network.enableIPv6 ? six.map((config) => pool6Of(config, taken)) : [];
  const own4 = network.enableIPv4 === false || four.length > 0 ? [] : [ownPool(engine, taken)];
  const own6 = network.enableIPv6 && six.length === 0 ? [ownPool6(engine, taken)] : [];
  return [...given4, ...given6, ...own4, ...own6];
}

function ownPool(engine: Engine, taken: readonly string[]): IpamConfig {
  const Subnet = freeSubnet([...taken, `${engine.ports.address}/24`]);
  return { Subnet, Gateway: defaultGateway(Subnet) };
}

function ownPool6(engine: Engine, taken: readonly string[]): IpamConfig {
  const Subnet = freeSubnet6(engine.state.id, taken);
  return { Subnet, Gateway: defaultGateway6(Subnet) };
}

function poolOf({ Subnet, IPRange, Gateway, AuxiliaryAddresses }: IpamConfig, taken: readonly string[]): IpamConfig {
  const subnet = parseSubnet(Subnet);
  // With --ip-range Docker looks only for the same range; the bridge itself still refuses.
  const met = taken.some((other) => {
    const block = parseSubnet(other);
    return block !== undefined && subnet !== undefined && overlaps(block, subnet);
  });
  if (met && IPRange === undefined) throw overlapping();
  const reserved = new Set(Object.values(AuxiliaryAddresses ?? {}));
  return {
    Subnet,
    ...(IPRange === undefined ? {} : { IPRange }),
    Gateway: Gateway ?? defaultGateway(Subnet, IPRange, reserved),
    ...(AuxiliaryAddresses && Object.keys(AuxiliaryAddresses).length > 0 ? { AuxiliaryAddresses } : {}),
  };
}

function pool6Of(config: IpamConfig, taken: readonly string[]): IpamConfig {
  const subnet = parseSubnet6(config.Subnet);
  const met = taken.some((other) => {
    const block = parseSubnet6(other);
    return block !== undefined && subnet !== undefined && overlaps6(block, subnet);
  });
  if (met && config.IPRange === undefined) throw overlapping();
  const { Subnet, IPRange, AuxiliaryAddresses } = config;
  return {
    Subnet,
    ...(IPRange === undefined ? {} : { IPRange }),
    Gateway: config.Gateway ?? defaultGateway6(Subnet, IPRange),
    ...(AuxiliaryAddresses ? { AuxiliaryAddresses } : {}),
  };
}

const overlapping = () =>
  new EngineError(403, "invalid pool request: Pool overlaps with other one on this address space");

function takenSubnets(engine: Engine): string[] {
  return Object.values(engine.state.networks)
    .filter(({ driver, configOnly }) => driver !== "overlay" && !configOnly)
    .flatMap(({ ipam }) => (ipam.config ?? []).map(({ Subnet }) => Subnet));
}

/** The first address of a block, or of the range of it that addresses are given from. */
function defaultGateway(subnetText: string, rangeText?: string, reserved: ReadonlySet<string> = new Set()): string {
  const subnet = parseSubnet(subnetText);
  const range = parseSubnet(rangeText ?? subnetText);
  if (!subnet || !range) return "";
  for (let address = firstOf(range); address <= lastOf(range); address++) {
    const text = formatAddress(address);
    const ends = subnet.bits < 31 && (address === firstOf(subnet) || address === lastOf(subnet));
    if (!ends && !reserved.has(text)) return text;
  }
  return "";
}

/** The first of the range; but the address of the block itself is every router's. */
function defaultGateway6(subnetText: string, rangeText = subnetText): string {
  const [subnet, range] = [parseSubnet6(subnetText), parseSubnet6(rangeText)];
  if (!subnet || !range) return "";
  const first = firstOf6(range);
  return formatAddress6(first === firstOf6(subnet) ? first + 1n : first);
}

/**
 * The blocks of 64 bits that a host gives its IPv6 networks: of a prefix of its own, which follows from its id
 * (moby, daemon/daemon_unix.go, deriveULABaseNetwork). The first one that is not taken.
 */
function freeSubnet6(hostId: string, taken: readonly string[]): string {
  const digest = sha256(hostId).slice(6, 16);
  const base = BigInt(`0xfd${digest}`) << 80n;
  const used = taken.flatMap((text) => parseSubnet6(text) ?? []);
  for (let i = 0n; ; i++) {
    const subnet = { address: base + (i << 64n), bits: 64 };
    if (!used.some((other) => overlaps6(other, subnet))) return formatSubnet6(subnet);
  }
}
