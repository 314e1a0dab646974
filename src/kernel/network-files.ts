import { groupsOf } from "./address6.ts";
import { addressNumber, maskOf } from "./ipv4-block.ts";
import { type FileSpec, synthetic } from "./layer.ts";
import { neighboursOf } from "./neighbours.ts";
import type { NetworkNamespace } from "./network.ts";
import { routesOf } from "./routing-table.ts";
import { isIPv6, type Listener } from "./socket-table.ts";

const ROUTES = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";
const SOCKETS =
  "local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     ";
const SOCKETS6 =
  "local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

/**
 * /proc/net: the routes, the neighbours, the addresses of IPv6 and the listening sockets of a machine (Linux,
 * net/ipv4/fib_trie.c, arp.c, tcp_ipv4.c; net/ipv6/addrconf.c, tcp_ipv6.c). What goes over its cards is not counted, so
 * there is no `dev`.
 */
export function networkFiles(network: NetworkNamespace, now: () => number): Record<string, FileSpec> {
  const listening = (protocol: Listener["protocol"], six: boolean) =>
    network.sockets
      .listeners()
      .filter((one) => one.protocol === protocol && (isIPv6(one.address) || one.address === "*") === six);
  const sockets = (protocol: Listener["protocol"]) =>
    `  sl  ${SOCKETS}\n${listening(protocol, false).map(socketLine).join("")}`;
  const sockets6 = (protocol: Listener["protocol"]) =>
    `  sl  ${SOCKETS6}\n${listening(protocol, true).map(socketLine).join("")}`;
  return {
    route: synthetic(() =>
      [ROUTES, ...routesOf(network.router).map(routeLine)].map((text) => `${text.padEnd(127)}\n`).join(""),
    ),
    arp: synthetic(() => {
      const known = neighboursOf(network, now()).filter(({ address }) => !isIPv6(address));
      const lines = known.map(
        ({ address, mac, device }) =>
          `${address.padEnd(16)} 0x1         ${mac === undefined ? "0x0" : "0x2"}         ${mac ?? "00:00:00:00:00:00"}     *        ${device}\n`,
      );
      return `IP address       HW type     Flags       HW address            Mask     Device\n${lines.join("")}`;
    }),
    if_inet6: synthetic(() => interfaceLines(network)),
    tcp: synthetic(() => sockets("tcp")),
    tcp6: synthetic(() => sockets6("tcp")),
    udp: synthetic(() => sockets("udp")),
    udp6: synthetic(() => sockets6("udp")),
  };
}

function routeLine(route: ReturnType<typeof routesOf>[number]): string {
  const { device, destination, prefix, via } = route;
  const [to, gateway, mask] = [destination, via ?? "0.0.0.0", maskOf(prefix)].map(swapped);
  return [device, to, gateway, via === undefined ? "0001" : "0003", 0, 0, 0, mask, 0, 0, 0].join("\t");
}

function interfaceLines({ router }: NetworkNamespace): string {
  const SCOPES = { host: "10", global: "00", link: "20" };
  return router
    .interfaces()
    .flatMap(({ name, number, addresses6 = [] }, index) =>
      addresses6.map(({ address, prefix, scope, nodad }) => {
        const card = (number ?? index + 1).toString(16).padStart(2, "0");
        return `${hexadecimal6(address)} ${card} ${prefix.toString(16).padStart(2, "0")} ${SCOPES[scope]} ${nodad ? "82" : "80"} ${name.padStart(8)}\n`;
      }),
    )
    .join("");
}

/** A listening socket; its number and place in memory follow from its port. */
function socketLine({ address, port, protocol }: Listener, index: number): string {
  const any = isIPv6(address) || address === "*" ? "0".repeat(32) : "00000000";
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(4, "0");
  const own = isIPv6(address) || address === "*" ? swapped6(address === "*" ? "::" : address) : swapped(address);
  const state = protocol === "tcp" ? "0A" : "07";
  const line = `${String(index).padStart(4)}: ${own}:${hex(port)} ${any}:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${20000 + port} 1 0000000000000000 100 0 0 10 0`;
  return `${any.length === 8 ? line.padEnd(149) : line}\n`;
}

/** In hexadecimal, the last byte first, as the kernel of a little-endian computer prints it. */
const swapped = (address: string): string =>
  addressNumber(address).toString(16).padStart(8, "0").toUpperCase().match(/../g)?.reverse().join("") ?? "";

const swapped6 = (address: string): string =>
  hexadecimal6(address)
    .toUpperCase()
    .replace(/.{8}/g, (word) => word.match(/../g)?.reverse().join("") ?? "");

/** All 32 digits of an IPv6 address. */
const hexadecimal6 = (address: string): string =>
  groupsOf(address)
    .map((group) => group.padStart(4, "0"))
    .join("");
