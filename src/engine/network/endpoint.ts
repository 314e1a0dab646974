import type { Container, EndpointSettings } from "../container/container.ts";
import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { allocateAddress, type GivenAddress, randomMac } from "./address.ts";
import { allocateAddress6 } from "./address6.ts";
import { plugCard, unplugCard } from "./cards.ts";
import { findNetwork, networkFor } from "./find.ts";
import { addHostsEntry, removeHostsEntry } from "./hosts-file.ts";
import { isUserDefined, type Network } from "./network.ts";

export { networkFor } from "./find.ts";
export { publishPorts, unpublishPorts } from "./published-ports.ts";

/** What `docker run` and `docker network connect` may ask of a container's place in a network. */
export interface EndpointRequest {
  readonly ip?: string;
  readonly ip6?: string;
  readonly aliases?: readonly string[];
  readonly mac?: string;
  /** `container:alias` */
  readonly links?: readonly string[];
  readonly driverOpts?: Readonly<Record<string, string>>;
  readonly gwPriority?: number;
}

/** A place in a network as a container that has not started has it: what was asked, and no address. */
export function newEndpoint(request: EndpointRequest = {}): EndpointSettings {
  const { ip, ip6 } = request;
  const wanted = { ...(ip ? { IPv4Address: ip } : {}), ...(ip6 ? { IPv6Address: ip6 } : {}) };
  return {
    IPAMConfig: ip || ip6 ? wanted : null,
    Links: request.links ? [...request.links] : null,
    Aliases: request.aliases && request.aliases.length > 0 ? [...request.aliases] : null,
    DriverOpts: request.driverOpts ? { ...request.driverOpts } : null,
    GwPriority: request.gwPriority ?? 0,
    NetworkID: "",
    EndpointID: "",
    Gateway: "",
    IPAddress: "",
    MacAddress: request.mac ?? "",
    IPPrefixLen: 0,
    IPv6Gateway: "",
    GlobalIPv6Address: "",
    GlobalIPv6PrefixLen: 0,
    DNSNames: null,
  };
}

/**
 * Gives a starting or running container its place in a network: an endpoint, an address, a MAC address, names.
 * @param request what to ask for; without it, what the container's settings for that network say
 * @throws EngineError when there is no such network, or the address is not to be had
 */
export function attachEndpoint(
  engine: Engine,
  container: Container,
  networkName: string,
  request?: EndpointRequest,
): void {
  const settings = request ? newEndpoint(request) : (container.networks[networkName] ?? newEndpoint());
  const network = joinable(engine, container, settings.NetworkID || networkName);
  if (network.configOnly) throw new EngineError(403, "cannot create endpoint on configuration-only network");
  const { IPv4Address, IPv6Address } = settings.IPAMConfig ?? {};
  const isNowhere = network.driver === "host" || network.driver === "null";
  const has4 = !isNowhere && network.enableIPv4 !== false;
  const has6 = !isNowhere && network.enableIPv6 && network.driver !== "overlay";
  const given = has4 ? give(engine, network, IPv4Address || undefined) : NO_ADDRESS;
  const given6 = has6 ? allocateAddress6(engine, network, IPv6Address || undefined) : NO_ADDRESS;
  if (networkName !== network.name) delete container.networks[networkName];
  const endpoint: EndpointSettings = {
    ...settings,
    NetworkID: network.id,
    EndpointID: engine.random.hex(64),
    Gateway: network.internal ? "" : given.gateway,
    IPAddress: given.address,
    MacAddress: isNowhere ? "" : settings.MacAddress || newMac(engine, network, given.address),
    IPPrefixLen: given.prefix,
    IPv6Gateway: network.internal ? "" : given6.gateway,
    GlobalIPv6Address: given6.address,
    GlobalIPv6PrefixLen: given6.prefix,
    DNSNames: isUserDefined(network) ? namesOf(container, settings.Aliases ?? []) : null,
  };
  if (!isNowhere) plugCard(container, endpoint);
  container.networks[network.name] = endpoint;
  engine.endpoints.add({ container, endpoint });
  for (const { address } of [given, given6]) addHostsEntry(engine, container, address);
  emitNetworkEvent(engine, network, "connect", container);
}

