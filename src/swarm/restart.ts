import type { Service } from "./service.ts";
import type { Task } from "./task.ts";

/** Whether the restart policy lets a task that has ended be followed by another (swarmkit, orchestrator/restart). */
export function mayRestart(service: Service, last: Task): boolean {
  const { condition, maxAttempts, window } = service.spec.task.restartPolicy;
  if (condition === "none") return false;
  if (condition === "on-failure" && last.state === "complete") return false;
  if (maxAttempts === 0) return true;
  const restarts = last.restarts ?? [];
  const counted = window > 0 ? restarts.filter((at) => at >= last.since - window / 1e6) : restarts;
  return counted.length < maxAttempts;
}

/** How long a restart waits, ms. */
export function restartDelay(service: Service): number {
  return service.spec.task.restartPolicy.delay / 1e6;
}
