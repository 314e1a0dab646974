import { type FileSpec, synthetic } from "./layer.ts";
import type { Router } from "./router.ts";

const HEAD = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";

/** /proc/net: the routes of a machine (Linux, net/ipv4/fib_trie.c). What goes over its cards is not counted, so there is no `dev`. */
export function networkFiles(router: Router): Record<string, FileSpec> {
  return {
    route: synthetic(() => {
      const way = router.gateway?.();
      const near = router
        .interfaces()
        .filter(({ name, address }) => name !== "lo" && address !== "")
        .map(({ name, address, prefix }) => {
          const size = 2 ** (32 - prefix);
          return row(name, number(address) - (number(address) % size), 0, "0001", 2 ** 32 - size);
        });
      const rows = [HEAD, ...(way ? [row(way.device, 0, number(way.address), "0003", 0)] : []), ...near];
      return rows.map((text) => `${text.padEnd(127)}\n`).join("");
    }),
  };
}

function row(name: string, destination: number, gateway: number, flags: string, mask: number): string {
  return [name, swapped(destination), swapped(gateway), flags, 0, 0, 0, swapped(mask), 0, 0, 0].join("\t");
}

const number = (address: string): number => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

/** In hexadecimal, the last byte first, as the kernel of a little-endian computer prints it. */
const swapped = (value: number): string =>
  value.toString(16).padStart(8, "0").toUpperCase().match(/../g)?.reverse().join("") ?? "";
