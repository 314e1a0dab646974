import type { RouteEntry } from "./routing-table.ts";
import type { Protocol, SocketTable } from "./socket-table.ts";

/** An IPv6 address of a card. */
export interface Address6 {
  readonly address: string;
  readonly prefix: number;
  readonly scope: "host" | "global" | "link";
  /** Nobody was asked whether it is taken (IFA_F_NODAD): Docker gives its own so. */
  readonly nodad?: true;
}

/** A network card as a machine sees it. */
export interface Interface {
  readonly name: string;
  /** "" for one that has none: a host's end of a container's cable. */
  readonly address: string;
  /** Bits of the network part: 16 for 255.255.0.0. */
  readonly prefix: number;
  readonly mac: string;
  /** IPv4 addresses that were added to it. */
  readonly others?: readonly { readonly address: string; readonly prefix: number }[];
  readonly addresses6?: readonly Address6[];
  /** Its number in its namespace; its place in the list, from 1, unless told. */
  readonly number?: number;
  /** Bytes that go into one packet: 1500, and 65536 on loopback, unless told. */
  readonly mtu?: number;
  /** Whether something is plugged in; true unless told. */
  readonly carrier?: boolean;
  /** False when it was switched off (`ip link set eth0 down`). */
  readonly up?: boolean;
  /** The number of the interface at the other end, for one end of a cable between a host and a container (veth). */
  readonly peer?: number;
  /** What somebody made it as: "dummy", "bridge". */
  readonly kind?: string;
  /** The bridge it is plugged into. */
  readonly master?: string;
}

/** Where a connection to an address ends up: a socket table, the port there, and the address the caller shows itself with. */
export interface Route {
  readonly sockets: SocketTable;
  readonly port: number;
  readonly sourceAddress: string;
  /** The address there, when it is not the one that was asked for: a published port leads to a container's. */
  readonly address?: string;
  /** Whether `sourceAddress` stands for the caller's own on the way (a swarm's routing mesh), whoever called. */
  readonly hidesCaller?: boolean;
  /** Milliseconds of a round trip. */
  readonly latency: number;
}

/** Where what is for nobody near goes. */
export interface Gateway {
  readonly address: string;
  readonly device: string;
}

/** What connects a machine to others; the engine and the lab build it from their state. */
export interface Router {
  interfaces(): readonly Interface[];
  /** Addresses of a name, by /etc/hosts and DNS. @throws NetworkError ENOTFOUND */
  resolve(name: string): string[];
  /** Addresses of a name by DNS alone, as nslookup and dig ask. @throws NetworkError ENOTFOUND */
  query?(name: string): string[];
  /** The name that DNS has for an address. */
  reverse?(address: string): string | undefined;
  /** Where what is for nobody near goes: the default route. */
  gateway?(): Gateway | undefined;
  /** The same of IPv6. */
  gateway6?(): Gateway | undefined;
  /** Routes that somebody added, beside the default one and those to what is near. */
  routes?(): readonly RouteEntry[];
  /** The MAC address that answers for an address on one of its networks. */
  neighbour?(address: string): string | undefined;
  /** Where DNS is asked: the first nameserver of /etc/resolv.conf. */
  nameserver?(): string;
  /** The way to `address`, for a connection to `port` or, without one, a ping. @throws NetworkError */
  route(address: string, port?: number, protocol?: Protocol): Route;
}
