import type { Container } from "../engine/container/container.ts";
import type { Engine } from "../engine/engine.ts";
import { EngineError } from "../engine/errors.ts";
import type { Network } from "../engine/network/network.ts";
import type { Cluster } from "./cluster.ts";
import { membershipOf, type SwarmFabric } from "./fabric.ts";

/** A container that is no task, in a network of the swarm. */
export interface Attached {
  readonly engine: Engine;
  readonly container: Container;
  readonly address: string;
}

/** The running containers of every node in a network of the swarm that are no tasks. */
export function attachedContainers(fabric: SwarmFabric, cluster: Cluster, networkId: string): Attached[] {
  return enginesOf(fabric, cluster).flatMap((engine) =>
    Object.values(engine.state.containers).flatMap((container) =>
      isTask(container)
        ? []
        : Object.values(container.networks)
            .filter(({ NetworkID, EndpointID }) => NetworkID === networkId && EndpointID !== "")
            .map(({ IPAddress }) => ({ engine, container, address: IPAddress })),
    ),
  );
}

/**
 * The network that a container made by hand joins (moby, daemon/cluster/networks.go, AttachNetwork): a worker comes to
 * know it by that.
 * @throws EngineError for one that is not attachable
 */
export function attachNetwork(engine: Engine, ref: string): Network | undefined {
  const cluster = membershipOf(engine)?.cluster;
  const all = Object.values(cluster?.networks ?? {});
  const network = cluster?.networks[ref] ?? all.find(({ name }) => name === ref);
  if (!network) return undefined;
  if (!network.attachable)
    throw new EngineError(
      403,
      `Could not attach to network ${ref}: rpc error: code = PermissionDenied desc = network ${network.name} not manually attachable`,
    );
  engine.state.networks[network.id] ??= structuredClone(network);
  return engine.state.networks[network.id];
}

const isTask = ({ config }: Container) => "com.docker.swarm.task.id" in config.Labels;

/** The hosts of a swarm. */
export function enginesOf(fabric: SwarmFabric, cluster: Cluster): Engine[] {
  return [...fabric.ports.engines().values()].filter((engine) => membershipOf(engine)?.cluster === cluster);
}
