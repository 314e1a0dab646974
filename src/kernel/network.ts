import { canonicalAddress6 } from "./address6.ts";
import { type Connection, openConnection } from "./connection.ts";
import { NetworkError } from "./network-error.ts";
import type { Router } from "./router.ts";
import { isIPv6, SocketTable } from "./socket-table.ts";

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
    if (/^\d+(\.\d+){3}$/.test(name)) return [name];
    if (isIPv6(name)) return [canonicalAddress6(name)];
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
