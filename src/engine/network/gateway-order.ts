import type { Network } from "./network.ts";

/** A network that a container is in or is to be in, and how much it wants its gateway to be the container's. */
export interface Membership {
  readonly network: Network;
  readonly endpoint: { readonly GwPriority: number };
}

/**
 * In the order that a container's endpoints have: the first gives it its way out, its published ports, and its first card
 * (libnetwork, endpoint.go, Less): the highest priority, then what is not internal, what has more gateways, and by name.
 */
export function byGateway(a: Membership, b: Membership): number {
  return (
    b.endpoint.GwPriority - a.endpoint.GwPriority ||
    Number(a.network.internal) - Number(b.network.internal) ||
    gateways(b.network) - gateways(a.network) ||
    (a.network.name < b.network.name ? -1 : 1)
  );
}

/** An overlay network has no gateway of its own; others have one for each family of addresses. */
function gateways({ driver, enableIPv4 = true, enableIPv6 }: Network): number {
  return driver === "overlay" ? 0 : Number(enableIPv4) + Number(enableIPv6);
}
