import { maskOf } from "../kernel/ipv4-block.ts";
import { routesOf as tableOf } from "../kernel/routing-table.ts";
import type { Run } from "./command.ts";

/** The routing table as `netstat -r` prints it. */
export async function netstatRoutes(run: Run): Promise<number> {
  await run.out(`${ROUTE_TITLE}Flags   MSS Window  irtt Iface\n`);
  for (const { start, flags, device } of routesOf(run))
    await run.out(`${start} ${flags.padEnd(7)}   0 0          0 ${device}\n`);
  return 0;
}

/** The interfaces as net-tools' `netstat -i` prints them; nobody counts packets here. */
export async function netstatInterfaces(run: Run): Promise<number> {
  await run.out(
    "Kernel Interface table\nIface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n",
  );
  const cards = [...run.process.machine.network.router.interfaces()].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, up = true, carrier = true, mtu = name === "lo" ? 65536 : 1500 } of cards) {
    if (!up) continue;
    const flags = name === "lo" ? "LRU" : carrier ? "BMRU" : "BMU";
    await run.out(
      `${name.padEnd(14)} ${String(mtu).padStart(6)} ${"0".padStart(8)}      0      0 0      ${"0".padStart(8)}      0      0      0 ${flags}\n`,
    );
  }
  return 0;
}

/** What stands above the columns that `route` and `netstat -r` share. */
export const ROUTE_TITLE = "Kernel IP routing table\nDestination     Gateway         Genmask         ";

/** Each route's first three columns, its flags and its device. */
export function routesOf(run: Run): { readonly start: string; readonly flags: string; readonly device: string }[] {
  const start = (to: string, via: string, mask: string) => `${to.padEnd(15)} ${via.padEnd(15)} ${mask.padEnd(15)}`;
  const none = !run.has("n") && run.busybox ? "*" : "0.0.0.0";
  return tableOf(run.process.machine.network.router).map(({ destination, prefix, via, device }) => ({
    start: start(prefix === 0 && !run.has("n") ? "default" : destination, via ?? none, maskOf(prefix)),
    flags: via === undefined ? "U" : "UG",
    device,
  }));
}
