import { linkLocalAddress } from "../kernel/address6.ts";
import { NetworkNamespace } from "../kernel/network.ts";
import type { Address6, Interface, Router } from "../kernel/router.ts";
import { SocketTable } from "../kernel/socket-table.ts";
import type { Host } from "./host.ts";
import { hostDaemons } from "./host-daemons.ts";
import type { HostState } from "./lab-state.ts";

/** Below it, only root may listen (net.ipv4.ip_unprivileged_port_start). */
const FIRST_FREE_PORT = 1024;

/** Of the card that VirtualBox gives every machine for the way out. */
const NAT_MAC = "08:00:27:53:8b:dc";

const NAT_LINK: Address6 = { address: linkLocalAddress(NAT_MAC), prefix: 64, scope: "link" };

/** Where VirtualBox's NAT leads. */
const NAT_GATEWAY = { address: "10.0.2.2", device: "eth0" } as const;

/** The name of the card that the lab's network is on. */
export const cardName = (state: HostState): string => (state.natAddress === undefined ? "eth0" : "eth1");

/**
 * A host's network, as its state is at each question.
 * @param router its engine's, asked for only when somebody connects: the engine needs the machine, which needs this
 */
export function hostNetwork(host: Host, router: () => Router): NetworkNamespace {
  const { state } = host;
  return new NetworkNamespace(
    {
      interfaces: () =>
        router()
          .interfaces()
          .flatMap((card) => asCabled(state, card)),
      resolve: (asked) => router().resolve(asked),
      route: (address, port, protocol) =>
        router().route(address === state.natAddress ? state.address : address, port, protocol),
      query: (asked) => router().query?.(asked) ?? router().resolve(asked),
      gateway: () => (state.natAddress === undefined ? router().gateway?.() : NAT_GATEWAY),
      gateway6: () => router().gateway6?.(),
      neighbour: (address) => router().neighbour?.(address),
      nameserver: () => router().nameserver?.() ?? "127.0.0.1",
    },
    new SocketTable(FIRST_FREE_PORT, () => hostDaemons(host)),
    () => host.engine.clock.now(),
  );
}

/** The host's cards: the lab's as it is with the cable in or out, after the one that only leads to the outside. */
function asCabled(state: HostState, card: Interface): Interface[] {
  if (card.name !== "eth0") return [card];
  const { natAddress, connected, cardDown } = state;
  const own = { ...card, name: cardName(state) };
  if (!connected) Object.assign(own, { carrier: false }, cardDown ? { up: false } : {});
  return natAddress === undefined
    ? [own]
    : [{ ...card, address: natAddress, mac: NAT_MAC, addresses6: [NAT_LINK] }, own];
}
