import type { Engine } from "../engine/engine.ts";
import { runTask, watchTask } from "./agent.ts";
import type { Cluster, SwarmNode } from "./cluster.ts";
import { hasQuorum, membershipOf, type SwarmFabric } from "./fabric.ts";
import { electLeader, nodeBack, nodeLost, watchLost } from "./heartbeat.ts";
import { reconcile } from "./orchestrator.ts";
import type { Task } from "./task.ts";

/** Changes that come together are answered together, ms. */
const SETTLE_MS = 30;

/** The leader's work and that of the nodes' agents, driven by every change of a cluster. */
export class SwarmController {
  readonly #fabric: SwarmFabric;
  /** Tasks that some agent already looks after. */
  readonly #attended = new WeakSet<Task>();
  readonly #due = new Set<Cluster>();

  constructor(fabric: SwarmFabric) {
    this.#fabric = fabric;
    fabric.onChange((cluster) => this.#wake(cluster, SETTLE_MS));
  }

  /** After a lab was opened: goes on with what was under way when it was stored. */
  resume(): void {
    for (const cluster of Object.values(this.#fabric.state.clusters)) {
      for (const node of Object.values(cluster.nodes)) watchLost(this.#fabric, cluster, node);
      this.#wake(cluster, 0);
    }
  }

  /** Looks which nodes are heard, after a host was switched off, cut away or brought back. */
  reachabilityChanged(): void {
    for (const cluster of Object.values(this.#fabric.state.clusters)) {
      for (const node of Object.values(cluster.nodes)) {
        const heard = this.#heard(cluster, node);
        if (heard && node.lostAt !== undefined) nodeBack(this.#fabric, cluster, node);
        else if (!heard) nodeLost(this.#fabric, cluster, node);
      }
      electLeader(this.#fabric, cluster);
      this.#fabric.changed(cluster);
    }
  }

  /** Whether any other manager (or, alone, itself) hears a node. */
  #heard(cluster: Cluster, node: SwarmNode): boolean {
    const engine = this.#fabric.engineOf(node);
    if (!engine) return false;
    const managers = Object.values(cluster.nodes).filter(({ role }) => role === "manager");
    return managers.some((manager) => {
      const from = this.#fabric.engineOf(manager);
      if (!from) return false;
      return (
        this.#fabric.ports.reachable(from.ports.host.host, node.address) === engine &&
        (managers.length === 1 || manager !== node)
      );
    });
  }

  #wake(cluster: Cluster, ms: number): void {
    if (ms <= SETTLE_MS) {
      if (this.#due.has(cluster)) return;
      this.#due.add(cluster);
    }
    this.#fabric.ports.clock.after(ms, () => {
      this.#due.delete(cluster);
      if (this.#fabric.state.clusters[cluster.id] === cluster) this.#step(cluster);
    });
  }

  #step(cluster: Cluster): void {
    const leader = cluster.leader === undefined ? undefined : cluster.nodes[cluster.leader];
    const engine = leader && this.#fabric.engineOf(leader);
    if (engine && hasQuorum(engine, cluster)) {
      const before = JSON.stringify(cluster.tasks);
      reconcile({
        cluster,
        random: this.#fabric.ports.random,
        now: engine.clock.now(),
        timestamp: engine.timestamp(),
        later: (ms) => this.#wake(cluster, ms + 1),
      });
      if (JSON.stringify(cluster.tasks) !== before) this.#fabric.changed(cluster);
    }
    for (const task of Object.values(cluster.tasks)) this.#attend(cluster, task);
  }

  #attend(cluster: Cluster, task: Task): void {
    const node = task.nodeId === undefined ? undefined : cluster.nodes[task.nodeId];
    const engine = node && this.#fabric.engineOf(node);
    if (!engine || node.lostAt !== undefined || this.#attended.has(task)) return;
    const work = this.#workFor(cluster, engine, task);
    if (!work) return;
    this.#attended.add(task);
    void work.catch((error: unknown) => console.error(error));
  }

  #workFor(cluster: Cluster, engine: Engine, task: Task): Promise<void> | undefined {
    if (membershipOf(engine)?.cluster !== cluster) return undefined;
    if (task.state === "assigned") return runTask(this.#fabric, cluster, engine, task);
    return task.state === "running" ? watchTask(this.#fabric, cluster, engine, task) : undefined;
  }
}
