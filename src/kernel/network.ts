import { byteLength } from "./bytes.ts";
import { type Credentials, ROOT } from "./filesystem.ts";
import { type Input, type Output, Pipe } from "./stream.ts";

export type Protocol = "tcp" | "udp";

/** Why a connection or a name failed, by errno and getaddrinfo's names. */
export type NetworkErrorCode =
  | "ECONNREFUSED"
  | "EHOSTUNREACH"
  | "ENETUNREACH"
  | "ETIMEDOUT"
  | "EADDRINUSE"
  | "EACCES"
  | "ENOTFOUND";

export class NetworkError extends Error {
  readonly code: NetworkErrorCode;

  constructor(code: NetworkErrorCode, what: string) {
    super(`${code}: ${what}`);
    this.name = "NetworkError";
    this.code = code;
  }
}

/** A network card as a machine sees it. */
export interface Interface {
  readonly name: string;
  /** "" for one that has none: a host's end of a container's cable. */
  readonly address: string;
  /** Bits of the network part: 16 for 255.255.0.0. */
  readonly prefix: number;
  readonly mac: string;
  /** Whether something is plugged in; true unless told. */
  readonly carrier?: boolean;
  /** False when it was switched off (`ip link set eth0 down`). */
  readonly up?: boolean;
  /** The number of the interface at the other end, for one end of a cable between a host and a container (veth). */
  readonly peer?: number;
  /** The bridge it is plugged into. */
  readonly master?: string;
}

/** One end of a TCP connection. */
export interface Connection {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly input: Input;
  readonly output: Output;
  /** The other side speaks TLS. */
  readonly secure?: true;
  /** No more will be sent (FIN). */
  end(): void;
  /** Neither direction is wanted any more. */
  close(): void;
}

/** What a server does with a connection. */
export interface Service {
  (connection: Connection): void | Promise<void>;
  /** It speaks TLS, with a certificate that everybody trusts; what travels inside is what the connection shows. */
  readonly secure?: true;
  /** Of a proxy: who its connections are handed to now, and the address they then come from. */
  readonly handsTo?: () => { readonly service: Service; readonly remoteAddress: string } | undefined;
}

export interface Listener {
  readonly protocol: Protocol;
  /** `0.0.0.0` for all of IPv4, `::` for all of IPv6, `*` for both at once. */
  readonly address: string;
  readonly port: number;
  /** The process that listens, for `ss` and `netstat`. */
  readonly pid: number;
  close(): void;
}

/** A port of a program that is none of ours: nobody here opens or closes it. */
export type Daemon = Omit<Listener, "close"> & { readonly service: Service };

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

/** What connects a machine to others; the engine and the lab build it from their state. */
export interface Router {
  interfaces(): readonly Interface[];
  /** Addresses of a name, by /etc/hosts and DNS. @throws NetworkError ENOTFOUND */
  resolve(name: string): string[];
  /** Addresses of a name by DNS alone, as nslookup and dig ask. @throws NetworkError ENOTFOUND */
  query?(name: string): string[];
  /** Where what is for nobody near goes: the default route. */
  gateway?(): { readonly address: string; readonly device: string } | undefined;
  /** Where DNS is asked: the first nameserver of /etc/resolv.conf. */
  nameserver?(): string;
  /** The way to `address`, for a connection to `port` or, without one, a ping. @throws NetworkError */
  route(address: string, port?: number, protocol?: Protocol): Route;
}

/** The sockets of one network namespace. */
export class SocketTable {
  /** What went over its connections since it is there, bytes. */
  readonly traffic = { received: 0, sent: 0 };
  readonly #open = new Set<Listener & { readonly service: Service }>();
  /** The same by port: a host with thousands of published ports is asked about one at a time. */
  readonly #byPort = new Map<number, (Listener & { readonly service: Service })[]>();
  readonly #firstFreePort: number;
  readonly #daemons: () => readonly Daemon[];

  /**
   * @param firstFreePort net.ipv4.ip_unprivileged_port_start: the first port that anybody may listen on; 1024 on a
   *   computer, and 0 in a container, as Docker sets it
   * @param daemons what programs of the system listen at now, which are none of ours
   */
  constructor(firstFreePort = 0, daemons: () => readonly Daemon[] = () => []) {
    this.#firstFreePort = firstFreePort;
    this.#daemons = daemons;
  }

