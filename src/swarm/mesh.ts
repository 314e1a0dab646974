import type { Engine, OverlayPort } from "../engine/engine.ts";
import { socketsOf } from "../engine/network/published-ports.ts";
import type { Route } from "../kernel/router.ts";
import type { Protocol } from "../kernel/socket-table.ts";
import { allocateAddress, takenAddresses } from "./addresses.ts";
import type { Cluster } from "./cluster.ts";
import { membershipOf, type SwarmFabric } from "./fabric.ts";
import { type Attached, attachedContainers, attachNetwork } from "./network-attachments.ts";
import { syncNetworks } from "./node-networks.ts";
import { isActive } from "./scheduler.ts";
import type { Service } from "./service.ts";
import type { Task } from "./task.ts";

/** Round trip to a task on this node, and on another, ms. */
const NEAR_MS = 0.09;
const FAR_MS = 0.42;

const bare = (address: string | undefined) => address?.split("/")[0];

const allTurns = new WeakMap<SwarmFabric, Map<string, number>>();

/** By service: whose turn it is. Counted for all nodes together, so that each request of a learner meets another task. */
function turnsOf(fabric: SwarmFabric): Map<string, number> {
  const known = allTurns.get(fabric);
  if (known) return known;
  const turns = new Map<string, number>();
  allTurns.set(fabric, turns);
  return turns;
}

/** What a swarm adds to a node's networking: service discovery, virtual addresses and the routing mesh. */
export function overlayPort(fabric: SwarmFabric, engine: Engine): OverlayPort {
  const turns = turnsOf(fabric);

  /** Tasks that answer, as far as this node can tell: one that is on its way out, or beyond reach, is not asked. */
  const running = (cluster: Cluster, service: Service): Task[] =>
    Object.values(cluster.tasks).filter(
      (task) =>
        task.serviceId === service.id &&
        task.state === "running" &&
        isActive(task) &&
        reached(cluster, task) !== undefined,
    );

  /** The host of a task, when this one reaches it. */
  const reached = (cluster: Cluster, task: Task): Engine | undefined => {
    const node = task.nodeId === undefined ? undefined : cluster.nodes[task.nodeId];
    const there = node && fabric.engineOf(node);
    if (!node || !there || there.state.stopped) return undefined;
    if (there === engine) return there;
    const address = node.hostAddress ?? node.address;
    return fabric.ports.reachable(engine.ports.host.host, address) === there ? there : undefined;
  };

  /** The tasks of a service take turns, as IPVS does. */
  const next = (service: Service, tasks: readonly Task[]): Task | undefined => {
    const turn = turns.get(service.id) ?? 0;
    turns.set(service.id, turn + 1);
    return tasks[turn % Math.max(1, tasks.length)];
  };

  const toTask = (
    cluster: Cluster,
    task: Task | undefined,
    port: number | undefined,
    source: string,
  ): Route | undefined => {
    const there = task && reached(cluster, task);
    if (!there) return undefined;
    const near = there === engine;
    const container = there.state.containers[task.containerId ?? ""];
    const sockets = container && socketsOf(there, container);
    return sockets && { sockets, port: port ?? 0, sourceAddress: source, latency: near ? NEAR_MS : FAR_MS };
  };

  const attached = (networkId: string): Attached[] => {
    const cluster = membershipOf(engine)?.cluster;
    const all = cluster ? attachedContainers(fabric, cluster, networkId) : [];
    return all.filter((one) => one.engine === engine || isReachable(one.engine));
  };

  const isReachable = (there: Engine) => fabric.ports.reachable(engine.ports.host.host, there.ports.address) === there;

  // A worker knows the networks that something of it is in.
  engine.onEvent(({ Type, Action, scope }) => {
    if (Type === "network" && scope === "swarm" && (Action === "connect" || Action === "disconnect"))
      fabric.ports.clock.after(0, () => syncNetworks(engine));
  });

  return {
    resolve(networkId, name) {
      const cluster = membershipOf(engine)?.cluster;
      if (!cluster) return [];
      const wanted = name.toLowerCase();
      const ofTasks = /^tasks\.(.+)$/.exec(wanted)?.[1];
      for (const service of Object.values(cluster.services)) {
        if (service.spec.name.toLowerCase() !== (ofTasks ?? wanted)) {
          const alias = service.spec.task.networks.find(({ target }) => target === networkId)?.aliases ?? [];
          if (!alias.some((other) => other.toLowerCase() === wanted)) continue;
        }
        const virtual = bare(service.virtualAddresses[networkId]);
        if (virtual !== undefined && ofTasks === undefined) return [virtual];
        return running(cluster, service).flatMap(({ addresses }) => bare(addresses[networkId]) ?? []);
      }
      return attached(networkId)
        .filter(({ container }) =>
          Object.values(container.networks).some(
            ({ NetworkID, DNSNames }) =>
              NetworkID === networkId && DNSNames?.some((other) => other.toLowerCase() === wanted),
          ),
        )
        .map(({ address }) => address);
    },
    route(networkId, address, port) {
      const cluster = membershipOf(engine)?.cluster;
      if (!cluster) return undefined;
      const service = Object.values(cluster.services).find((s) => bare(s.virtualAddresses[networkId]) === address);
      const tasks = service
        ? running(cluster, service)
        : Object.values(cluster.tasks).filter(({ addresses }) => bare(addresses[networkId]) === address);
      const other = attached(networkId).find((one) => one.address === address);
      const sockets = other && socketsOf(other.engine, other.container);
      if (sockets) {
        const latency = other.engine === engine ? NEAR_MS : FAR_MS;
        return { sockets, port: port ?? 0, sourceAddress: address, latency };
      }
      return toTask(cluster, service ? next(service, tasks) : tasks[0], port, address);
    },
    allocate(networkId) {
      const cluster = membershipOf(engine)?.cluster;
      if (!cluster) return undefined;
      const taken = attachedContainers(fabric, cluster, networkId).map(({ address }) => address);
      return bare(allocateAddress(cluster, networkId, taken));
    },
    attach: (ref) => attachNetwork(engine, ref),
    addresses(networkId) {
      const cluster = membershipOf(engine)?.cluster;
      if (!cluster) return [];
      return [
        ...takenAddresses(cluster, networkId),
        ...attachedContainers(fabric, cluster, networkId).map(({ address }) => address),
      ];
    },
    ingress(port: number, protocol: Protocol) {
      const cluster = membershipOf(engine)?.cluster;
      if (!cluster) return undefined;
      for (const service of Object.values(cluster.services)) {
        const published = service.ports.find(
          (other) => other.mode === "ingress" && other.publishedPort === port && other.protocol === protocol,
        );
        if (!published) continue;
        const task = next(service, running(cluster, service));
        const mesh = Object.values(cluster.networks).find((network) => network.ingress);
        // The mesh hides the caller: a task sees the node's address in the ingress network.
        const balancer = mesh?.loadBalancers?.[membershipOf(engine)?.node.id ?? ""];
        const route = toTask(cluster, task, published.targetPort, bare(balancer) ?? "10.0.0.2");
        return route && { ...route, hidesCaller: true };
      }
      return undefined;
    },
  };
}
