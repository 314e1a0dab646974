import { firstOf, formatAddress, isIn, lastOf, parseAddress, type Subnet } from "./ipv4.ts";

/** An IPv4 address in text and the bits of its network part. */
export interface Block {
  readonly address: string;
  readonly prefix: number;
}

/** The last address of a block. */
export const broadcast = (block: Block): string => formatAddress(lastOf(subnetOf(block)));

/** The first address of a block. */
export const networkOf = (block: Block): string => formatAddress(firstOf(subnetOf(block)));

/** 255.255.0.0 for 16. */
export const maskOf = (prefix: number): string => networkOf({ address: "255.255.255.255", prefix });

/** 16 for 255.255.0.0. */
export const prefixOf = (mask: string): number => addressNumber(mask).toString(2).replaceAll("0", "").length;

/** Whether an address is in a block; one without an address has none in it. */
export const isInBlock = ({ address, prefix }: Block, other: string): boolean => isIn(`${address}/${prefix}`, other);

/** 172.17.0.2 as an unsigned number. */
export const addressNumber = (address: string): number => parseAddress(address) ?? 0;

const subnetOf = ({ address, prefix }: Block): Subnet => ({ address: addressNumber(address), bits: prefix });
