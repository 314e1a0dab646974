import type { Cluster } from "./cluster.ts";
import { mayRestart, restartDelay } from "./restart.ts";
import { chooseNode, eligibleNodes, isActive, isWithin, noSuitableNode } from "./scheduler.ts";
import type { Service } from "./service.ts";
import { rollUpdate } from "./service-update.ts";
import type { Task } from "./task.ts";
import { allocateTask, type Desk, goalOf, hasEnded, isUpToDate, newTask, setState, slotsOf, tasksOf } from "./tasks.ts";

/**
 * Brings a cluster's tasks closer to what its services ask: replaces what ended or lost its node, makes what is missing,
 * takes away what is too much, and gives tasks without a node one (swarmkit's orchestrators and scheduler).
 */
export function reconcile(desk: Desk): void {
  const { cluster } = desk;
  for (const task of Object.values(cluster.tasks)) retire(desk, task);
  for (const service of Object.values(cluster.services)) {
    if (service.spec.mode.kind === "global" || service.spec.mode.kind === "global-job") global(desk, service);
    else replicated(desk, service);
    // A task that has failed is followed by another first; then its update looks whether it goes on.
    rollUpdate(desk, service);
  }
  for (const task of Object.values(cluster.tasks)) assign(desk, task);
  reap(cluster);
}

/** A task whose service, node, or willingness or fitness of its node is gone is to end. */
function retire(desk: Desk, task: Task): void {
  const { cluster, now } = desk;
  const node = task.nodeId === undefined ? undefined : cluster.nodes[task.nodeId];
  // Nobody is there to tell that it ended: it counts as gone when its node does.
  if (task.nodeId !== undefined && !node && !hasEnded(task)) setState(task, "orphaned", now, "");
  const service = cluster.services[task.serviceId];
  if (!service) task.desiredState = "remove";
  else if (hasEnded(task) && task.state !== task.desiredState && isDue(task)) {
    if (!isWaiting(task, now)) task.desiredState = "shutdown";
  } else if (!isActive(task)) return;
  else if (node && (node.state === "down" || node.availability === "drain")) task.desiredState = "shutdown";
  else if (node && !isWithin(node, task.spec.constraints)) {
    task.error = "assigned node no longer meets constraints";
    setState(task, "rejected", now, "task rejected by constraint enforcer");
  }
}

const isDue = ({ desiredState }: Task) => ["ready", "running", "complete"].includes(desiredState);

function replicated(desk: Desk, service: Service): void {
  const { mode } = service.spec;
  const slots = slotsOf(desk.cluster, service);
  if (mode.kind === "replicated-job") {
    replicatedJob(desk, service, mode, slots);
    return;
  }
  const wanted = mode.kind === "replicated" ? mode.replicas : 0;
  const held = [...slots].filter(([, tasks]) => isHeld(desk, service, tasks));
  if (held.length > wanted) {
    for (const [, tasks] of inOrderOfRemoval(held).slice(0, held.length - wanted)) {
      for (const task of tasks) task.desiredState = "remove";
    }
    return;
  }
  let missing = wanted - held.length;
  const free = new Set(held.map(([slot]) => slot));
  for (let slot = 1; missing > 0; slot++) {
    if (free.has(slot)) continue;
    missing--;
    replace(desk, service, slots.get(slot) ?? [], slot);
  }
}

/**
 * Whether a slot needs nothing now: a task of it is under way, its last one has ended and is not to be restarted, or
 * was refused before it was even due.
 */
function isHeld({ now }: Desk, service: Service, tasks: readonly Task[]): boolean {
  if (tasks.some(isActive)) return true;
  const last = newest(tasks);
  return last !== undefined && isUpToDate(service, last) && (isWaiting(last, now) || !mayRestart(service, last));
}

/** First what does not run, then from the nodes that have most tasks of the service. */
function inOrderOfRemoval(slots: [number | string, Task[]][]): [number | string, Task[]][] {
  const perNode = new Map<string, number>();
  const runs = (tasks: readonly Task[]) => tasks.some(({ state }) => state === "running");
  const ranked = slots
    .sort(([a, x], [b, y]) => Number(runs(y)) - Number(runs(x)) || Number(a) - Number(b))
    .map((slot) => {
      const node = slot[1].find(isActive)?.nodeId;
      const rank = node === undefined ? Number.POSITIVE_INFINITY : (perNode.get(node) ?? 0) + 1;
      if (node !== undefined) perNode.set(node, rank);
      return { slot, rank: runs(slot[1]) ? rank : Number.POSITIVE_INFINITY };
    });
  return ranked.sort((a, b) => b.rank - a.rank || Number(b.slot[0]) - Number(a.slot[0])).map(({ slot }) => slot);
}

