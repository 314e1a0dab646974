import type { Cluster } from "./cluster.ts";
import { chooseNode, eligibleNodes, isActive, noSuitableNode } from "./scheduler.ts";
import type { Service } from "./service.ts";
import { rollUpdate } from "./service-update.ts";
import type { Task } from "./task.ts";
import { type Desk, hasEnded, newTask, setState, tasksOf } from "./tasks.ts";

/**
 * Brings a cluster's tasks closer to what its services ask: replaces what ended or lost its node, makes what is missing,
 * takes away what is too much, and gives tasks without a node one (swarmkit's orchestrators and scheduler).
 */
export function reconcile(desk: Desk): void {
  const { cluster } = desk;
  for (const task of Object.values(cluster.tasks)) retire(desk, task);
  for (const service of Object.values(cluster.services)) {
    rollUpdate(desk, service);
    if (service.spec.mode.kind === "global" || service.spec.mode.kind === "global-job") global(desk, service);
    else replicated(desk, service);
    trimHistory(cluster, service);
  }
  for (const task of Object.values(cluster.tasks)) assign(desk, task);
}

/** A task whose service, node or willingness of its node is gone is to end. */
function retire({ cluster }: Desk, task: Task): void {
  if (!isActive(task)) return;
  const node = task.nodeId === undefined ? undefined : cluster.nodes[task.nodeId];
  if (!cluster.services[task.serviceId]) task.desiredState = "remove";
  else if (task.nodeId !== undefined && (!node || node.state === "down" || node.availability === "drain")) {
    task.desiredState = "shutdown";
    // Nobody is there to tell that it ended: it counts as gone when its node does.
    if (!node) setState(task, "orphaned", task.since, "");
  }
}

function replicated(desk: Desk, service: Service): void {
  const { mode } = service.spec;
  const wanted = mode.kind === "replicated" ? mode.replicas : mode.kind === "replicated-job" ? mode.concurrent : 0;
  const tasks = tasksOf(desk.cluster, service);
  const slots = Map.groupBy(tasks, ({ slot }) => slot);
  const done = tasks.filter(({ state }) => state === "complete").length;
  const total = mode.kind === "replicated-job" ? mode.total : Number.POSITIVE_INFINITY;
  const running = [...slots].filter(([, held]) => held.some(isActive)).map(([slot]) => slot);
  if (running.length > wanted) {
    const surplus = running.sort((a, b) => b - a).slice(0, running.length - wanted);
    for (const task of tasks) if (surplus.includes(task.slot)) task.desiredState = "remove";
    return;
  }
  for (let slot = 1, held = running.length; held < wanted && held + done < total && slot < 10_000; slot++) {
    const before = slots.get(slot) ?? [];
    if (before.some(isActive)) continue;
    if (mode.kind === "replicated-job" && before.some(({ state }) => state === "complete")) continue;
    held++;
    replace(desk, service, before, slot);
  }
}

function global(desk: Desk, service: Service): void {
  const tasks = tasksOf(desk.cluster, service);
  const eligible = eligibleNodes(desk.cluster, service);
  for (const node of eligible) {
    const before = tasks.filter(({ nodeId }) => nodeId === node.id);
    if (before.some(isActive)) continue;
    if (service.spec.mode.kind === "global-job" && before.some(({ state }) => state === "complete")) continue;
    replace(desk, service, before, 0, node.id);
  }
  for (const task of tasks) {
    const node = task.nodeId === undefined ? undefined : desk.cluster.nodes[task.nodeId];
    if (isActive(task) && node?.availability === "active" && !eligible.includes(node)) task.desiredState = "shutdown";
  }
}

/** Makes the task that follows `before` in a slot, if the restart policy lets it and its delay has passed. */
function replace(desk: Desk, service: Service, before: readonly Task[], slot: number, nodeId?: string): void {
  const last = before.reduce<Task | undefined>((a, b) => (!a || b.createdAt > a.createdAt ? b : a), undefined);
  // A task that is being moved or updated is followed at once; one that failed, after the policy's delay.
  if (last && hasEnded(last) && last.desiredState !== "shutdown" && last.desiredState !== "remove") {
    const { condition, delay, maxAttempts } = service.spec.task.restartPolicy;
    last.desiredState = "shutdown";
    if (condition === "none" || (condition === "on-failure" && last.state === "complete")) {
      last.desiredState = "running";
      return;
    }
    const attempts = before.filter(({ state }) => state === "failed" || state === "complete").length;
    if (maxAttempts > 0 && attempts > maxAttempts) {
      last.desiredState = "running";
      return;
    }
    newTask(desk, service, slot, nodeId, "ready", desk.now + delay / 1e6);
    return;
  }
  newTask(desk, service, slot, nodeId, "running");
}

function assign(desk: Desk, task: Task): void {
  const { cluster, now } = desk;
  const service = cluster.services[task.serviceId];
  if (!service) return;
  if (task.readyUntil !== undefined && task.desiredState === "ready" && now >= task.readyUntil) {
    task.desiredState = "running";
    delete task.readyUntil;
  }
  if (task.state !== "pending" || !isActive(task)) return;
  const node = task.nodeId === undefined ? chooseNode(cluster, service) : cluster.nodes[task.nodeId];
  if (!node) {
    task.error = noSuitableNode(cluster, service);
    return;
  }
  delete task.error;
  task.nodeId = node.id;
  setState(task, "assigned", now, "scheduler assigned task to node");
}

/** Forgets the oldest ended tasks of a slot beyond the history limit, and those that were to be removed. */
function trimHistory(cluster: Cluster, service: Service): void {
  const bySlot = Map.groupBy(tasksOf(cluster, service), ({ slot, nodeId }) => (slot === 0 ? nodeId : slot));
  for (const tasks of bySlot.values()) {
    const ended = tasks
      .filter((task) => hasEnded(task) && !isActive(task))
      .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    const live = tasks.length - ended.length;
    for (const task of ended.slice(Math.max(0, cluster.spec.taskHistoryLimit - live))) delete cluster.tasks[task.id];
  }
}