  /** @param options.user who asks; root unless told @throws NetworkError EADDRINUSE, EACCES */
  listen(
    port: number,
    service: Service,
    options: { protocol?: Protocol; address?: string; pid?: number; user?: Credentials } = {},
  ): Listener {
    const { protocol = "tcp", address = "0.0.0.0", pid = 0, user = ROOT } = options;
    if (port < this.#firstFreePort && user.uid !== 0) throw new NetworkError("EACCES", `${address}:${port}`);
    const there = this.#byPort.get(port) ?? [];
    const taken = this.listenersOn(port).some(
      (other) =>
        other.protocol === protocol &&
        isOfFamily(other.address, address) &&
        (other.address === address || isAny(other.address) || isAny(address)),
    );
    if (taken) throw new NetworkError("EADDRINUSE", `${address}:${port}`);
    const listener = {
      protocol,
      address,
      port,
      pid,
      service,
      close: () => {
        if (!this.#open.delete(listener)) return;
        const left = this.#byPort.get(port)?.filter((other) => other !== listener) ?? [];
        if (left.length > 0) this.#byPort.set(port, left);
        else this.#byPort.delete(port);
      },
    };
    this.#open.add(listener);
    this.#byPort.set(port, [...there, listener]);
    return listener;
  }

  /** In the order they began to listen. */
  listeners(): readonly Listener[] {
    return [...this.#daemons().map(asListener), ...this.#open];
  }

  /** Those of one port. */
  listenersOn(port: number): readonly Listener[] {
    const daemons = this.#daemons().filter((daemon) => daemon.port === port);
    const open = this.#byPort.get(port) ?? [];
    return daemons.length === 0 ? open : [...daemons.map(asListener), ...open];
  }

  /** The service that a connection to this address and port meets, if any. */
  serviceAt(port: number, address: string, protocol: Protocol = "tcp"): Service | undefined {
    const meets = (l: Pick<Listener, "protocol" | "port" | "address">) =>
      l.protocol === protocol &&
      l.port === port &&
      (l.address === address || (isAny(l.address) && isOfFamily(l.address, address)));
    return (this.#byPort.get(port)?.find(meets) ?? this.#daemons().find(meets))?.service;
  }
}

const isIPv6 = (address: string) => address.includes(":");
const isAny = (address: string) => address === "0.0.0.0" || address === "::" || address === "*";
const isOfFamily = (listens: string, address: string) => listens === "*" || isIPv6(listens) === isIPv6(address);
const asListener = (daemon: Daemon): Listener => ({ ...daemon, close: () => {} });

/** A machine's network: its sockets and its way to others. */
export class NetworkNamespace {
  readonly sockets: SocketTable;
  readonly router: Router;
  #nextPort = 49152;

  constructor(router: Router, sockets = new SocketTable()) {
    this.router = router;
    this.sockets = sockets;
  }

  /** Addresses of a name; an address is its own. @throws NetworkError ENOTFOUND */
  resolve(name: string): string[] {
    if (/^\d+(\.\d+){3}$/.test(name) || isIPv6(name)) return [name];
    if (name === "localhost") return ["127.0.0.1"];
    return this.router.resolve(name);
  }

  /** Round-trip time in ms. @throws NetworkError when nothing answers */
  ping(address: string): number {
    return this.router.route(address).latency;
  }

  /** @throws NetworkError ECONNREFUSED when nobody listens, or what the route throws */
  connect(address: string, port: number): Connection {
    const route = this.router.route(address, port, "tcp");
    const service = route.sockets.serviceAt(route.port, route.address ?? address);
    if (!service) throw new NetworkError("ECONNREFUSED", `${address}:${port}`);
    const localPort = this.#nextPort++;
    if (this.#nextPort > 65535) this.#nextPort = 49152;
    return openConnection(service, {
      client: { address: route.sourceAddress, port: localPort },
      server: { address: route.address ?? address, port: route.port },
      called: { address, port },
      // What stays on the machine goes over its loopback, which nobody counts.
      ...(route.sockets === this.sockets ? {} : { from: this.sockets, to: route.sockets }),
    });
  }
}

/** What Ethernet, IP and TCP put around a segment with the timestamp option, bytes; the first two carry more options. */
const FRAME_BYTES = 66;
const SYN_BYTES = 74;
/** What fits into one segment of an Ethernet of 1500 bytes. */
const SEGMENT_BYTES = 1448;

interface SocketAddress {
  readonly address: string;
  readonly port: number;
}

/** Joins a caller with a service that has been found; how `connect` and Unix sockets end. */
export function openConnection(
  service: Service,
  ends: {
    readonly client: SocketAddress;
    readonly server: SocketAddress;
    readonly called?: SocketAddress;
    /** The namespaces at both ends, whose traffic it is. */
    readonly from?: SocketTable;
    readonly to?: SocketTable;
  },
): Connection {
  const { client, server, called = server, from, to } = ends;
  const there = new Pipe();
  const back = new Pipe();
  const end = (input: Pipe, output: Pipe) => ({
    input,
    output,
    end: () => output.endWriting(),
    close: () => {
      output.endWriting();
      input.endReading();
    },
  });
  const answering: Connection = {
    localAddress: server.address,
    localPort: server.port,
    remoteAddress: client.address,
    remotePort: client.port,
    ...end(there, back),
  };
  void Promise.resolve(service(metered(answering, to))).catch(() => answering.close());
  const calling: Connection = {
    localAddress: client.address,
    localPort: client.port,
    remoteAddress: called.address,
    remotePort: called.port,
    ...(service.secure ? { secure: true as const } : {}),
    ...end(back, there),
  };
  return metered(calling, from);
}

/** A connection whose bytes count as the traffic of the namespace at this end of it. */
export function metered(connection: Connection, sockets: SocketTable | undefined): Connection {
  if (!sockets) return connection;
  const { traffic } = sockets;
  const { input, output } = connection;
  const framesOf = (text: string) => Math.ceil(byteLength(text) / SEGMENT_BYTES) * FRAME_BYTES;
  // The handshake, and the FIN and ACK of either side.
  traffic.sent += SYN_BYTES + 2 * FRAME_BYTES;
  traffic.received += SYN_BYTES + 2 * FRAME_BYTES;
  const read = (text: string, sign: 1 | -1) => {
    traffic.received += sign * (byteLength(text) + framesOf(text));
    traffic.sent += sign * framesOf(text);
  };
  return {
    ...connection,
    input: {
      isTTY: false,
      read: async (signal) => {
        const piece = await input.read(signal);
        if (piece !== null) read(piece, 1);
        return piece;
      },
      ...(input.unread && {
        unread: (text: string) => {
          read(text, -1);
          input.unread?.(text);
        },
      }),
    },
    output: {
      isTTY: false,
      write: (text, signal) => {
        traffic.sent += byteLength(text) + framesOf(text);
        traffic.received += framesOf(text);
        return output.write(text, signal);
      },
    },
  };
}