/** Takes a container's endpoint in a network away: its address is free again. The settings stay, for the next start. */
export function releaseEndpoint(engine: Engine, container: Container, networkName: string): void {
  const settings = container.networks[networkName];
  if (!settings || settings.EndpointID === "") return;
  for (const address of [settings.IPAddress, settings.GlobalIPv6Address])
    if (address !== "") removeHostsEntry(engine, container, address);
  unplugCard(container, settings);
  const network = engine.state.networks[settings.NetworkID];
  if (network) emitNetworkEvent(engine, network, "disconnect", container);
  engine.endpoints.remove(settings);
  Object.assign(settings, {
    EndpointID: "",
    Gateway: "",
    IPAddress: "",
    MacAddress: "",
    IPPrefixLen: 0,
    IPv6Gateway: "",
    GlobalIPv6Address: "",
    GlobalIPv6PrefixLen: 0,
  } satisfies Partial<EndpointSettings>);
}

/** The names that DNS knows a container by in a user-defined network (moby, buildEndpointDNSNames). */
export function namesOf(container: Pick<Container, "name" | "id" | "config">, aliases: readonly string[]): string[] {
  const names = [container.name, ...aliases, container.id.slice(0, 12), container.config.Hostname];
  return [...new Set(names.filter((name) => name !== ""))];
}

/** Tells who watches that a network was created, destroyed, or joined by a container. */
export function emitNetworkEvent(
  engine: Engine,
  network: Network,
  action: "create" | "connect" | "disconnect" | "destroy",
  container?: Container,
): void {
  engine.emit({
    Type: "network",
    Action: action,
    Actor: {
      ID: network.id,
      Attributes: { ...(container ? { container: container.id } : {}), name: network.name, type: network.driver },
    },
    scope: network.scope === "swarm" ? "swarm" : "local",
  });
}

/**
 * The network a container is to be in. One of a swarm takes only what it is attachable for, and its own tasks.
 * @throws EngineError
 */
export function joinable(engine: Engine, container: Container, ref: string): Network {
  const local = findNetwork(engine, ref);
  const managed = "com.docker.swarm.task.id" in container.config.Labels;
  if (managed || (local && local.driver !== "overlay")) return local ?? networkFor(engine, ref);
  return engine.overlay?.attach?.(ref) ?? networkFor(engine, ref);
}

/** In an overlay network it follows from the address (libnetwork, netutils.GenerateMACFromIP). */
function newMac(engine: Engine, { driver }: Network, address: string): string {
  if (driver !== "overlay") return randomMac(engine);
  return ["02", "42", ...address.split(".").map((part) => Number(part).toString(16).padStart(2, "0"))].join(":");
}

const NO_ADDRESS: GivenAddress = { address: "", prefix: 0, gateway: "" };

function give(engine: Engine, network: Network, wanted: string | undefined): GivenAddress {
  const [config] = network.ipam.config ?? [];
  // Addresses of a swarm's networks are unique among all its nodes: the managers give them.
  const address = wanted ?? (network.driver === "overlay" ? engine.overlay?.allocate?.(network.id) : undefined);
  if (network.driver === "overlay" && address !== undefined && config)
    return { address, prefix: Number(config.Subnet.split("/")[1]), gateway: "" };
  return allocateAddress(engine, network, address);
}

/** What a start says when the network fails: the daemon's prefix before the cause. */
export function networkingFailure(error: unknown): unknown {
  if (!(error instanceof EngineError)) return error;
  return new EngineError(error.status, `failed to set up container networking: ${error.message}`);
}
