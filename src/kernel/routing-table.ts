import { addressNumber, isInBlock, networkOf } from "./ipv4-block.ts";
import type { Interface, Router } from "./router.ts";

/** One IPv4 route of a machine. */
export interface RouteEntry {
  /** 0.0.0.0 for the default route. */
  readonly destination: string;
  readonly prefix: number;
  /** The router on the way; none to what is near. */
  readonly via?: string;
  readonly device: string;
  /** The own address that calls on it come from; of what is near. */
  readonly source?: string;
  /** Whether nothing is plugged in there. */
  readonly linkdown?: boolean;
}

/** The routes a machine has, in the order the kernel keeps them: by destination, the default one first. */
export function routesOf(router: Router): RouteEntry[] {
  const way = router.gateway?.();
  const near = router
    .interfaces()
    .filter(({ name, up = true }) => name !== "lo" && up)
    .flatMap((card) => addressesOf(card).map((block) => nearRoute(card, block)));
  const far = [...(router.routes?.() ?? [])];
  if (way) far.push({ destination: "0.0.0.0", prefix: 0, via: way.address, device: way.device });
  return [...far, ...near].sort(
    (a, b) => addressNumber(a.destination) - addressNumber(b.destination) || a.prefix - b.prefix,
  );
}

/** The route to an address: the one that says most of it. */
export function routeTo(router: Router, address: string): RouteEntry | undefined {
  return routesOf(router)
    .filter(({ destination, prefix }) => prefix === 0 || isInBlock({ address: destination, prefix }, address))
    .sort((a, b) => b.prefix - a.prefix)[0];
}

/** The IPv4 addresses of a card: the first, and those that were added to it. */
export function addressesOf({ address, prefix, others = [] }: Interface): { address: string; prefix: number }[] {
  return [...(address === "" ? [] : [{ address, prefix }]), ...others];
}

function nearRoute({ name, carrier = true }: Interface, block: { address: string; prefix: number }): RouteEntry {
  const { address, prefix } = block;
  return {
    destination: networkOf(block),
    prefix,
    device: name,
    source: address,
    ...(carrier ? {} : { linkdown: true }),
  };
}
