import { holdsCapability } from "../kernel/holds-capability.ts";
import { broadcast, maskOf, prefixOf } from "../kernel/ipv4-block.ts";
import type { Interface } from "../kernel/router.ts";
import { command, Failure, type Run } from "./command.ts";

/** net-tools' on hosts, busybox's in Alpine's images; the counters of packets stay at nought, nobody counts them here. */
export const ifconfig = command(
  {
    usage: "[-a] [interface [address] [netmask ADDRESS] [mtu N] [up|down]]",
    about: "Shows network interfaces.",
    short: "asv",
    operands: [0, Number.POSITIVE_INFINITY],
  },
  async (run) => {
    const [wanted, ...settings] = run.operands;
    if (wanted !== undefined && settings.length > 0) return set(run, wanted, settings);
    const all = run.process.machine.network.router.interfaces();
    // Those that are down are shown when they are asked for.
    const shown = all.filter(({ name, up = true }) => (wanted === undefined ? up || run.has("a") : name === wanted));
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

/** Sets a card's address, its mask, its MTU, or switches it. */
async function set(run: Run, device: string, words: readonly string[]): Promise<number> {
  const { machine } = run.process;
  const { linkChanges } = await machine.clock.hold(import("./ip/link-changes.ts"));
  const name = run.busybox ? "" : `${device}: `;
  if (!machine.network.router.interfaces().some((card) => card.name === device))
    throw new Failure(`${name}SIOCSIFADDR: No such device`, 1);
  const [first = ""] = words;
  if (!holdsCapability(run.process, "NET_ADMIN"))
    throw new Failure(`SIOCSIF${/^(up|down)$/.test(first) ? "FLAGS" : "ADDR"}: Operation not permitted`, 1);
  const valueAfter = (key: string) => (words.includes(key) ? words[words.indexOf(key) + 1] : undefined);
  const changes = linkChanges(machine.network);
  const [address = "", bits] = first.split("/");
  if (/^\d+(\.\d+){3}$/.test(address)) {
    const mask = valueAfter("netmask") ?? (bits === undefined ? classMask(address) : maskOf(Number(bits)));
    changes.replaceAddress(device, { address, prefix: prefixOf(mask) });
    changes.set(device, { up: true });
  }
  const mtu = valueAfter("mtu");
  if (mtu !== undefined) changes.set(device, { mtu: Number(mtu) });
  if (words.includes("up") || words.includes("down")) changes.set(device, { up: words.includes("up") });
  return 0;
}

/** The mask that an address had before masks were told: of class A, B or C. */
function classMask(address: string): string {
  const first = Number(address.split(".")[0]);
  return maskOf(first < 128 ? 8 : first < 192 ? 16 : 24);
}

const SCOPE_NUMBERS = { host: "0x10<host>", link: "0x20<link>", global: "0x0<global>" };

function netTools(card: Interface): string {
  const loopback = card.name === "lo";
  const { up: isUp = true, carrier = true, mtu = loopback ? 65536 : 1500, addresses6 = [] } = card;
  const up = carrier ? ["4163", "UP,BROADCAST,RUNNING,MULTICAST"] : ["4099", "UP,BROADCAST,MULTICAST"];
  const [number, flags] = loopback ? ["73", "UP,LOOPBACK,RUNNING"] : isUp ? up : ["4098", "BROADCAST,MULTICAST"];
  const own =
    card.address === ""
      ? ""
      : `        inet ${card.address}  netmask ${maskOf(card.prefix)}${loopback ? "" : `  broadcast ${broadcast(card)}`}\n`;
  const own6 = addresses6
    .map(
      ({ address, prefix, scope }) =>
        `        inet6 ${address}  prefixlen ${prefix}  scopeid ${SCOPE_NUMBERS[scope]}\n`,
    )
    .join("");
  const link = loopback
    ? "        loop  txqueuelen 1000  (Local Loopback)\n"
    : `        ether ${card.mac}  txqueuelen ${card.peer === undefined && card.name === "eth0" ? 1000 : 0}  (Ethernet)\n`;
  const counts =
    "        RX packets 0  bytes 0 (0.0 B)\n        RX errors 0  dropped 0  overruns 0  frame 0\n        TX packets 0  bytes 0 (0.0 B)\n        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0\n";
  return `${card.name}: flags=${number}<${flags}>  mtu ${mtu}\n${own}${own6}${link}${counts}\n`;
}

function busybox(card: Interface): string {
  const loopback = card.name === "lo";
  const { up = true, mtu = loopback ? 65536 : 1500, addresses6 = [] } = card;
  const first = loopback ? "Link encap:Local Loopback  " : `Link encap:Ethernet  HWaddr ${card.mac.toUpperCase()}  `;
  const pad = "          ";
  const own = loopback
    ? "inet addr:127.0.0.1  Mask:255.0.0.0\n"
    : `inet addr:${card.address}  Bcast:${broadcast(card)}  Mask:${maskOf(card.prefix)}\n`;
  const own6 = addresses6.map(
    ({ address, prefix, scope }) =>
      `${pad}inet6 addr: ${address}/${prefix} Scope:${scope.charAt(0).toUpperCase()}${scope.slice(1)}\n`,
  );
  const flags = `${up ? "UP " : ""}${loopback ? "LOOPBACK" : "BROADCAST"}${up ? " RUNNING" : ""}${loopback ? "" : " MULTICAST"}`;
  const counts = `RX packets:0 errors:0 dropped:0 overruns:0 frame:0\n${pad}TX packets:0 errors:0 dropped:0 overruns:0 carrier:0\n${pad}collisions:0 txqueuelen:${loopback ? 1000 : 0} \n${pad}RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)\n`;
  return `${card.name.padEnd(10)}${first}\n${card.address === "" ? "" : pad + own}${own6.join("")}${pad}${flags}  MTU:${mtu}  Metric:1\n${pad}${counts}\n`;
}
