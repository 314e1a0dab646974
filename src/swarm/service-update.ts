import type { Rollout, Service, UpdateConfig } from "./service.ts";
import type { Task } from "./task.ts";
import { type Desk, goalOf, hasEnded, isUpToDate, newTask, slotsOf } from "./tasks.ts";

/**
 * One step of a rolling update: as many slots as it allows are replaced at once, each with its delay after it; failures
 * of its new tasks pause it, or roll it back; when all is replaced it watches for a while (swarmkit,
 * manager/orchestrator/update/updater.go).
 */
export function rollUpdate(desk: Desk, service: Service): void {
  if (service.updateStatus?.state.endsWith("paused")) {
    finishWhatIsBegun(desk, service);
    return;
  }
  if (!service.rollout && !begin(desk, service)) return;
  const { rollout } = service;
  if (!rollout) return;
  const config = isRollingBack(service) ? service.spec.rollback : service.spec.update;
  if (noteFailures(desk, service, rollout, config)) return;
  for (const worker of [...rollout.workers]) advance(desk, service, rollout, config, worker);
  const parallel = config.parallelism === 0 ? rollout.total : config.parallelism;
  while (rollout.workers.length < parallel) {
    const slot = rollout.queue.shift();
    if (slot === undefined) break;
    replaceSlot(desk, service, rollout, config, slot);
  }
  if (rollout.queue.length > 0 || rollout.workers.length > 0) return;
  // What was not replaced after all, because a node went away in the middle, has its turn again.
  if (rollout.watchedUntil === undefined) {
    const left = dirtySlots(desk, service);
    if (left.length > 0) {
      rollout.queue.push(...left);
      desk.later(0);
      return;
    }
  }
  rollout.watchedUntil ??= desk.now + config.monitor / 1e6;
  if (desk.now < rollout.watchedUntil) desk.later(rollout.watchedUntil - desk.now);
  else complete(desk, service);
}

/** A paused update takes up no other slot, but those it is at get their new task. */
function finishWhatIsBegun(desk: Desk, service: Service): void {
  const { rollout } = service;
  if (!rollout) return;
  const config = { ...service.spec.update, delay: 0 };
  for (const worker of [...rollout.workers]) advance(desk, service, rollout, config, worker);
  if (rollout.workers.length === 0) delete service.rollout;
}

const isRollingBack = ({ updateStatus }: Service) => updateStatus?.state === "rollback_started";

/** Finds the slots that are not as the service wants them; returns whether there is something to do. */
function begin(desk: Desk, service: Service): boolean {
  if (service.spec.mode.kind.endsWith("-job")) return false;
  const dirty = dirtySlots(desk, service);
  if (dirty.length === 0) {
    const state = service.updateStatus?.state;
    if (state === "updating" || state === "rollback_started") complete(desk, service);
    return false;
  }
  service.updateStatus ??= { state: "updating", startedAt: desk.timestamp, message: "update in progress" };
  service.rollout = { queue: dirty, total: dirty.length, workers: [], made: {}, failed: [] };
  return true;
}

function dirtySlots(desk: Desk, service: Service): (number | string)[] {
  const { mode } = service.spec;
  // A slot with two tasks is one that was left in the middle of a start-first update.
  const dirty = [...slotsOf(desk.cluster, service)].filter(([, tasks]) => {
    const current = tasks.filter(isUpdatable);
    return current.length > 1 || current.some((task) => !isUpToDate(service, task));
  });
  // What is too much goes; it is not replaced first.
  if (mode.kind === "replicated") dirty.splice(mode.replicas);
  return dirty.map(([slot]) => slot);
}

const isUpdatable = ({ desiredState }: Task) => !["shutdown", "remove"].includes(desiredState);

function tasksIn(desk: Desk, service: Service, slot: number | string): Task[] {
  return slotsOf(desk.cluster, service).get(slot) ?? [];
}

