import type { Engine } from "../engine.ts";
import { bringUp } from "./start.ts";
import { scheduleRestart } from "./restart-policy.ts";

/**
 * Starts again, quietly, what was running when the lab was stored: same start time, same addresses where they are free,
 * and nothing said twice in the logs by services that greet when they start.
 */
export async function resumeContainers(engine: Engine): Promise<void> {
  for (const container of Object.values(engine.state.containers)) {
    if (container.status === "restarting") scheduleRestart(engine, container, 0, () => bringUp(engine, container));
    else if (container.status === "removing") delete engine.state.containers[container.id];
  }
}
