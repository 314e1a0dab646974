import type { Engine } from "../engine/engine.ts";
import { EngineError } from "../engine/errors.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Random } from "../kernel/random.ts";
import type { Cluster, SwarmNode } from "./cluster.ts";
import type { SwarmState } from "./swarm-state.ts";

export interface FabricPorts {
  readonly state: SwarmState;
  readonly clock: Clock;
  readonly random: Random;
  /** Every host of the lab by name, also those that are off. */
  readonly engines: () => ReadonlyMap<string, Engine>;
  /** The engine at an address as a host reaches it; undefined when it is off or cut from it. */
  readonly reachable: (fromHost: string, address: string) => Engine | undefined;
}

export function emptySwarmState(): SwarmState {
  return { clusters: {} };
}

const fabrics = new WeakMap<Engine, SwarmFabric>();

/** What lets the hosts of a lab be nodes of a swarm: the managers' common state, and who hears whom. */
export class SwarmFabric {
  readonly state: SwarmState;
  readonly ports: FabricPorts;
  readonly #changeListeners = new Set<(cluster: Cluster) => void>();

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

export interface Membership {
  readonly cluster: Cluster;
  readonly node: SwarmNode;
}

/** The swarm a host believes it is part of, and its node there. */
export function membershipOf(engine: Engine): Membership | undefined {
  const { swarm } = engine.state;
  const cluster = swarm && fabrics.get(engine)?.state.clusters[swarm.clusterId];
  const node = swarm && cluster?.nodes[swarm.nodeId];
  return cluster && node ? { cluster, node } : undefined;
}

const NOT_IN_A_SWARM =
  'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';
const ONLY_A_WORKER =
  "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager.";
const NO_LEADER =
  "rpc error: code = Unknown desc = The swarm does not have a leader. It's possible that too few managers are online. Make sure more than half of the managers are online.";

/**
 * The cluster, for a command that only a manager answers.
 * @throws EngineError in the daemon's words (recorded): not in a swarm, a worker, no quorum
 */
export function requireManager(engine: Engine): Membership {
  const membership = membershipOf(engine);
  if (!membership) throw new EngineError(503, NOT_IN_A_SWARM);
  if (membership.node.role !== "manager") throw new EngineError(503, ONLY_A_WORKER);
  if (!hasQuorum(engine, membership.cluster)) throw new EngineError(500, NO_LEADER);
  return membership;
}

/** Whether a manager hears more than half of its swarm's managers, itself among them. */
export function hasQuorum(engine: Engine, cluster: Cluster): boolean {
  const managers = Object.values(cluster.nodes).filter(({ role }) => role === "manager");
  const { reachable } = fabricOf(engine).ports;
  const heard = managers.filter(
    (manager) =>
      manager.id === engine.state.swarm?.nodeId ||
      reachable(engine.ports.host.host, manager.address)?.state.swarm?.nodeId === manager.id,
  );
  return heard.length * 2 > managers.length;
}
