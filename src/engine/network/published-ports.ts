import { type Connection, metered, type Service } from "../../kernel/connection.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import { isIPv6, type Protocol, type SocketTable } from "../../kernel/socket-table.ts";
import type { Container, EndpointSettings, PortBinding } from "../container/container.ts";
import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { choosePort } from "./choose-port.ts";
import { byGateway } from "./gateway-order.ts";
import type { Network } from "./network.ts";

/**
 * Opens the host's ports for a starting container and notes them in `container.ports`; exposed ports that are not
 * published are noted as null. Every binding without an address is opened on IPv4 and IPv6, as recorded in tape 08.
 * @throws EngineError when a port is taken by a container or a process of the host; then none is left open
 */
export function publishPorts(engine: Engine, container: Container): void {
  container.ports = {};
  const place = gatewayEndpoint(engine, container);
  if (!place || place.network.internal) return;
  const { PortBindings, PublishAllPorts } = container.hostConfig;
  const exposed = Object.keys(container.config.ExposedPorts ?? {});
  const wanted = [...new Set([...exposed, ...Object.keys(PortBindings)])].sort(byPort);
  const ports: Container["ports"] = {};
  try {
    for (const port of wanted) {
      const asked = PortBindings[port] ?? (PublishAllPorts ? [{ HostIp: "", HostPort: "" }] : []);
      if (asked.length === 0) {
        ports[port] = null;
        continue;
      }
      const opened: PortBinding[] = [];
      ports[port] = opened;
      container.ports = ports;
      for (const binding of asked) open(engine, container, port, binding, opened);
      opened.sort((a, b) => Number(a.HostIp.includes(":")) - Number(b.HostIp.includes(":")));
    }
    container.ports = Object.fromEntries(Object.entries(ports).sort(([a], [b]) => (a < b ? -1 : 1)));
  } catch (error) {
    unpublishPorts(engine, container);
    if (!(error instanceof EngineError)) throw error;
    throw new EngineError(
      error.status,
      `driver failed programming external connectivity on endpoint ${container.name} (${place.endpoint.EndpointID}): ${error.message}`,
    );
  }
}

/** Closes them. */
export function unpublishPorts(engine: Engine, container: Container): void {
  const { sockets } = engine.ports.host.network;
  for (const [port, bindings] of Object.entries(container.ports)) {
    for (const { HostIp, HostPort } of bindings ?? []) {
      const listener = sockets
        .listenersOn(Number(HostPort))
        .find((other) => other.protocol === protocolOf(port) && other.address === HostIp);
      listener?.close();
    }
  }
  container.ports = {};
}

/** The container port that a connection to the host is for, when it is a published one. */
export function publishedAt(
  engine: Engine,
  address: string,
  port: number,
  protocol: Protocol,
): { container: Container; port: number } | undefined {
  for (const container of Object.values(engine.state.containers)) {
    for (const [inner, bindings] of Object.entries(container.ports)) {
      if (protocolOf(inner) !== protocol) continue;
      const met = bindings?.some(
        ({ HostIp, HostPort }) =>
          Number(HostPort) === port && (HostIp === address || HostIp === (address.includes(":") ? "::" : "0.0.0.0")),
      );
      if (met) return { container, port: portNumber(inner) };
    }
  }
  return undefined;
}

/** The endpoint a container reaches the world through, by IPv6 if `six`; to the first of all its published ports belong. */
export function gatewayEndpoint(
  engine: Engine,
  container: Container,
  six?: boolean,
): { network: Network; endpoint: EndpointSettings } | undefined {
  return Object.values(container.networks)
    .flatMap((endpoint) => {
      const network = engine.state.networks[endpoint.NetworkID];
      const { IPAddress, GlobalIPv6Address } = endpoint;
      const own = six === undefined ? IPAddress || GlobalIPv6Address : six ? GlobalIPv6Address : IPAddress;
      return network && own !== "" ? [{ network, endpoint }] : [];
    })
    .sort(byGateway)[0];
}

/** The address of a container that a connection to an address of its host is handed to: of the same kind, if it has one. */
export function innerAddress({ IPAddress, GlobalIPv6Address }: EndpointSettings, outer: string): string {
  return (isIPv6(outer) ? GlobalIPv6Address || IPAddress : IPAddress || GlobalIPv6Address) || "";
}

