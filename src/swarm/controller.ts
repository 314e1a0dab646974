import type { Engine } from "../engine/engine.ts";
import { runTask, sweepContainers, watchTask } from "./agent.ts";
import type { Cluster, SwarmNode } from "./cluster.ts";
import { announceChanges } from "./cluster-events.ts";
import { membershipOf, type SwarmFabric } from "./fabric.ts";
import { electLeader, nodeBack, nodeLost, watchElection, watchLost } from "./heartbeat.ts";
import { resumeJoins } from "./join.ts";
import { reconcile } from "./orchestrator.ts";
import type { Task, TaskState } from "./task.ts";

/** Changes that come together are answered together, ms. */
const SETTLE_MS = 30;

const UNDER_WAY: readonly TaskState[] = ["assigned", "accepted", "preparing", "ready", "starting"];

/** The leader's work and that of the nodes' agents, driven by every change of a cluster. */
export class SwarmController {
  readonly #fabric: SwarmFabric;
  /** Tasks that some agent already looks after. */
  readonly #attended = new WeakSet<Task>();
  /** When each cluster is looked at again, ms of the lab's time. */
  readonly #due = new Map<Cluster, { readonly at: number; readonly cancel: () => void }>();

  constructor(fabric: SwarmFabric) {
    this.#fabric = fabric;
    announceChanges(fabric);
    fabric.onChange((cluster) => this.#wake(cluster, SETTLE_MS));
    fabric.onReachabilityChange(() => this.reachabilityChanged());
  }

  /** After a lab was opened: goes on with what was under way when it was stored. */
  resume(): void {
    for (const cluster of Object.values(this.#fabric.state.clusters)) {
      for (const node of Object.values(cluster.nodes)) watchLost(this.#fabric, cluster, node);
      watchElection(this.#fabric, cluster);
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
    resumeJoins(this.#fabric);
  }

  /** Whether any other manager (or, alone, itself) hears a node. */
  #heard(cluster: Cluster, node: SwarmNode): boolean {
    const managers = Object.values(cluster.nodes).filter(({ role }) => role === "manager");
    return managers.some((manager) => {
      const from = this.#fabric.engineOf(manager);
      if (!from || from.state.stopped || from.state.swarm?.locked) return false;
      return this.#fabric.hears(from, node) && (managers.length === 1 || manager !== node);
    });
  }

  #wake(cluster: Cluster, ms: number): void {
    const { clock } = this.#fabric.ports;
    const at = clock.now() + ms;
    const due = this.#due.get(cluster);
    if (due && due.at <= at) return;
    due?.cancel();
    const cancel = clock.after(ms, () => {
      this.#due.delete(cluster);
      if (this.#fabric.state.clusters[cluster.id] === cluster) this.#step(cluster);
    });
    this.#due.set(cluster, { at, cancel });
  }

  #step(cluster: Cluster): void {
    const leader = cluster.leader === undefined ? undefined : cluster.nodes[cluster.leader];
    const engine = leader && this.#fabric.engineOf(leader);
    if (engine && leader.lostAt === undefined) {
      const before = JSON.stringify([cluster.tasks, cluster.services]);
      reconcile({
        cluster,
        random: this.#fabric.ports.random,
        now: engine.clock.now(),
        timestamp: engine.timestamp(),
        later: (ms) => this.#wake(cluster, ms + 1),
      });
      if (JSON.stringify([cluster.tasks, cluster.services]) !== before) this.#fabric.changed(cluster);
    }
    for (const task of Object.values(cluster.tasks)) this.#attend(cluster, task);
    for (const node of Object.values(cluster.nodes)) this.#sweep(cluster, node);
  }

  #attend(cluster: Cluster, task: Task): void {
    const node = task.nodeId === undefined ? undefined : cluster.nodes[task.nodeId];
    const engine = node && this.#fabric.engineOf(node);
    if (!engine || node.lostAt !== undefined || this.#attended.has(task)) return;
    const work = this.#workFor(cluster, engine, task);
    if (!work) return;
    this.#attended.add(task);
    void work
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        this.#attended.delete(task);
      });
  }

  /** Goes on with a task where it is: also one that was being prepared when its host went down. */
  #workFor(cluster: Cluster, engine: Engine, task: Task): Promise<void> | undefined {
    if (engine.state.stopped || membershipOf(engine)?.cluster !== cluster) return undefined;
    if (task.state === "running") return watchTask(this.#fabric, cluster, engine, task);
    return UNDER_WAY.includes(task.state) ? runTask(this.#fabric, cluster, engine, task) : undefined;
  }

  #sweep(cluster: Cluster, node: SwarmNode): void {
    const engine = this.#fabric.engineOf(node);
    if (!engine || engine.state.stopped || node.lostAt !== undefined || cluster.leader === undefined) return;
    if (membershipOf(engine)?.cluster !== cluster) return;
    void sweepContainers(cluster, engine).catch((error: unknown) => console.error(error));
  }
}
