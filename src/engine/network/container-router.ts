import { inOrder } from "../../kernel/address-order.ts";
import { linkLocalAddress } from "../../kernel/address6.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Address6, Gateway, Interface, Route, Router } from "../../kernel/router.ts";
import { isIPv6, type Protocol } from "../../kernel/socket-table.ts";
import { withoutIPv6 } from "../../kernel/without-ipv6.ts";
import type { Container, EndpointSettings } from "../container/container.ts";
import type { Engine } from "../engine.ts";
import { cardOf, mtuOf } from "./cards.ts";
import { cableName, LOOPBACK } from "./host-interfaces.ts";
import {
  containerAt,
  firstNameserver,
  gatewayOf,
  hostRouter,
  isInNetwork,
  isLoopback,
  isOwn,
  latency,
  macIn,
  toContainer,
  toHost,
} from "./host-router.ts";
import { containerDirectory, lookUpHosts, parseLink } from "./hosts-file.ts";
import { isUserDefined, type Network } from "./network.ts";
import { gatewayEndpoint, socketsOf } from "./published-ports.ts";

/** A container's place in a network that is there. */
interface Place {
  readonly network: Network;
  readonly endpoint: EndpointSettings;
}

/** What a container's processes reach: its own loopback, its networks, and through their gateways the host and beyond. */
export function containerRouter(engine: Engine, container: Container): Router {
  if (container.hostConfig.NetworkMode === "host") return hostRouter(engine);
  const places = (): Place[] =>
    Object.values(container.networks).flatMap((endpoint) => {
      const network = engine.state.networks[endpoint.NetworkID];
      return network && addressesIn(endpoint).length > 0 ? [{ network, endpoint }] : [];
    });
  const file = (name: "hosts" | "resolv.conf"): string => {
    const live = engine.live.get(container.id)?.machine.files;
    // Until it runs, what will be mounted in it.
    const [files, path] = live
      ? ([live, `/etc/${name}`] as const)
      : ([engine.ports.host.files, `${containerDirectory(container)}/${name}`] as const);
    return files.exists(path) ? files.readFile(path) : "";
  };
  const gateway = (six: boolean): Gateway | undefined => {
    const way = gatewayEndpoint(engine, container, six);
    if (!way || way.network.internal) return undefined;
    const index = places().findIndex(({ endpoint }) => endpoint === way.endpoint);
    const own = six ? way.endpoint.IPv6Gateway : way.endpoint.Gateway;
    return { address: own || gatewayOf(way.network, six), device: cardOf(container, way.endpoint, index).name };
  };
  const router: Router = {
    interfaces: () => [
      LOOPBACK,
      ...places()
        .map((place, index) => cardIn(engine, container, place, index))
        .sort((a, b) => (a.number ?? 0) - (b.number ?? 0)),
    ],
    gateway: () => gateway(false),
    gateway6: () => gateway(true),
    resolve: (name) => {
      const bare = name.replace(/\.$/, "");
      const named = lookUpHosts(file("hosts"), bare);
      const found = named.length > 0 ? named : query(engine, places(), bare);
      const musl = engine.live.get(container.id)?.machine.files.exists("/etc/alpine-release") ?? false;
      return inOrder(found, musl, gatewayEndpoint(engine, container, true) !== undefined);
    },
    query: (name) => query(engine, places(), name.replace(/\.$/, "")),
    neighbour: (address) => {
      const near = places().find(({ network }) => isInNetwork(network, address));
      return near && macIn(engine, near.network, address);
    },
    reverse: (address) => reverse(engine, places(), address),
    nameserver: () => firstNameserver(file("resolv.conf")),
    route: (address, port, protocol = "tcp") => route(engine, container, places(), address, port, protocol),
  };
  return container.hostConfig.Sysctls?.["net.ipv6.conf.all.disable_ipv6"] === "1" ? withoutIPv6(router) : router;
}

/** A container's card in a network. */
function cardIn(engine: Engine, container: Container, { network, endpoint }: Place, index: number): Interface {
  const { name, number } = cardOf(container, endpoint, index);
  const own: Address6 = {
    address: endpoint.GlobalIPv6Address,
    prefix: endpoint.GlobalIPv6PrefixLen,
    scope: "global",
    nodad: true,
  };
  const link: Address6 = { address: linkLocalAddress(endpoint.MacAddress), prefix: 64, scope: "link" };
  return {
    name,
    number,
    address: endpoint.IPAddress,
    prefix: endpoint.IPPrefixLen,
    mac: endpoint.MacAddress,
    // Where a network has no IPv6, Docker switches it off on the card.
    addresses6: endpoint.GlobalIPv6Address ? [own, link] : [],
    mtu: mtuOf(network),
    get peer() {
      const cable = engine.ports.host.network.router
        .interfaces()
        .findIndex((card) => card.name === cableName(endpoint));
      return cable < 0 ? 4 + 2 * index : cable + 1;
    },
  };
}

