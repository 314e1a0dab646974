import { formatSubnet, overlaps, parseSubnet, type Subnet } from "../../kernel/ipv4.ts";
import { conflict } from "../errors.ts";

/** Docker's predefined pools: 172.17.0.0/16 … 172.31.0.0/16, then 192.168.0.0/16 in sixteen parts (libnetwork, ipamutils). */
const PREDEFINED: readonly Subnet[] = [
  ...Array.from({ length: 15 }, (_, i) => pool(`172.${17 + i}.0.0/16`)),
  ...Array.from({ length: 16 }, (_, i) => pool(`192.168.${16 * i}.0/20`)),
];

function pool(text: string): Subnet {
  const subnet = parseSubnet(text);
  if (!subnet) throw new TypeError(`not a subnet: ${text}`);
  return subnet;
}

/**
 * The first predefined pool that overlaps none of `taken` (subnets of networks, and of the host's own interfaces).
 * @throws EngineError when every one is
 */
export function freeSubnet(taken: readonly string[]): string {
  const used = taken.flatMap((text) => parseSubnet(text) ?? []);
  const free = PREDEFINED.find((candidate) => !used.some((other) => overlaps(candidate, other)));
  if (!free) throw conflict("all predefined address pools have been fully subnetted");
  return formatSubnet(free);
}
