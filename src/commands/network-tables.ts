import type { Run } from "./command.ts";
import { maskOf, networkOf } from "./ip.ts";

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
  for (const { name, up = true, carrier = true } of cards) {
    if (!up) continue;
    const flags = name === "lo" ? "LRU" : carrier ? "BMRU" : "BMU";
    await run.out(
      `${name.padEnd(14)} ${String(name === "lo" ? 65536 : 1500).padStart(6)} ${"0".padStart(8)}      0      0 0      ${"0".padStart(8)}      0      0      0 ${flags}\n`,
    );
  }
  return 0;
}

/** What stands above the columns that `route` and `netstat -r` share. */
export const ROUTE_TITLE = "Kernel IP routing table\nDestination     Gateway         Genmask         ";

/** Each route's first three columns, its flags and its device. */
export function routesOf(run: Run): { readonly start: string; readonly flags: string; readonly device: string }[] {
  const { router } = run.process.machine.network;
  const start = (to: string, via: string, mask: string) => `${to.padEnd(15)} ${via.padEnd(15)} ${mask.padEnd(15)}`;
  const none = !run.has("n") && run.busybox ? "*" : "0.0.0.0";
  const way = router.gateway?.();
  const near = router.interfaces().filter(({ name, address }) => name !== "lo" && address !== "");
  return [
    ...(way
      ? [
          {
            start: start(run.has("n") ? "0.0.0.0" : "default", way.address, "0.0.0.0"),
            flags: "UG",
            device: way.device,
          },
        ]
      : []),
    ...near.map((card) => ({
      start: start(networkOf(card), none, maskOf(card.prefix)),
      flags: "U",
      device: card.name,
    })),
  ];
}