/** The sockets that a running container's processes listen on. */
export function socketsOf(engine: Engine, container: Container): SocketTable | undefined {
  return engine.live.get(container.id)?.machine.network.sockets;
}

export const protocolOf = (port: string): Protocol => (port.endsWith("/udp") ? "udp" : "tcp");
export const portNumber = (port: string): number => Number.parseInt(port, 10);

const byPort = (a: string, b: string) => portNumber(a) - portNumber(b) || (a < b ? -1 : 1);

function open(engine: Engine, container: Container, port: string, binding: PortBinding, opened: PortBinding[]): void {
  const { sockets } = engine.ports.host.network;
  const addresses = binding.HostIp === "" ? ["0.0.0.0", "::"] : [binding.HostIp];
  const protocol = protocolOf(port);
  const isFree = (candidate: number) => !addresses.some((address) => isTaken(sockets, candidate, address, protocol));
  const hostPort = choosePort(engine, binding.HostPort, isFree) ?? Number.parseInt(binding.HostPort, 10);
  for (const address of addresses) {
    const shown = address.includes(":") ? `[${address}]` : address;
    const fail = (why: string) =>
      new EngineError(500, `failed to bind host port ${shown}:${hostPort}/${protocol}: ${why}`);
    if (!isOfHost(engine, address)) throw fail("cannot assign requested address");
    if (isPublished(engine, address, hostPort, protocol))
      throw new EngineError(500, `Bind for ${address}:${hostPort} failed: port is already allocated`);
    try {
      sockets.listen(hostPort, dockerProxy(engine, container, portNumber(port), address), {
        protocol,
        address,
        pid: 0,
      });
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      throw fail("address already in use");
    }
    opened.push({ HostIp: address, HostPort: String(hostPort) });
  }
}

/** Whether the host has an address: only there can it open a port. */
function isOfHost(engine: Engine, address: string): boolean {
  if (ANY.has(address) || address.startsWith("127.") || address === "::1") return true;
  return engine.ports.host.network.router
    .interfaces()
    .some((card) => card.address === address || card.addresses6?.some((own) => own.address === address));
}

function isTaken(sockets: SocketTable, port: number, address: string, protocol: Protocol): boolean {
  return sockets
    .listenersOn(port)
    .some(
      (other) =>
        other.protocol === protocol &&
        (other.address === "*" ||
          (other.address.includes(":") === address.includes(":") &&
            (other.address === address || ANY.has(other.address) || ANY.has(address)))),
    );
}

/** Whether some container has this port of the host, on an address that overlaps this one. */
function isPublished(engine: Engine, address: string, port: number, protocol: Protocol): boolean {
  // A published port has its docker-proxy.
  if (engine.ports.host.network.sockets.listenersOn(port).length === 0) return false;
  return Object.values(engine.state.containers).some(({ ports }) =>
    Object.entries(ports).some(
      ([inner, bindings]) =>
        protocolOf(inner) === protocol &&
        bindings?.some(
          ({ HostIp, HostPort }) =>
            Number(HostPort) === port &&
            HostIp.includes(":") === address.includes(":") &&
            (HostIp === address || ANY.has(HostIp) || ANY.has(address)),
        ),
    ),
  );
}

const ANY: ReadonlySet<string> = new Set(["0.0.0.0", "::"]);

/**
 * docker-proxy: takes a connection made to the host's loopback and makes one to the container, which sees it come from
 * its network's gateway. When nobody listens there, the caller's connection is reset.
 */
function dockerProxy(engine: Engine, container: Container, port: number, address: string): Service {
  const handsTo = () => {
    const place = gatewayEndpoint(engine, container);
    if (!place) return undefined;
    const localAddress = innerAddress(place.endpoint, address);
    const service = socketsOf(engine, container)?.serviceAt(port, localAddress);
    const { Gateway, IPv6Gateway } = place.endpoint;
    return service && { service, localAddress, remoteAddress: isIPv6(localAddress) ? IPv6Gateway : Gateway };
  };
  const proxy = (connection: Connection): void | Promise<void> => {
    const next = handsTo();
    if (!next) return connection.close();
    const { service, ...addresses } = next;
    // The container's end goes over its network; the caller's stayed on the host.
    return service(metered({ ...connection, ...addresses, localPort: port }, socketsOf(engine, container)));
  };
  return Object.assign(proxy, { handsTo });
}
