import type { Engine } from "../engine/engine.ts";
import type { Cluster } from "./cluster.ts";
import type { SwarmFabric } from "./fabric.ts";
import type { Task, TaskState } from "./task.ts";
import { hasEnded, setState } from "./tasks.ts";

const GO_ON: readonly TaskState[] = ["running", "complete"];
const TO_RUN: readonly TaskState[] = ["ready", ...GO_ON];

/** The dockerd that looked after a task ended, or left the swarm: nothing more is done or said here. */
export class AgentGone extends Error {
  constructor() {
    super("the node's dockerd has ended");
    this.name = "AgentGone";
  }
}

/**
 * What joins a node's agent with the managers for one task: what they want, as far as they are heard, and what it
 * reports, as soon as they hear it. A node that is cut off goes on with what it knew.
 */
export class TaskLink {
  readonly cluster: Cluster;
  readonly engine: Engine;
  readonly task: Task;
  readonly #fabric: SwarmFabric;

  constructor(fabric: SwarmFabric, cluster: Cluster, engine: Engine, task: Task) {
    this.#fabric = fabric;
    this.cluster = cluster;
    this.engine = engine;
    this.task = task;
  }

  /** Whether the managers still have the task. */
  known(): boolean {
    return this.cluster.tasks[this.task.id] === this.task;
  }

  /** Whether the task is to run, now or later. */
  wanted(): boolean {
    return !this.#heard() || (this.known() && TO_RUN.includes(this.task.desiredState) && !hasEnded(this.task));
  }

  /** Whether a task that runs is to go on. */
  wantedRunning(): boolean {
    return !this.#heard() || (this.known() && GO_ON.includes(this.task.desiredState) && !hasEnded(this.task));
  }

  /** Notes a state in the managers' books once they hear of it. @throws AgentGone */
  async report(state: TaskState, message: string, at?: number): Promise<void> {
    await this.untilHeard();
    if (hasEnded(this.task)) return;
    setState(this.task, state, at ?? this.engine.clock.now(), message);
    this.changed();
  }

  changed(): void {
    this.#fabric.changed(this.cluster);
  }

  /** Whether it may be started, and not only be prepared. */
  mayStart(): boolean {
    return GO_ON.includes(this.task.desiredState);
  }

  /** Waits until the managers hear this node. @throws AgentGone */
  async untilHeard(): Promise<void> {
    this.demandAlive();
    while (!this.#heard()) {
      await this.#fabric.change();
      this.demandAlive();
    }
  }

  /** Waits for something, or for the task not to be wanted. @throws AgentGone */
  async until(condition: () => boolean): Promise<void> {
    this.demandAlive();
    while (!condition() && this.wanted()) {
      await this.#fabric.change();
      this.demandAlive();
    }
  }

  /** Waits for a condition that may become true at any change or when `event` happens. @throws AgentGone */
  async untilOr(event: Promise<void>, condition: () => boolean): Promise<void> {
    this.demandAlive();
    while (!condition()) {
      await Promise.race([event, this.#fabric.change()]);
      this.demandAlive();
    }
  }

  /** @throws AgentGone */
  demandAlive(): void {
    const { stopped, swarm } = this.engine.state;
    if (stopped || swarm?.locked || swarm?.nodeId !== this.task.nodeId) throw new AgentGone();
  }

  /** A node that was struck off is told so: it is heard, and its tasks are not known. */
  #heard(): boolean {
    const node = this.cluster.nodes[this.task.nodeId ?? ""];
    return !node || (node.lostAt === undefined && this.cluster.leader !== undefined);
  }
}
