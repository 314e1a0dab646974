import type { CreateRequest } from "../../engine/container/create.ts";
import type { Engine } from "../../engine/engine.ts";
import { createNetwork } from "../../engine/network/create.ts";
import { CloudFailure } from "./cloud-failure.ts";
import { containersOf } from "./container-state.ts";
import { type DockerCloud, NAMESPACE, REST_HOST } from "./docker-cloud.ts";
import { containerFqdn, nodeFqdn, serviceFqdn, short, uniqueName } from "./names.ts";
import { shellWords } from "./shell-words.ts";
import type { CloudContainer, CloudNode, CloudService, EnvironmentVariable } from "./state.ts";
import { containerUri, nodeUri, serviceUri } from "./uris.ts";

/** The network that all containers of an account share (docker/docs, docker-cloud/apps/service-links.md). */
const NETWORK = "dockercloud";
const SUBNET = "10.7.0.0/16";

const MEGABYTE = 1024 ** 2;

const POLICIES = { OFF: "no", ON_FAILURE: "on-failure", ALWAYS: "always" } as const;

/** Makes the account's network on a node that does not have it yet. */
export function ensureNetwork(engine: Engine): void {
  const there = Object.values(engine.state.networks).some(({ name }) => name === NETWORK);
  if (!there) createNetwork(engine, { name: NETWORK, ipam: { config: [{ Subnet: SUBNET }] } });
}

/** What a node's engine is asked to make of a container. @throws CloudFailure for a command whose quotes are not closed */
export function containerRequest(
  cloud: DockerCloud,
  service: CloudService,
  one: CloudContainer,
  node: CloudNode,
  engine: Engine,
): CreateRequest {
  const { definition } = service;
  const environment = [
    ...linkVariables(cloud, service),
    ...ownVariables(cloud, service, one, node),
    ...definition.environment,
  ];
  const spec = ({ inner, protocol }: { inner: number; protocol: string }) => `${inner}/${protocol}`;
  const host = definition.net === "host";
  return {
    name: `${uniqueName(cloud, service, one.name)}-${short(one.uuid)}`,
    config: {
      Image: definition.image,
      ...(host ? {} : { Hostname: one.name }),
      Env: environment.map(({ key, value }) => `${key}=${value}`),
      ...(definition.runCommand === "" ? {} : { Cmd: wordsOf(definition.runCommand) }),
      ...(definition.entrypoint === "" ? {} : { Entrypoint: wordsOf(definition.entrypoint) }),
      ExposedPorts: Object.fromEntries(definition.ports.map((port) => [spec(port), {}])),
    },
    hostConfig: {
      NetworkMode: host ? "host" : NETWORK,
      PortBindings: Object.fromEntries(
        definition.ports
          .filter(({ published }) => published)
          .map((port) => [spec(port), [{ HostIp: "", HostPort: port.outer === undefined ? "" : String(port.outer) }]]),
      ),
      RestartPolicy: { Name: POLICIES[definition.autorestart], MaximumRetryCount: 0 },
      Privileged: definition.privileged,
      ...(definition.memory === undefined ? {} : { Memory: definition.memory * MEGABYTE }),
      ...(definition.cpuShares === undefined ? {} : { CpuShares: definition.cpuShares }),
      Binds: definition.bindings.flatMap(({ hostPath, containerPath, readOnly }) =>
        hostPath === undefined ? [] : [`${hostPath}:${containerPath}${readOnly ? ":ro" : ""}`],
      ),
      Mounts: definition.bindings.flatMap(({ hostPath, containerPath }) =>
        hostPath === undefined ? [{ Type: "volume" as const, Target: containerPath }] : [],
      ),
    },
    ...(host
      ? {}
      : { networks: { [NETWORK]: { aliases: aliasesOf(cloud, service, one), links: namesNearby(cloud, service) } } }),
  };

  function wordsOf(line: string): string[] {
    try {
      return shellWords(line);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new CloudFailure("ApiError", `${one.name} on ${engine.hostname}: ${error.message}`);
    }
  }
}

/** What everybody in the account's network calls it: "web-1.stack", and its service with it. */
const aliasesOf = (cloud: DockerCloud, service: CloudService, one: CloudContainer) => [
  uniqueName(cloud, service, one.name),
  uniqueName(cloud, service),
];

