/** An IPv4 address in text and the bits of its network part. */
export interface Block {
  readonly address: string;
  readonly prefix: number;
}

/** The last address of a block. */
export const broadcast = ({ address, prefix }: Block): string => withHostBits(address, prefix, 1);

/** The first address of a block. */
export const networkOf = ({ address, prefix }: Block): string => withHostBits(address, prefix, 0);

/** 255.255.0.0 for 16. */
export const maskOf = (prefix: number): string => withHostBits("255.255.255.255", prefix, 0);

/** Whether an address is in a block; one without an address has none in it. */
export const isInBlock = ({ address, prefix }: Block, other: string): boolean =>
  address !== "" && !other.includes(":") && networkOf({ address: other, prefix }) === networkOf({ address, prefix });

/** 172.17.0.2 as an unsigned number. */
export const addressNumber = (address: string): number =>
  address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

function withHostBits(address: string, prefix: number, bit: 0 | 1): string {
  const octets = address.split(".").map(Number);
  return octets
    .map((octet, i) => {
      const kept = Math.min(8, Math.max(0, prefix - 8 * i));
      const mask = (0xff << (8 - kept)) & 0xff;
      return bit === 1 ? (octet & mask) | (~mask & 0xff) : octet & mask;
    })
    .join(".");
}