/** Gives a slot its new task; with stop-first the old one goes at once, and the new one waits for that. */
function replaceSlot(
  desk: Desk,
  service: Service,
  rollout: Rollout,
  config: UpdateConfig,
  slot: number | string,
): void {
  const tasks = tasksIn(desk, service, slot).filter(isUpdatable);
  const fresh = tasks.find((task) => isUpToDate(service, task));
  const old = tasks.filter((task) => task !== fresh);
  const startFirst = config.order === "start-first";
  if (fresh || old.length === 0) {
    for (const task of old) task.desiredState = "shutdown";
    rest(desk, rollout, config, { slot });
    return;
  }
  const [first] = old;
  if (!startFirst) for (const task of old) task.desiredState = "shutdown";
  const running = first && !hasEnded(first) ? first : undefined;
  const task = newTask(desk, service, {
    slot: typeof slot === "number" ? slot : 0,
    nodeId: typeof slot === "number" ? undefined : slot,
    follows: startFirst ? undefined : running,
  });
  rollout.made[task.id] = 0;
  rollout.workers.push({ slot, taskId: task.id });
}

/** A worker has its new task up, or waits its delay, or takes the next slot. */
function advance(
  desk: Desk,
  service: Service,
  rollout: Rollout,
  config: UpdateConfig,
  worker: Rollout["workers"][number],
): void {
  if (worker.freeAt !== undefined) {
    if (desk.now < worker.freeAt) desk.later(worker.freeAt - desk.now);
    else rollout.workers.splice(rollout.workers.indexOf(worker), 1);
    return;
  }
  const task = desk.cluster.tasks[worker.taskId ?? ""];
  // One that is withdrawn (its node went down) has a successor, which is new anyway.
  if (task && task.state !== goalOf(service) && !hasEnded(task) && isUpdatable(task)) return;
  if (task?.state === "running") {
    for (const old of tasksIn(desk, service, worker.slot)) {
      if (old !== task && isUpdatable(old)) old.desiredState = "shutdown";
    }
  }
  rollout.workers.splice(rollout.workers.indexOf(worker), 1);
  rest(desk, rollout, config, worker);
}

/** The delay after each slot. */
function rest(desk: Desk, rollout: Rollout, config: UpdateConfig, { slot }: { slot: number | string }): void {
  if (config.delay === 0) return;
  rollout.workers.push({ slot, freeAt: desk.now + config.delay / 1e6 });
  desk.later(config.delay / 1e6);
}

/** Counts the new tasks that ended too early; returns whether that ends the update. */
function noteFailures(desk: Desk, service: Service, rollout: Rollout, config: UpdateConfig): boolean {
  for (const [id, startedAt] of Object.entries(rollout.made)) {
    const task = desk.cluster.tasks[id];
    if (!task) continue;
    if (task.state === "running" && startedAt === 0) rollout.made[id] = desk.now;
    if (!hasEnded(task) || rollout.failed.includes(id)) continue;
    if (startedAt !== 0 && desk.now - startedAt > config.monitor / 1e6) continue;
    rollout.failed.push(id);
    if (config.failureAction === "continue") continue;
    if (rollout.failed.length / rollout.total <= config.maxFailureRatio) continue;
    giveUp(desk, service, config, id);
    return true;
  }
  return false;
}

function giveUp(desk: Desk, service: Service, config: UpdateConfig, taskId: string): void {
  const back = isRollingBack(service);
  const why = `due to failure or early termination of task ${taskId}`;
  const startedAt = service.updateStatus?.startedAt ?? desk.timestamp;
  if (config.failureAction === "rollback" && !back && service.previousSpec) {
    delete service.rollout;
    service.spec = service.previousSpec;
    service.specVersion = service.previousSpecVersion ?? service.specVersion + 1;
    delete service.previousSpec;
    delete service.previousSpecVersion;
    service.updateStatus = { state: "rollback_started", startedAt, message: `update rolled back ${why}` };
    desk.later(0);
    return;
  }
  if (service.rollout) service.rollout.queue = [];
  // Its own word for a rollback is said only of one that is to be rolled back itself.
  const what = back && config.failureAction === "rollback" ? "rollback" : "update";
  service.updateStatus = {
    state: back ? "rollback_paused" : "paused",
    startedAt,
    message: `${what} paused ${why}`,
  };
}

function complete(desk: Desk, service: Service): void {
  const back = isRollingBack(service);
  delete service.rollout;
  service.updateStatus = {
    state: back ? "rollback_completed" : "completed",
    startedAt: service.updateStatus?.startedAt ?? desk.timestamp,
    completedAt: desk.timestamp,
    message: back ? "rollback completed" : "update completed",
  };
}
