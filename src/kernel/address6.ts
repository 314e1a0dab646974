import { firstOf6, formatAddress6, groupsOf6, parseAddress6 } from "./ipv6.ts";

/** `FD00::0:1` as the kernel prints it, `fd00::1` (RFC 5952); what is no IPv6 address stays as it is. */
export function canonicalAddress6(text: string): string {
  const address = parseAddress6(text);
  return address === undefined ? text : formatAddress6(address);
}

/** The address a card gives itself for its own link: of its MAC address (RFC 4291, modified EUI-64). */
export function linkLocalAddress(mac: string): string {
  const [first = "00", ...rest] = mac.split(":");
  const octets = [(Number.parseInt(first, 16) ^ 2).toString(16).padStart(2, "0"), ...rest];
  octets.splice(3, 0, "ff", "fe");
  const groups = [0, 2, 4, 6].map((at) => `${octets[at]}${octets[at + 1]}`);
  return canonicalAddress6(`fe80::${groups.join(":")}`);
}

/** The eight groups of an IPv6 address, what `::` stands for among them. */
export const groupsOf = (address: string): string[] => groupsOf6(parseAddress6(address) ?? 0n);

/** The first address of an IPv6 block. */
export function networkOf6(address: string, prefix: number): string {
  const number = parseAddress6(address);
  return number === undefined ? address : formatAddress6(firstOf6({ address: number, bits: prefix }));
}

/** Whether an IPv6 address is in the block of another. */
export const isInBlock6 = ({ address, prefix }: { address: string; prefix: number }, other: string): boolean =>
  networkOf6(address, prefix) === networkOf6(other, prefix);
