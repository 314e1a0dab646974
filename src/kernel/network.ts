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
  /** `0.0.0.0` for all. */
  readonly address: string;
  readonly port: number;
  /** The process that listens, for `ss` and `netstat`. */
  readonly pid: number;
  close(): void;
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
  readonly #open = new Set<Listener & { readonly service: Service }>();
  /** The same by port: a host with thousands of published ports is asked about one at a time. */
  readonly #byPort = new Map<number, (Listener & { readonly service: Service })[]>();
  readonly #firstFreePort: number;

  /**
   * @param firstFreePort net.ipv4.ip_unprivileged_port_start: the first port that anybody may listen on; 1024 on a
   *   computer, and 0 in a container, as Docker sets it
   */
  constructor(firstFreePort = 0) {
    this.#firstFreePort = firstFreePort;
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
    const taken = there.some(
      (other) =>
        other.protocol === protocol &&
        isIPv6(other.address) === isIPv6(address) &&
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
    return [...this.#open];
  }

  /** Those of one port. */
  listenersOn(port: number): readonly Listener[] {
    return this.#byPort.get(port) ?? [];
  }

  /** The service that a connection to this address and port meets, if any. */
  serviceAt(port: number, address: string, protocol: Protocol = "tcp"): Service | undefined {
    return this.#byPort
      .get(port)
      ?.find(
        (l) =>
          l.protocol === protocol &&
          (l.address === address || (isAny(l.address) && isIPv6(l.address) === isIPv6(address))),
      )?.service;
  }
}

const isIPv6 = (address: string) => address.includes(":");
const isAny = (address: string) => address === "0.0.0.0" || address === "::";

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
    });
  }
}

interface SocketAddress {
  readonly address: string;
  readonly port: number;
}

/** Joins a caller with a service that has been found; how `connect` and Unix sockets end. */
export function openConnection(
  service: Service,
  ends: { readonly client: SocketAddress; readonly server: SocketAddress; readonly called?: SocketAddress },
): Connection {
  const { client, server, called = server } = ends;
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
  void Promise.resolve(service(answering)).catch(() => answering.close());
  return {
    localAddress: client.address,
    localPort: client.port,
    remoteAddress: called.address,
    remotePort: called.port,
    ...(service.secure ? { secure: true as const } : {}),
    ...end(back, there),
  };
}
