import type { TaskLink } from "./agent-link.ts";
import type { Task } from "./task.ts";

/** Tasks whose container was stopped because it was not healthy. */
export const UNHEALTHY = new WeakSet<Task>();

/**
 * Waits until a container with a healthcheck is healthy: only then its task runs. From then on one that becomes
 * unhealthy is stopped, and its task fails (moby, daemon/cluster/executor/container/controller.go).
 */
export async function untilHealthy({ engine, task }: TaskLink): Promise<void> {
  const id = task.containerId ?? "";
  const live = engine.live.get(id);
  if (!live || engine.state.containers[id]?.health === undefined) return;
  await new Promise<void>((resolve) => {
    const stop = engine.onEvent(({ Actor, Action }) => {
      if (Actor.ID !== id || !Action.startsWith("health_status")) return;
      if (Action.endsWith("unhealthy")) {
        UNHEALTHY.add(task);
        live.machine.processes.kill(live.init.pid, "SIGKILL");
      } else resolve();
    });
    void live.stopped.then(() => {
      stop();
      resolve();
    });
  });
}
