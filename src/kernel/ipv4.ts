/** An IPv4 block: the address as written and the bits of its network part. */
export interface Subnet {
  readonly address: number;
  readonly bits: number;
}

/** `172.17.0.2` as an unsigned number; undefined for what is no IPv4 address. */
export function parseAddress(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return undefined;
  let value = 0;
  for (const part of match.slice(1)) {
    if (Number(part) > 255 || (part.length > 1 && part.startsWith("0"))) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}

/** `10.10.0.0/16`; the host's bits stay as written. Undefined for what is no IPv4 CIDR block. */
export function parseSubnet(text: string): Subnet | undefined {
  const [addressText = "", bitsText = "", ...more] = text.split("/");
  const address = parseAddress(addressText);
  if (address === undefined || more.length > 0 || !/^\d{1,2}$/.test(bitsText) || Number(bitsText) > 32)
    return undefined;
  return { address, bits: Number(bitsText) };
}

export function formatSubnet({ address, bits }: Subnet): string {
  return `${formatAddress(address)}/${bits}`;
}

/** How many addresses a block holds. */
export const sizeOf = ({ bits }: Subnet): number => 2 ** (32 - bits);

/** Its first address: the block without host bits. */
export const firstOf = (subnet: Subnet): number => subnet.address - (subnet.address % sizeOf(subnet));

/** Its last address: the broadcast one. */
export const lastOf = (subnet: Subnet): number => firstOf(subnet) + sizeOf(subnet) - 1;

export const masked = (subnet: Subnet): Subnet => ({ address: firstOf(subnet), bits: subnet.bits });

export const contains = (subnet: Subnet, address: number): boolean =>
  address >= firstOf(subnet) && address <= lastOf(subnet);

export const overlaps = (a: Subnet, b: Subnet): boolean => firstOf(a) <= lastOf(b) && firstOf(b) <= lastOf(a);

/** Whether an address in text is in a block in text. */
export function isIn(subnetText: string, addressText: string): boolean {
  const subnet = parseSubnet(subnetText);
  const address = parseAddress(addressText);
  return subnet !== undefined && address !== undefined && contains(subnet, address);
}
