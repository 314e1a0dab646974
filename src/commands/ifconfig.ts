import type { Interface } from "../kernel/router.ts";
import { command } from "./command.ts";
import { broadcast, maskOf } from "./ip.ts";
import { ROUTE_TITLE, routesOf } from "./network-tables.ts";

/** net-tools' on hosts, busybox's in Alpine's images; the counters of packets stay at nought, nobody counts them here. */
export const ifconfig = command(
  { usage: "[-a] [interface]", about: "Shows network interfaces.", short: "asv", operands: [0, 1] },
  async (run) => {
    const [wanted] = run.operands;
    const all = run.process.machine.network.router.interfaces();
    const shown = all.filter(({ name }) => wanted === undefined || name === wanted);
    if (shown.length === 0 && wanted !== undefined) {
      const name = run.busybox ? "ifconfig: " : "";
      await run.process.stderr.write(`${name}${wanted}: error fetching interface information: Device not found\n`);
      return 1;
    }
    const ordered = [...shown].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const card of ordered) await run.out(run.busybox ? busybox(card) : netTools(card));
    return 0;
  },
);

function netTools(card: Interface): string {
  const loopback = card.name === "lo";
  const up = card.carrier === false ? ["4099", "UP,BROADCAST,MULTICAST"] : ["4163", "UP,BROADCAST,RUNNING,MULTICAST"];
  const [number, flags] = loopback ? ["73", "UP,LOOPBACK,RUNNING"] : up;
  const own =
    card.address === ""
      ? ""
      : `        inet ${card.address}  netmask ${maskOf(card.prefix)}${loopback ? "" : `  broadcast ${broadcast(card)}`}\n`;
  const link = loopback
    ? "        inet6 ::1  prefixlen 128  scopeid 0x10<host>\n        loop  txqueuelen 1000  (Local Loopback)\n"
    : `        ether ${card.mac}  txqueuelen ${card.peer === undefined && card.name === "eth0" ? 1000 : 0}  (Ethernet)\n`;
  const counts =
    "        RX packets 0  bytes 0 (0.0 B)\n        RX errors 0  dropped 0  overruns 0  frame 0\n        TX packets 0  bytes 0 (0.0 B)\n        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0\n";
  return `${card.name}: flags=${number}<${flags}>  mtu ${loopback ? 65536 : 1500}\n${own}${link}${counts}\n`;
}

function busybox(card: Interface): string {
  const loopback = card.name === "lo";
  const first = loopback ? "Link encap:Local Loopback  " : `Link encap:Ethernet  HWaddr ${card.mac.toUpperCase()}  `;
  const own = loopback
    ? "inet addr:127.0.0.1  Mask:255.0.0.0\n          inet6 addr: ::1/128 Scope:Host\n"
    : `inet addr:${card.address}  Bcast:${broadcast(card)}  Mask:${maskOf(card.prefix)}\n`;
  const flags = loopback ? "UP LOOPBACK RUNNING" : "UP BROADCAST RUNNING MULTICAST";
  const pad = "          ";
  const counts = `RX packets:0 errors:0 dropped:0 overruns:0 frame:0\n${pad}TX packets:0 errors:0 dropped:0 overruns:0 carrier:0\n${pad}collisions:0 txqueuelen:${loopback ? 1000 : 0} \n${pad}RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)\n`;
  return `${card.name.padEnd(10)}${first}\n${card.address === "" ? "" : pad + own}${pad}${flags}  MTU:${loopback ? 65536 : 1500}  Metric:1\n${pad}${counts}\n`;
}

/** The routing table as net-tools and busybox print it. */
export const route = command(
  { usage: "[-n]", about: "Shows the IP routing table.", short: "neA:", operands: [0, 0] },
  async (run) => {
    await run.out(`${ROUTE_TITLE}Flags Metric Ref    Use Iface\n`);
    for (const { start, flags, device } of routesOf(run))
      await run.out(`${start} ${flags.padEnd(5)} 0      0        0 ${device}\n`);
    return 0;
  },
);
