import { linkLocalAddress } from "../../kernel/address6.ts";
import { parseSubnet } from "../../kernel/ipv4.ts";
import type { Address6, Interface } from "../../kernel/router.ts";
import { isIPv6 } from "../../kernel/socket-table.ts";
import type { EndpointSettings } from "../container/container.ts";
import type { Engine } from "../engine.ts";
import { attachments } from "./address.ts";
import { ranges6 } from "./address6.ts";
import { cardOf, mtuOf } from "./cards.ts";
import { bridgeName, type Network } from "./network.ts";

export const LOOPBACK: Interface = {
  name: "lo",
  address: "127.0.0.1",
  prefix: 8,
  mac: "00:00:00:00:00:00",
  addresses6: [{ address: "::1", prefix: 128, scope: "host" }],
};

/** The networks that are bridges of this host. */
export function bridges(engine: Engine): Network[] {
  return Object.values(engine.state.networks).filter(({ driver, configOnly }) => driver === "bridge" && !configOnly);
}

/** Loopback, the card, a bridge for each network, and the host's end of each container's cable. */
export function hostInterfaces(engine: Engine): Interface[] {
  const { address } = engine.ports;
  const mac = macOf(address);
  const all: Interface[] = [LOOPBACK, { name: "eth0", address, prefix: 24, mac, addresses6: [linkLocal(mac)] }];
  for (const network of bridges(engine)) {
    const plugged = attachments(engine, network);
    all.push(bridge(network, plugged.length > 0));
    for (const { container, endpoint } of plugged) {
      const cable = macOf(endpoint.EndpointID);
      all.push({
        name: cableName(endpoint),
        address: "",
        prefix: 0,
        mac: cable,
        addresses6: [linkLocal(cable)],
        mtu: mtuOf(network),
        peer: cardOf(container, endpoint, 0).number,
        master: bridgeName(network),
      });
    }
  }
  return all;
}

/** The name of the host's end of the cable to a container's card. */
export const cableName = ({ EndpointID }: EndpointSettings): string => `veth${EndpointID.slice(0, 7)}`;

function bridge(network: Network, carrier: boolean): Interface {
  const blocks = network.ipam.config ?? [];
  const four = blocks.find(({ Subnet }) => !isIPv6(Subnet));
  const mac = macOf(network.id);
  const six = ranges6(network).map(
    ({ config, subnet }): Address6 => ({
      address: config.Gateway ?? "",
      prefix: subnet.bits,
      scope: "global",
      nodad: true,
    }),
  );
  return {
    name: bridgeName(network),
    address: four?.Gateway ?? "",
    prefix: parseSubnet(four?.Subnet ?? "")?.bits ?? 16,
    mac,
    // Without anything plugged in it has not looked for an address of the link yet.
    addresses6: carrier ? [...six, linkLocal(mac)] : six,
    mtu: mtuOf(network),
    carrier,
  };
}

const linkLocal = (mac: string): Address6 => ({ address: linkLocalAddress(mac), prefix: 64, scope: "link" });

/** A MAC address that is always the same for the same thing: a host's address, a bridge's network, a cable's endpoint. */
export function macOf(text: string): string {
  let hash = 0x811c9dc5;
  const octets = Array.from({ length: 5 }, (_, i) => {
    for (const char of `${i}${text}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
    return (hash & 0xff).toString(16).padStart(2, "0");
  });
  return ["02", ...octets].join(":");
}
