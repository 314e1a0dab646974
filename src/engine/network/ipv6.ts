import { sha256 } from "../../kernel/sha256.ts";
import { parseAddress } from "./ipv4.ts";
import { isIPv6 } from "./port-spec.ts";

/** Whether a text is an address, of either kind (Go's net.ParseIP). */
export const isAddressText = (text: string): boolean => parseAddress(text) !== undefined || isIPv6(text);

/** An IPv6 address as a number; undefined for what is none. */
export function parseAddress6(text: string): bigint | undefined {
  if (!isIPv6(text)) return undefined;
  // The platform's own reader writes the dotted end and what "::" stands for in groups.
  const written = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const [head = "", tail] = written.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const first = groups(head);
  const last = groups(tail ?? "");
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - first.length - last.length }, () => "0");
  return [...first, ...zeros, ...last].reduce((sum, group) => sum * 0x10000n + BigInt(`0x${group}`), 0n);
}

/** `fd00::1`: in the short form of RFC 5952. */
export function formatAddress6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  return new URL(`http://[${groups.join(":")}]/`).hostname.slice(1, -1);
}

/** An IPv6 block. */
export interface Subnet6 {
  readonly address: bigint;
  readonly bits: number;
}

/** `fd00::/64`, the host's bits as written; undefined for what is no IPv6 block. */
export function parseSubnet6(text: string): Subnet6 | undefined {
  const [addressText = "", bits = "", ...more] = text.split("/");
  const address = parseAddress6(addressText);
  if (address === undefined || more.length > 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > 128) return undefined;
  return { address, bits: Number(bits) };
}

export const sizeOf6 = ({ bits }: Subnet6): bigint => 1n << BigInt(128 - bits);

/** Its first address: the block without host bits. */
export const firstOf6 = (subnet: Subnet6): bigint => subnet.address - (subnet.address % sizeOf6(subnet));

export const formatSubnet6 = (subnet: Subnet6): string => `${formatAddress6(subnet.address)}/${subnet.bits}`;

export const overlaps6 = (a: Subnet6, b: Subnet6): boolean =>
  firstOf6(a) < firstOf6(b) + sizeOf6(b) && firstOf6(b) < firstOf6(a) + sizeOf6(a);

export const contains6 = (subnet: Subnet6, address: bigint): boolean =>
  address >= firstOf6(subnet) && address < firstOf6(subnet) + sizeOf6(subnet);

/** Whether an address in text is in a block in text. */
export function isIn6(subnetText: string, addressText: string): boolean {
  const [subnet, address] = [parseSubnet6(subnetText), parseAddress6(addressText)];
  return subnet !== undefined && address !== undefined && contains6(subnet, address);
}

/**
 * The blocks of 64 bits that a host gives its IPv6 networks: of a prefix of its own, which follows from its id
 * (moby, daemon/daemon_unix.go, deriveULABaseNetwork). The first one that is not taken.
 */
export function freeSubnet6(hostId: string, taken: readonly string[]): string {
  const digest = sha256(hostId).slice(6, 16);
  const base = BigInt(`0xfd${digest}`) << 80n;
  const used = taken.flatMap((text) => parseSubnet6(text) ?? []);
  for (let i = 0n; ; i++) {
    const subnet = { address: base + (i << 64n), bits: 64 };
    if (!used.some((other) => overlaps6(other, subnet))) return formatSubnet6(subnet);
  }
}
