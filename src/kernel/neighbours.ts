import { isInBlock6 } from "./address6.ts";
import type { NetworkNamespace } from "./network.ts";
import { addressesOf, routeTo } from "./routing-table.ts";
import { isIPv6 } from "./socket-table.ts";

/** Somebody on one of a machine's networks, as its ARP and NDP tables have them. */
export interface Neighbour {
  readonly address: string;
  readonly device: string;
  /** None while nobody answers. */
  readonly mac?: string;
  /** Answers are believed for half a minute (net/ipv4/arp.c, BASE_REACHABLE_TIME; Linux takes 15 to 45 seconds). */
  readonly state: "REACHABLE" | "STALE" | "FAILED";
  /** Seconds since it was heard of. */
  readonly age: number;
}

const REACHABLE_MS = 30_000;

/** A machine's neighbours: those it talked with, and the routers on the way to who is further away. */
export function neighboursOf(network: NetworkNamespace, now: number): Neighbour[] {
  const { router, sockets } = network;
  const found = new Map<string, Neighbour>();
  for (const [met, { at, reached }] of sockets.met) {
    const place = isIPv6(met) ? place6(network, met) : place4(network, met);
    if (!place) continue;
    const mac = reached || place.address !== met ? router.neighbour?.(place.address) : undefined;
    const age = Math.max(0, now - at);
    const state = mac === undefined ? "FAILED" : age < REACHABLE_MS ? "REACHABLE" : "STALE";
    found.set(place.address, {
      ...place,
      ...(mac === undefined ? {} : { mac }),
      state,
      age: Math.floor(age / 1000),
    });
  }
  return [...found.values()];
}

function place4({ router }: NetworkNamespace, address: string): { address: string; device: string } | undefined {
  const own = router.interfaces().some((card) => addressesOf(card).some((block) => block.address === address));
  const route = own ? undefined : routeTo(router, address);
  return route && { address: route.via ?? address, device: route.device };
}

function place6({ router }: NetworkNamespace, address: string): { address: string; device: string } | undefined {
  const cards = router.interfaces().filter(({ name }) => name !== "lo");
  const isOwn = cards.some(({ addresses6 = [] }) => addresses6.some((own) => own.address === address));
  if (isOwn) return undefined;
  const near = cards.find(({ addresses6 = [] }) => addresses6.some((own) => isInBlock6(own, address)));
  if (near) return { address, device: near.name };
  return router.gateway6?.();
}
