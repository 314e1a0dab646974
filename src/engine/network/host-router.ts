import { isIn } from "../../kernel/ipv4.ts";
import { isIn6 } from "../../kernel/ipv6.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Route, Router } from "../../kernel/router.ts";
import { isIPv6, type Protocol } from "../../kernel/socket-table.ts";
import type { Container } from "../container/container.ts";
import type { Engine } from "../engine.ts";
import { bridges, hostInterfaces, macOf } from "./host-interfaces.ts";
import { lookUpHosts } from "./hosts-file.ts";
import type { Network } from "./network.ts";
import { innerAddress, publishedAt, socketsOf } from "./published-ports.ts";

/** The network of the host as its own processes see it: loopback, its card, a bridge for each network, published ports. */
export function hostRouter(engine: Engine): Router {
  const host = engine.ports.host;
  return {
    interfaces: () => hostInterfaces(engine),
    gateway: () => ({ address: engine.ports.address.replace(/\.\d+$/, ".1"), device: "eth0" }),
    resolve: (name) => {
      const bare = name.replace(/\.$/, "");
      if (bare === "localhost") return ["127.0.0.1"];
      const named = host.files.exists("/etc/hosts") ? lookUpHosts(host.files.readFile("/etc/hosts"), bare) : [];
      return named.length > 0 ? named : engine.ports.uplink.resolve(bare);
    },
    query: (name) => engine.ports.uplink.resolve(name.replace(/\.$/, "")),
    neighbour: (address) => {
      const network = bridges(engine).find((other) => isInNetwork(other, address));
      return network ? macIn(engine, network, address) : macOf(address);
    },
    nameserver: () =>
      firstNameserver(host.files.exists("/etc/resolv.conf") ? host.files.readFile("/etc/resolv.conf") : ""),
    route: (address, port, protocol = "tcp") => {
      if (isOwn(engine, address)) return toHost(engine, address, port, protocol, address);
      const network = bridges(engine).find((other) => isInNetwork(other, address));
      if (network) {
        const container = containerAt(engine, network, address);
        if (!container) throw new NetworkError("EHOSTUNREACH", address);
        return toContainer(engine, container, address, port, gatewayOf(network, isIPv6(address)));
      }
      if (isIPv6(address)) throw new NetworkError("ENETUNREACH", address);
      return engine.ports.uplink.route(address, port, protocol);
    },
  };
}

/**
 * What a connection to one of the host's own addresses meets: on loopback, the host's sockets (docker-proxy is one of
 * them); on any other, the container that published the port, the swarm's routing mesh, or the host's sockets.
 * @param source the address the caller shows
 * @throws NetworkError ECONNREFUSED when a container has the port and is not there to answer
 */
export function toHost(
  engine: Engine,
  address: string,
  port: number | undefined,
  protocol: Protocol,
  source: string,
): Route {
  const { sockets } = engine.ports.host.network;
  const local = { sockets, port: port ?? 0, sourceAddress: source, latency: latency(engine, 0.03) };
  if (port === undefined) return local;
  const loopback = isLoopback(address);
  if (loopback && sockets.serviceAt(port, address, protocol)) return local;
  const published = loopback ? undefined : publishedAt(engine, address, port, protocol);
  if (published) {
    const inner = Object.values(published.container.networks)
      .map((endpoint) => innerAddress(endpoint, address))
      .find((own) => own !== "");
    if (inner !== undefined) return toContainer(engine, published.container, inner, published.port, source);
  }
  return engine.overlay?.ingress(port, protocol) ?? local;
}

/** The way to a running container. @throws NetworkError EHOSTUNREACH when it does not run */
export function toContainer(
  engine: Engine,
  container: Container,
  address: string,
  port: number | undefined,
  source: string,
): Route {
  const sockets = socketsOf(engine, container);
  if (!sockets) throw new NetworkError("EHOSTUNREACH", address);
  return { sockets, port: port ?? 0, address, sourceAddress: source, latency: latency(engine, 0.08) };
}

/** The running container that has an address of a network. */
export function containerAt(engine: Engine, network: Network, address: string): Container | undefined {
  return Object.values(engine.state.containers).find((container) =>
    Object.values(container.networks).some(
      ({ NetworkID, IPAddress, GlobalIPv6Address }) =>
        NetworkID === network.id && (IPAddress === address || GlobalIPv6Address === address),
    ),
  );
}

/** The MAC address of a container in a network, or of its gateway. */
export function macIn(engine: Engine, network: Network, address: string): string | undefined {
  if (gatewayOf(network, isIPv6(address)) === address) return macOf(network.id);
  const endpoints = Object.values(containerAt(engine, network, address)?.networks ?? {});
  return endpoints.find(({ NetworkID }) => NetworkID === network.id)?.MacAddress;
}

/** The gateway of one of a network's families of addresses. */
export const gatewayOf = (network: Network, six = false): string =>
  network.ipam.config?.find(({ Subnet }) => isIPv6(Subnet) === six)?.Gateway ?? "";

export function isInNetwork(network: Network, address: string): boolean {
  const isInside = isIPv6(address) ? isIn6 : isIn;
  return (network.ipam.config ?? []).some(({ Subnet }) => isInside(Subnet, address));
}

export const isLoopback = (address: string): boolean => address.startsWith("127.") || address === "::1";

/** Whether an address is the host's: loopback, its card's, or a bridge's. */
export function isOwn(engine: Engine, address: string): boolean {
  return (
    isLoopback(address) ||
    address === "0.0.0.0" ||
    address === "::" ||
    address === engine.ports.address ||
    bridges(engine).some((network) => gatewayOf(network, isIPv6(address)) === address)
  );
}

/** A plausible round trip near `base` ms. */
export function latency(engine: Engine, base: number): number {
  return Math.round((base + (engine.random.below(1000) / 1000) * base) * 1000) / 1000;
}

export const firstNameserver = (text: string): string => /^nameserver\s+(\S+)/m.exec(text)?.[1] ?? "127.0.0.1";