/**
 * Names that hold in this container only, each with what stands for it: those of its own stack, which come before any
 * other, and its links. Containers that come later by scaling are found by their service's name.
 */
function namesNearby(cloud: DockerCloud, service: CloudService): string[] {
  const mates = Object.values(cloud.state.services).filter(
    (other) => service.stack !== undefined && other.stack === service.stack && other.phase !== "Terminated",
  );
  const named = (other: CloudService, alias: string) => [
    `${uniqueName(cloud, other)}:${alias}`,
    ...Array.from({ length: other.definition.targetContainers }, (_, index) => index + 1).map(
      (number) => `${uniqueName(cloud, other, `${other.name}-${number}`)}:${alias}-${number}`,
    ),
  ];
  const linked = service.definition.links.flatMap(({ to, name }) => {
    const other = cloud.state.services[to];
    return other ? named(other, name) : [];
  });
  return [...new Set([...linked, ...mates.flatMap((other) => named(other, other.name))])];
}

/** WEB_1_PORT_80_TCP and its like, for each link, as far as its containers run (service-links.md). */
function linkVariables(cloud: DockerCloud, service: CloudService): EnvironmentVariable[] {
  return service.definition.links.flatMap(({ to, name }) => {
    const other = cloud.state.services[to];
    if (!other) return [];
    const prefix = name.toUpperCase().replaceAll("-", "_");
    const each = containersOf(cloud, other).flatMap((container) => {
      const address = addressOf(cloud, container);
      const own = `${prefix}_${container.number}`;
      const ports = other.definition.ports.flatMap(({ inner, protocol }) => {
        const url = `${protocol}://${address}:${inner}`;
        const key = `${own}_PORT_${inner}_${protocol.toUpperCase()}`;
        return [
          [key, url],
          [`${key}_ADDR`, address],
          [`${key}_PORT`, String(inner)],
          [`${key}_PROTO`, protocol],
        ];
      });
      const [first] = other.definition.ports;
      const main = first ? [[`${own}_PORT`, `${first.protocol}://${address}:${first.inner}`]] : [];
      const environment = other.definition.environment.map(({ key, value }) => [`${own}_ENV_${key}`, value]);
      return [...main, ...ports, ...environment];
    });
    const api = [`${prefix}_DOCKERCLOUD_API_URL`, REST_HOST + serviceUri(other)];
    return [...each, api].map(([key = "", value = ""]) => ({ key, value }));
  });
}

/** Its address in the account's network; "" while it has none. */
export function addressOf(cloud: DockerCloud, { node, engineId }: CloudContainer): string {
  const home = cloud.state.nodes[node];
  const container =
    home && home.state !== "Terminated" ? cloud.ports.engine(home).state.containers[engineId] : undefined;
  return container?.networks[NETWORK]?.IPAddress ?? "";
}

/** DOCKERCLOUD_…: what a container is told of itself. */
function ownVariables(
  cloud: DockerCloud,
  service: CloudService,
  one: CloudContainer,
  node: CloudNode,
): EnvironmentVariable[] {
  const uris = [
    ["SERVICE", serviceUri(service)],
    ["CONTAINER", containerUri(one)],
    ["NODE", nodeUri(node)],
  ].flatMap(([what = "", uri = ""]) => [
    [`DOCKERCLOUD_${what}_API_URI`, uri],
    [`DOCKERCLOUD_${what}_API_URL`, REST_HOST + uri],
  ]);
  const names = [
    ["DOCKERCLOUD_CONTAINER_FQDN", containerFqdn(cloud, one)],
    ["DOCKERCLOUD_CONTAINER_HOSTNAME", one.name],
    ["DOCKERCLOUD_SERVICE_FQDN", serviceFqdn(cloud, service)],
    ["DOCKERCLOUD_SERVICE_HOSTNAME", service.name],
    ["DOCKERCLOUD_NODE_FQDN", nodeFqdn(node)],
    ["DOCKERCLOUD_NODE_HOSTNAME", node.uuid],
    ["DOCKERCLOUD_NAMESPACE", NAMESPACE],
  ];
  return [...uris, ...names].map(([key = "", value = ""]) => ({ key, value }));
}
