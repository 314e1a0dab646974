import type { Engine } from "../engine/engine.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import type { Cluster, SwarmNode } from "./cluster.ts";
import type { SwarmState } from "./swarm-state.ts";

interface FabricPorts {
  readonly state: SwarmState;
  readonly clock: Clock;
  readonly random: Random;
  /** Every host of the lab by name, also those that are off. */
  readonly engines: () => ReadonlyMap<string, Engine>;
  /** The engine at an address as a host reaches it; undefined when it is off or cut from it. */
  readonly reachable: (fromHost: string, address: string) => Engine | undefined;
}

/** The state of a lab in which no swarm was made. */
export function emptySwarmState(): SwarmState {
  return { clusters: {} };
}

const fabrics = new WeakMap<Engine, SwarmFabric>();

/** What lets the hosts of a lab be nodes of a swarm: the managers' common state, and who hears whom. */
export class SwarmFabric {
  readonly state: SwarmState;
  readonly ports: FabricPorts;
  readonly #changeListeners = new Set<(cluster: Cluster) => void>();
  readonly #reachListeners = new Set<() => void>();

  constructor(ports: FabricPorts) {
    this.state = ports.state;
    this.ports = ports;
  }

  /** Makes a host's engine able to take part. */
  attach(engine: Engine): void {
    fabrics.set(engine, this);
  }

  /** The engine a node runs on, wherever it is. */
  engineOf(node: SwarmNode): Engine | undefined {
    for (const engine of this.ports.engines().values()) {
      if (engine.state.swarm?.nodeId === node.id) return engine;
    }
    return undefined;
  }

  /** A change that managers agreed on: raises the cluster's index and wakes whoever reconciles. */
  changed(cluster: Cluster): number {
    cluster.index++;
    for (const listener of [...this.#changeListeners]) listener(cluster);
    return cluster.index;
  }

  /** Resolves at the next change of any cluster. */
  change(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.onChange(() => {
        stop();
        resolve();
      });
    });
  }

  /** Whether a host hears a node: it is on, within reach, runs its dockerd, and is not locked. */
  hears(from: Engine, node: SwarmNode): boolean {
    const there = this.ports.reachable(from.ports.host.host, node.hostAddress ?? node.address);
    return there !== undefined && !there.state.stopped && ownsNode(there, node);
  }

  /** Somebody was switched on or off, cut or connected, locked or unlocked. */
  reachabilityChanged(): void {
    for (const listener of [...this.#reachListeners]) listener();
  }

  onReachabilityChange(listener: () => void): void {
    this.#reachListeners.add(listener);
  }

  /** Calls `listener` after every change; the returned function stops that. */
  onChange(listener: (cluster: Cluster) => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }
}

/** The fabric a host belongs to. */
export function fabricOf(engine: Engine): SwarmFabric {
  const fabric = fabrics.get(engine);
  if (!fabric) throw new Error(`${engine.hostname} was not attached to a swarm fabric`);
  return fabric;
}

/** Whether a host is a node, and not locked. */
export const ownsNode = ({ state }: Engine, { id }: SwarmNode) => state.swarm?.nodeId === id && !state.swarm.locked;

export interface Membership {
  readonly cluster: Cluster;
  readonly node: SwarmNode;
}

/** The swarm a host believes it is part of, also while it is locked or struck off. */
export function clusterOf(engine: Engine): Cluster | undefined {
  const { swarm } = engine.state;
  return swarm && fabrics.get(engine)?.state.clusters[swarm.clusterId];
}

/** The swarm a host takes part in, and its node there; undefined also while it is locked. */
export function membershipOf(engine: Engine): Membership | undefined {
  const { swarm } = engine.state;
  const cluster = clusterOf(engine);
  const node = swarm && !swarm.locked ? cluster?.nodes[swarm.nodeId] : undefined;
  return cluster && node ? { cluster, node } : undefined;
}
