import { NetworkError } from "./network-error.ts";
import type { Router } from "./router.ts";
import { isIPv6 } from "./socket-table.ts";

/** The network of a machine that has IPv6 switched off (net.ipv6.conf.all.disable_ipv6): no card has an address of it. */
export function withoutIPv6(router: Router): Router {
  return {
    ...router,
    interfaces: () => router.interfaces().map((card) => ({ ...card, addresses6: [] })),
    gateway6: () => undefined,
    // Names still have both kinds of addresses; those that cannot be called come last.
    resolve: (name) => router.resolve(name).sort((a, b) => Number(isIPv6(a)) - Number(isIPv6(b))),
    route: (address, port, protocol) => {
      if (isIPv6(address)) throw new NetworkError("ENETUNREACH", address);
      return router.route(address, port, protocol);
    },
  };
}