/** An endpoint's addresses, of both kinds. */
function addressesIn({ IPAddress, GlobalIPv6Address }: EndpointSettings): string[] {
  return [IPAddress, GlobalIPv6Address].filter((address) => address !== "");
}

/**
 * Docker's DNS at 127.0.0.11: the names in the container's user-defined networks; then, unless all of them are internal,
 * the host's DNS. On the default bridge there is only the latter (tape 12: `bad address`).
 * @throws NetworkError ENOTFOUND
 */
function query(engine: Engine, places: readonly Place[], name: string): string[] {
  const wanted = name.toLowerCase();
  for (const { network, endpoint } of places) {
    if (!isUserDefined(network)) continue;
    const linked = (endpoint.Links ?? []).map(parseLink).find(({ alias }) => alias.toLowerCase() === wanted);
    const found = named(engine, network, linked?.target.toLowerCase() ?? wanted);
    if (found.length > 0) return found;
    const overlay = network.driver === "overlay" ? (engine.overlay?.resolve(network.id, name) ?? []) : [];
    if (overlay.length > 0) return overlay;
  }
  if (!places.some(({ network }) => !network.internal)) throw new NetworkError("ENOTFOUND", name);
  return engine.ports.uplink.resolve(name);
}

/** `web.red` for the address of a container in a user-defined network (libnetwork, resolver.go, handlePTRQuery). */
function reverse(engine: Engine, places: readonly Place[], address: string): string | undefined {
  for (const { network } of places) {
    const found = isUserDefined(network) ? containerAt(engine, network, address) : undefined;
    if (found) return `${found.name}.${network.name}`;
  }
  return undefined;
}

/** The addresses in a network of the containers that are called so, also as `name.network`. */
function named(engine: Engine, network: Network, wanted: string): string[] {
  const suffix = `.${network.name.toLowerCase()}`;
  const bare = wanted.endsWith(suffix) ? wanted.slice(0, -suffix.length) : wanted;
  return Object.values(engine.state.containers).flatMap((container) =>
    Object.values(container.networks).flatMap((endpoint) => {
      if (endpoint.NetworkID !== network.id) return [];
      return endpoint.DNSNames?.some((name) => name.toLowerCase() === bare) ? addressesIn(endpoint) : [];
    }),
  );
}

function route(
  engine: Engine,
  container: Container,
  places: readonly Place[],
  address: string,
  port: number | undefined,
  protocol: Protocol,
): Route {
  const six = isIPv6(address);
  const own = places.some(({ endpoint }) => addressesIn(endpoint).includes(address));
  if (isLoopback(address) || address === "0.0.0.0" || address === "::" || own) {
    const sockets = socketsOf(engine, container);
    if (!sockets) throw new NetworkError("ENETUNREACH", address);
    return { sockets, port: port ?? 0, sourceAddress: address, latency: latency(engine, 0.03) };
  }
  const near = places.find(({ network }) => isInNetwork(network, address));
  const sourceIn = ({ IPAddress, GlobalIPv6Address }: EndpointSettings) => (six ? GlobalIPv6Address : IPAddress);
  if (near) {
    const source = sourceIn(near.endpoint);
    if (near.network.driver === "bridge" && gatewayOf(near.network, six) === address)
      return toHost(engine, address, port, protocol, source);
    const neighbour = containerAt(engine, near.network, address);
    if (neighbour) {
      if (near.network.options["com.docker.network.bridge.enable_icc"] === "false")
        throw new NetworkError("ETIMEDOUT", address);
      return toContainer(engine, neighbour, address, port, source);
    }
    const far = engine.overlay?.route(near.network.id, address, port, protocol);
    if (far) return { ...far, sourceAddress: source };
    throw new NetworkError("EHOSTUNREACH", address);
  }
  const way = gatewayEndpoint(engine, container, six);
  if (!way || way.network.internal) throw new NetworkError("ENETUNREACH", address);
  if (isOwn(engine, address)) return toHost(engine, address, port, protocol, sourceIn(way.endpoint));
  // Docker's firewall drops what goes from one bridge to another.
  const other = Object.values(engine.state.networks).find(
    (network) => network.driver === "bridge" && isInNetwork(network, address),
  );
  if (other) throw new NetworkError("ETIMEDOUT", address);
  // The host has no way out by IPv6.
  if (six) throw new NetworkError("ENETUNREACH", address);
  return engine.ports.uplink.route(address, port, protocol);
}
