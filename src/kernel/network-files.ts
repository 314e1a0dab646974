import { type FileSpec, synthetic } from "./layer.ts";
import type { Router } from "./router.ts";

const DEVICES =
  "Inter-|   Receive                                                |  Transmit\n" +
  " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n";
const ROUTES = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";

/** /proc/net: the routes and the cards of a machine (Linux, net/ipv4/fib_trie.c and net/core/net-procfs.c). What went over them is not counted. */
export function networkFiles(router: Router): Record<string, FileSpec> {
  return {
    dev: synthetic(
      () =>
        DEVICES +
        router
          .interfaces()
          .map(({ name }) => `${deviceRow(name)}\n`)
          .join(""),
    ),
    route: synthetic(() => {
      const way = router.gateway?.();
      const near = router
        .interfaces()
        .filter(({ name, address }) => name !== "lo" && address !== "")
        .map(({ name, address, prefix }) => {
          const mask = 2 ** 32 - 2 ** (32 - prefix);
          const block = number(address) - (number(address) % 2 ** (32 - prefix));
          return routeRow(name, block, 0, "0001", mask);
        });
      const rows = [ROUTES, ...(way ? [routeRow(way.device, 0, number(way.address), "0003", 0)] : []), ...near];
      return rows.map((row) => `${row.padEnd(127)}\n`).join("");
    }),
  };
}

const deviceRow = (name: string): string =>
  `${name.padStart(6)}:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0`;

function routeRow(name: string, destination: number, gateway: number, flags: string, mask: number): string {
  return [name, swapped(destination), swapped(gateway), flags, 0, 0, 0, swapped(mask), 0, 0, 0].join("\t");
}

const number = (address: string): number => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

/** In hexadecimal, the last byte first, as the kernel of a little-endian computer prints it. */
const swapped = (value: number): string =>
  value.toString(16).padStart(8, "0").toUpperCase().match(/../g)?.reverse().join("") ?? "";
