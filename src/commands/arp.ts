import { neighboursOf } from "../kernel/neighbours.ts";
import { isIPv6 } from "../kernel/socket-table.ts";
import { command } from "./command.ts";
import { addressesOf } from "./dial.ts";

const TITLE = "Address                  HWtype  HWaddress           Flags Mask            Iface\n";

/** net-tools' on hosts, busybox's in Alpine's images: the neighbours that a machine knows by IPv4. */
export const arp = command(
  { usage: "[-vn] [-i IF] [-a] [HOSTNAME]", about: "Shows the ARP cache.", short: "vnaei:A:p:H:", operands: [0, 1] },
  async (run) => {
    const { network, clock } = run.process.machine;
    const [host] = run.operands;
    const wanted = host === undefined ? undefined : addressesOf(run.process, host)?.find((one) => !isIPv6(one));
    if (host !== undefined && wanted === undefined) {
      await run.process.stderr.write(
        run.busybox ? `arp: ${host}: Host name lookup failure\n` : `${host}: Unknown host\n`,
      );
      return run.busybox ? 0 : 255;
    }
    const device = run.options.value("i");
    const known = neighboursOf(network, clock.now()).filter(
      (one) =>
        !isIPv6(one.address) &&
        (device === undefined || one.device === device) &&
        (wanted === undefined || one.address === wanted),
    );
    const inLines = run.busybox || run.has("a");
    if (!inLines && known.length > 0) await run.out(TITLE);
    for (const { address, mac, device: card } of known) {
      const name = run.has("n") ? undefined : network.router.reverse?.(address);
      if (inLines) {
        const link = mac === undefined ? "<incomplete> " : `${mac} [ether] `;
        await run.out(`${name ?? "?"} (${address}) at ${link}${run.busybox ? " " : ""}on ${card}\n`);
      } else {
        const shown = (name ?? address).slice(0, 23).padEnd(24);
        const link = mac === undefined ? "        (incomplete)       " : `ether   ${mac}   C`;
        await run.out(`${shown} ${link.padEnd(49)} ${card}\n`);
      }
    }
    return 0;
  },
);
