import { isActive } from "./scheduler.ts";
import type { Service } from "./service.ts";
import type { Task } from "./task.ts";
import { type Desk, hasEnded, newTask, tasksOf } from "./tasks.ts";

/**
 * One step of a rolling update: while tasks of an older version run, as many as the update allows at once are replaced,
 * with its delay between batches; a failure pauses, goes on or rolls back (swarmkit, orchestrator/update).
 */
export function rollUpdate(desk: Desk, service: Service): void {
  const status = service.updateStatus;
  if (status?.state === "paused" || status?.state === "rollback_paused") return;
  const tasks = tasksOf(desk.cluster, service);
  const old = tasks.filter((task) => isActive(task) && task.specVersion < service.specVersion);
  const rollingBack = status?.state === "rollback_started";
  const config = rollingBack ? service.spec.rollback : service.spec.update;
  const fresh = tasks.filter((task) => task.specVersion === service.specVersion);
  const failed = fresh.filter(({ state }) => state === "failed" || state === "rejected");
  if (status && failed.length > 0 && (status.state === "updating" || rollingBack)) {
    if (
      failed.length / Math.max(1, fresh.length) > config.maxFailureRatio &&
      onFailure(desk, service, config.failureAction, failed)
    )
      return;
  }
  const under = fresh.filter(
    (task) => isActive(task) && (task.state !== "running" || desk.now < task.since + config.delay / 1e6),
  );
  if (old.length === 0) {
    if (status && (status.state === "updating" || rollingBack))
      finishWhenStable(desk, service, fresh, config.monitor / 1e6);
    return;
  }
  for (const task of under) if (task.state === "running") desk.later(task.since + config.delay / 1e6 - desk.now);
  const stopping = tasks.filter(
    (task) => !isActive(task) && !hasEnded(task) && task.desiredState === "shutdown",
  ).length;
  const room = (config.parallelism === 0 ? old.length : config.parallelism) - under.length - stopping;
  for (const task of old.slice(0, Math.max(0, room))) {
    // With stop-first the orchestrator fills the emptied slot by itself.
    if (config.order === "start-first")
      newTask(desk, service, task.slot, task.slot === 0 ? task.nodeId : undefined, "running");
    task.desiredState = "shutdown";
  }
}

function finishWhenStable(desk: Desk, service: Service, fresh: readonly Task[], monitor: number): void {
  const { updateStatus: status } = service;
  const running = fresh.filter(isActive);
  if (!status || running.some(({ state }) => state !== "running")) return;
  const stableAt = Math.max(0, ...running.map(({ since }) => since)) + monitor;
  if (desk.now < stableAt) {
    desk.later(stableAt - desk.now);
    return;
  }
  const back = status.state === "rollback_started";
  service.updateStatus = {
    state: back ? "rollback_completed" : "completed",
    startedAt: status.startedAt,
    completedAt: desk.timestamp,
    message: back ? "rollback completed" : "update completed",
  };
}

/** Returns whether the update stops here. */
function onFailure(
  desk: Desk,
  service: Service,
  action: "pause" | "continue" | "rollback",
  failed: readonly Task[],
): boolean {
  const { updateStatus: status } = service;
  if (action === "continue" || !status) return false;
  const [task] = failed;
  const back = status.state === "rollback_started";
  if (action === "rollback" && !back && service.previousSpec) {
    const previous = service.previousSpec;
    service.previousSpec = service.spec;
    service.spec = previous;
    service.specVersion++;
    service.updateStatus = {
      state: "rollback_started",
      startedAt: desk.timestamp,
      message: `update rolled back due to failure or early termination of task ${task?.id}`,
    };
    return true;
  }
  service.updateStatus = {
    state: back ? "rollback_paused" : "paused",
    startedAt: status.startedAt,
    message: `${back ? "rollback" : "update"} paused due to failure or early termination of task ${task?.id}`,
  };
  return true;
}