function replicatedJob(
  desk: Desk,
  service: Service,
  mode: { total: number; concurrent: number },
  slots: ReadonlyMap<number | string, Task[]>,
): void {
  const done = [...slots.values()].filter((tasks) => tasks.some(isDone(service))).length;
  let active = [...slots.values()].filter((tasks) => tasks.some(isActive)).length;
  // A job's slots begin at 0 in swarmkit; here 0 is a global task's.
  for (let slot = 1; active < mode.concurrent && active + done < mode.total && slot <= mode.total; slot++) {
    const before = slots.get(slot) ?? [];
    if (before.some(isActive) || before.some(isDone(service)) || (before.length > 0 && isHeld(desk, service, before)))
      continue;
    active++;
    replace(desk, service, before, slot);
  }
}

const isDone = (service: Service) => (task: Task) => task.state === "complete" && isUpToDate(service, task);

function global(desk: Desk, service: Service): void {
  const slots = slotsOf(desk.cluster, service);
  const eligible = eligibleNodes(desk.cluster, service);
  const job = service.spec.mode.kind === "global-job";
  for (const node of eligible) {
    const before = slots.get(node.id) ?? [];
    const state = newest(before)?.state;
    const moved = state === "shutdown" || state === "orphaned";
    if (before.some(isActive) || (job && before.some(isDone(service)))) continue;
    if (!moved && isHeld(desk, service, before)) continue;
    replace(desk, service, before, 0, node.id);
  }
  for (const task of tasksOf(desk.cluster, service)) {
    const node = task.nodeId === undefined ? undefined : desk.cluster.nodes[task.nodeId];
    // Of a node that a new leader has not heard yet, nothing is decided.
    if (!isActive(task) || node?.availability !== "active" || node.state === "unknown") continue;
    if (!eligible.includes(node)) task.desiredState = "shutdown";
  }
}

const newest = (tasks: readonly Task[]): Task | undefined =>
  tasks.reduce<Task | undefined>((a, b) => (!a || b.createdAt >= a.createdAt ? b : a), undefined);

/** Makes the task that follows `before` in a slot: at once when they were moved, after the policy's delay when they ended. */
function replace(desk: Desk, service: Service, before: readonly Task[], slot: number, nodeId?: string): void {
  const { cluster, now } = desk;
  const last = newest(before);
  if (!last || !isUpToDate(service, last)) {
    newTask(desk, service, { slot, nodeId });
    return;
  }
  const node = last.nodeId === undefined ? undefined : cluster.nodes[last.nodeId];
  const nodeGone = !node || node.state === "down" || node.availability !== "active";
  const ended = hasEnded(last) && last.state !== "shutdown" && last.state !== "orphaned";
  newTask(desk, service, {
    slot,
    nodeId,
    readyUntil: ended && !nodeGone ? now + restartDelay(service) : undefined,
    // One that still runs is let go first, unless nobody could tell that it has.
    follows: !hasEnded(last) && node && node.state !== "down" ? last : undefined,
    restarts: ended ? [...(last.restarts ?? []), now] : last.restarts,
  });
}

function assign(desk: Desk, task: Task): void {
  const { cluster, now } = desk;
  const service = cluster.services[task.serviceId];
  if (!service) return;
  if (task.desiredState === "ready" && !hasEnded(task) && !isWaiting(task, now) && isFollowed(cluster, task)) {
    task.desiredState = goalOf(service);
    delete task.readyUntil;
    delete task.follows;
  } else if (task.readyUntil !== undefined && isWaiting(task, now)) desk.later(task.readyUntil - now);
  if (task.state === "new") allocateTask(cluster, service, task, now);
  if (task.state !== "pending" || !isActive(task)) return;
  const own = task.nodeId === undefined ? undefined : cluster.nodes[task.nodeId];
  const node = task.nodeId === undefined ? chooseNode(cluster, service, task) : own;
  if (!node) {
    task.error = noSuitableNode(cluster, service, task);
    return;
  }
  delete task.error;
  task.nodeId = node.id;
  setState(task, "assigned", now, "scheduler assigned task to node");
}

/** Whether a restart's delay is not over. */
const isWaiting = ({ readyUntil = 0 }: Task, now: number) => now < readyUntil;

/** Whether the task that another takes the place of is out of its way. */
function isFollowed(cluster: Cluster, task: Task): boolean {
  const old = task.follows === undefined ? undefined : cluster.tasks[task.follows];
  return !old || hasEnded(old) || old.nodeId === undefined || cluster.nodes[old.nodeId]?.state === "down";
}

/** Forgets tasks that were to be removed and are, and the oldest ended ones of each slot beyond the history limit. */
function reap(cluster: Cluster): void {
  for (const task of Object.values(cluster.tasks)) {
    const never = task.state === "new" || task.state === "pending";
    if (task.desiredState === "remove" && (hasEnded(task) || never)) delete cluster.tasks[task.id];
  }
  for (const service of Object.values(cluster.services)) {
    for (const tasks of slotsOf(cluster, service).values()) {
      const ended = tasks
        .filter((task) => hasEnded(task) && !isActive(task))
        .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
      const live = tasks.length - ended.length;
      const kept = Math.max(live === 0 ? 1 : 0, cluster.spec.taskHistoryLimit - live);
      for (const task of ended.slice(kept)) delete cluster.tasks[task.id];
    }
  }
}
