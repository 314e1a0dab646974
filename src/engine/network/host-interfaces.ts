import type { Interface } from "../../kernel/router.ts";
import type { Engine } from "../engine.ts";
import { attachments } from "./address.ts";
import { parseSubnet } from "./ipv4.ts";
import { bridgeName, type Network } from "./network.ts";

export const LOOPBACK: Interface = { name: "lo", address: "127.0.0.1", prefix: 8, mac: "00:00:00:00:00:00" };

/** The networks that are bridges of this host. */
export function bridges(engine: Engine): Network[] {
  return Object.values(engine.state.networks).filter(({ driver, configOnly }) => driver === "bridge" && !configOnly);
}

/** Loopback, the card, a bridge for each network, and the host's end of each container's cable. */
export function hostInterfaces(engine: Engine): Interface[] {
  const { address } = engine.ports;
  const all: Interface[] = [LOOPBACK, { name: "eth0", address, prefix: 24, mac: macOf(address) }];
  for (const network of bridges(engine)) {
    const [config] = network.ipam.config ?? [];
    const plugged = attachments(engine, network);
    all.push({
      name: bridgeName(network),
      address: config?.Gateway ?? "",
      prefix: parseSubnet(config?.Subnet ?? "")?.bits ?? 16,
      mac: macOf(network.id),
      carrier: plugged.length > 0,
    });
    for (const { endpoint } of plugged) {
      all.push({
        name: `veth${endpoint.EndpointID.slice(0, 7)}`,
        address: "",
        prefix: 0,
        mac: macOf(endpoint.EndpointID),
        peer: 2,
        master: bridgeName(network),
      });
    }
  }
  return all;
}

/** A MAC address that is always the same for the same thing. */
function macOf(text: string): string {
  let hash = 0x811c9dc5;
  const octets = Array.from({ length: 5 }, (_, i) => {
    for (const char of `${i}${text}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
    return (hash & 0xff).toString(16).padStart(2, "0");
  });
  return ["02", ...octets].join(":");
}
