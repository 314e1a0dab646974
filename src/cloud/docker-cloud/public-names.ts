import { hostRouter } from "../../engine/network/host-router.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Route } from "../../kernel/router.ts";
import type { Protocol } from "../../kernel/socket-table.ts";
import { containerState, containersOf } from "./container-state.ts";
import { CALLER_ADDRESS, type DockerCloud } from "./docker-cloud.ts";
import { containerFqdn, nodeFqdn, serviceFqdn } from "./names.ts";
import type { CloudContainer, CloudNode } from "./state.ts";

/** A round trip to a data centre of the provider, ms. */
const LATENCY_MS = 41;

/**
 * The addresses of a name under dockerapp.io: of the node that a container is on; of all nodes with containers of a
 * service that publishes a port of the node's (docker/docs, docker-cloud/apps/ports.md).
 */
export function dockerCloudAddresses(cloud: DockerCloud, name: string): string[] {
  const asked = name.toLowerCase();
  if (!asked.endsWith(".dockerapp.io")) return [];
  const { nodes, containers, services } = cloud.state;
  const node = Object.values(nodes).find((one) => isThere(one) && nodeFqdn(one) === asked);
  if (node) return [node.ip];
  const published = ({ service }: CloudContainer) =>
    services[service]?.definition.ports.some((port) => port.published) === true;
  const container = Object.values(containers).find(
    (one) => one.phase !== "Terminated" && containerFqdn(cloud, one).toLowerCase() === asked,
  );
  if (container) return published(container) ? addressesOf(cloud, [container]) : [];
  const service = Object.values(services).find(
    (one) => one.phase !== "Terminated" && serviceFqdn(cloud, one).toLowerCase() === asked,
  );
  if (!service?.definition.ports.some((port) => port.published && port.outer !== undefined)) return [];
  return addressesOf(
    cloud,
    containersOf(cloud, service).filter((one) => containerState(cloud, one) === "Running"),
  );
}

const isThere = ({ state }: CloudNode) => state !== "Terminated" && state !== "Deploying";

const addressesOf = (cloud: DockerCloud, containers: readonly CloudContainer[]) => [
  ...new Set(
    containers.flatMap(({ node }) => {
      const home = cloud.state.nodes[node];
      return home && isThere(home) ? [home.ip] : [];
    }),
  ),
];

/**
 * The way to a node's public address: the ports that its containers publish; any other is closed.
 * @returns undefined when the address is none of a node's
 * @throws NetworkError ETIMEDOUT while the node is not there yet or any more
 */
export function dockerCloudRoute(
  cloud: DockerCloud,
  address: string,
  port?: number,
  protocol?: Protocol,
): Route | undefined {
  const node = Object.values(cloud.state.nodes).findLast(({ ip }) => ip === address);
  if (!node) return undefined;
  if (!isThere(node)) throw new NetworkError("ETIMEDOUT", address);
  const engine = cloud.ports.engine(node);
  const inside = hostRouter(engine).route(engine.ports.address, port, protocol);
  return { ...inside, sourceAddress: CALLER_ADDRESS, latency: LATENCY_MS };
}
