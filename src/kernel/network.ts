import { canonicalAddress6 } from "./address6.ts";
import { type Connection, openConnection } from "./connection.ts";
import { NetworkError } from "./network-error.ts";
import type { Route, Router } from "./router.ts";
import { isIPv6, SocketTable } from "./socket-table.ts";

/** A machine's network: its sockets and its way to others. */
export class NetworkNamespace {
  readonly sockets: SocketTable;
  /** Its way to others; whoever changes cards and routes puts another one before it. */
  router: Router;
  readonly #now: () => number;
  #nextPort = 49152;

  /** @param now the time, for when somebody was met */
  constructor(router: Router, sockets = new SocketTable(), now: () => number = () => 0) {
    this.router = router;
    this.sockets = sockets;
    this.#now = now;
  }

  /** Addresses of a name; an address is its own. @throws NetworkError ENOTFOUND */
  resolve(name: string): string[] {
    if (/^\d+(\.\d+){3}$/.test(name)) return [name];
    if (isIPv6(name)) return [canonicalAddress6(name)];
    if (name === "localhost") return ["127.0.0.1"];
    return this.router.resolve(name);
  }

  /** Round-trip time in ms. @throws NetworkError when nothing answers */
  ping(address: string): number {
    return this.#route(address).latency;
  }

  /** @throws NetworkError ECONNREFUSED when nobody listens, or what the route throws */
  connect(address: string, port: number): Connection {
    const route = this.#route(address, port);
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

  /** The way to an address; both ends note whom they met, as they note each other's MAC address. */
  #route(address: string, port?: number): Route {
    const at = this.#now();
    try {
      const route = port === undefined ? this.router.route(address) : this.router.route(address, port, "tcp");
      if (route.sockets !== this.sockets) {
        this.sockets.met.set(address, { at, reached: true });
        route.sockets.met.set(route.sourceAddress, { at, reached: true });
      }
      return route;
    } catch (error) {
      const code = error instanceof NetworkError ? error.code : undefined;
      if (code === "EHOSTUNREACH") this.sockets.met.set(address, { at, reached: false });
      throw error;
    }
  }
}
