import type { Container, EndpointSettings } from "../container/container.ts";
import type { Engine } from "../engine.ts";
import { EngineError, invalid } from "../errors.ts";
import { allocateAddress, type GivenAddress, randomMac } from "./address.ts";
import { findNetwork, networkFor } from "./find.ts";
import { addHostsEntry, removeHostsEntry } from "./hosts-file.ts";
import { isIn } from "./ipv4.ts";
import { isUserDefined, type Network } from "./network.ts";

export { networkFor } from "./find.ts";
export { publishPorts, unpublishPorts } from "./published-ports.ts";

/** What `docker run` and `docker network connect` may ask of a container's place in a network. */
export interface EndpointRequest {
  readonly ip?: string;
  readonly aliases?: readonly string[];
  readonly mac?: string;
  /** `container:alias` */
  readonly links?: readonly string[];
  readonly driverOpts?: Readonly<Record<string, string>>;
  readonly gwPriority?: number;
}

/** A place in a network as a container that has not started has it: what was asked, and no address. */
export function newEndpoint(request: EndpointRequest = {}): EndpointSettings {
  return {
    IPAMConfig: request.ip === undefined ? null : { IPv4Address: request.ip },
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
  const network = joinable(engine, container, networkName);
  const settings = request ? newEndpoint(request) : (container.networks[networkName] ?? newEndpoint());
  checkSettings(network, settings);
  const wanted = settings.IPAMConfig?.IPv4Address || undefined;
  const given = network.driver === "host" || network.driver === "null" ? NOWHERE : give(engine, network, wanted);
  if (networkName !== network.name) delete container.networks[networkName];
  const endpoint: EndpointSettings = {
    ...settings,
    NetworkID: network.id,
    EndpointID: engine.random.hex(64),
    Gateway: network.internal ? "" : given.gateway,
    IPAddress: given.address,
    MacAddress: given === NOWHERE ? "" : settings.MacAddress || newMac(engine, network, given.address),
    IPPrefixLen: given.prefix,
    DNSNames: isUserDefined(network) ? namesOf(container, settings.Aliases ?? []) : null,
  };
  container.networks[network.name] = endpoint;
  engine.endpoints.add({ container, endpoint });
  addHostsEntry(engine, container, given.address);
  emitNetworkEvent(engine, network, "connect", container);
}

/** Takes a container's endpoint in a network away: its address is free again. The settings stay, for the next start. */
export function releaseEndpoint(engine: Engine, container: Container, networkName: string): void {
  const settings = container.networks[networkName];
  if (!settings || settings.EndpointID === "") return;
  removeHostsEntry(engine, container, settings.IPAddress);
  const network = engine.state.networks[settings.NetworkID];
  if (network) emitNetworkEvent(engine, network, "disconnect", container);
  engine.endpoints.remove(settings);
  Object.assign(settings, {
    EndpointID: "",
    Gateway: "",
    IPAddress: "",
    MacAddress: "",
    IPPrefixLen: 0,
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
    scope: network.scope,
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

const NOWHERE: GivenAddress = { address: "", prefix: 0, gateway: "" };

function give(engine: Engine, network: Network, wanted: string | undefined): GivenAddress {
  const [config] = network.ipam.config ?? [];
  // Addresses of a swarm's networks are unique among all its nodes: the managers give them.
  const address = wanted ?? (network.driver === "overlay" ? engine.overlay?.allocate?.(network.id) : undefined);
  if (network.driver === "overlay" && address !== undefined && config)
    return { address, prefix: Number(config.Subnet.split("/")[1]), gateway: "" };
  return allocateAddress(engine, network, address);
}

/** @throws EngineError as moby's daemon/container_operations.go, validateEndpointSettings */
function checkSettings(network: Network, settings: EndpointSettings): void {
  const problems: string[] = [];
  const ip = settings.IPAMConfig?.IPv4Address ?? "";
  if (!isUserDefined(network)) {
    if (ip !== "") problems.push("user specified IP address is supported on user defined networks only");
    if ((settings.Aliases ?? []).length > 0)
      problems.push("network-scoped aliases are only supported for user-defined networks");
  } else if (ip !== "") {
    if (!(network.ipam.config ?? []).some((config) => isIn(config.Subnet, ip)))
      problems.push(`no configured subnet contains IP address ${ip}`);
    else if (!hasOwnSubnet(network))
      problems.push(
        "user specified IP address is supported only when connecting to networks with user configured subnets",
      );
  }
  if (problems.length > 0)
    throw invalid(`invalid config for network ${network.name}: invalid endpoint settings:\n${problems.join("\n")}`);
}

/** Whether a person chose its subnet; Docker takes a wanted address only then. */
function hasOwnSubnet(network: Network): boolean {
  return network.chosenSubnet ?? true;
}

/** What a start says when the network fails: the daemon's prefix before the cause. */
export function networkingFailure(error: unknown): unknown {
  if (!(error instanceof EngineError)) return error;
  return new EngineError(error.status, `failed to set up container networking: ${error.message}`);
}
