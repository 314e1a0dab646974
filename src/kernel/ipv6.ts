import { parseAddress } from "./ipv4.ts";

/** Whether a text is an IPv6 address. */
export function isAddress6(text: string): boolean {
  if (!text.includes(":") || /[^0-9a-fA-F:.]/.test(text)) return false;
  try {
    return new URL(`http://[${text}]/`).hostname !== "";
  } catch {
    return false;
  }
}

/** Whether a text is an address, of either kind (Go's net.ParseIP). */
export const isAddressText = (text: string): boolean => parseAddress(text) !== undefined || isAddress6(text);

/** An IPv6 address as a number; undefined for what is none. */
export function parseAddress6(text: string): bigint | undefined {
  if (!isAddress6(text)) return undefined;
  // The platform's own reader writes the dotted end and what "::" stands for in groups.
  const written = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const [head = "", tail] = written.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const first = groups(head);
  const last = groups(tail ?? "");
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - first.length - last.length }, () => "0");
  return [...first, ...zeros, ...last].reduce((sum, group) => sum * 0x10000n + BigInt(`0x${group}`), 0n);
}

/** Its eight groups, without zeros before them. */
export const groupsOf6 = (address: bigint): string[] =>
  Array.from({ length: 8 }, (_, i) => ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));

/** `fd00::1`: in the short form of RFC 5952. */
export const formatAddress6 = (address: bigint): string =>
  new URL(`http://[${groupsOf6(address).join(":")}]/`).hostname.slice(1, -1);

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
