import type { Engine } from "../engine.ts";
import { releaseEndpoint, unpublishPorts } from "../network/endpoint.ts";
import { unmountVolumes } from "../volume/mounted-files.ts";
import { endStreams } from "./attached-streams.ts";
import type { Container } from "./container.ts";
import { emitContainerEvent } from "./events.ts";
import { endPidNamespace } from "./pid-namespace.ts";
import { removeContainer } from "./remove.ts";
import { restartLater } from "./restart-policy.ts";

/**
 * What follows when a container's first process has ended: its state, its networks, and whether it comes back.
 * @param start starts its program again
 */
export function containerStopped(
  engine: Engine,
  container: Container,
  status: number,
  start: () => Promise<void>,
): number {
  const live = engine.live.get(container.id);
  live?.machine.processes.killAll();
  endPidNamespace(engine, container.id);
  live?.close();
  engine.live.delete(container.id);
  const seconds = Math.max(0, Math.floor((engine.clock.now() - Date.parse(container.startedAt)) / 1000));
  container.status = "exited";
  container.exitCode = status;
  container.finishedAt = engine.timestamp();
  container.pid = 0;
  if (container.health) container.health.Status = "unhealthy";
  endStreams(container);
  releaseNetworks(engine, container);
  // Whoever waits for the stop hears of it before the rest is done.
  if (live?.stopping) emitContainerEvent(engine, container, "stop");
  emitContainerEvent(engine, container, "die", { execDuration: String(seconds), exitCode: String(status) });
  restartLater(engine, container, start);
  if (container.status === "exited" && container.hostConfig.AutoRemove)
    void removeContainer(engine, container.id, { volumes: true, force: true });
  return status;
}

/** Gives back addresses and published ports. */
export function releaseNetworks(engine: Engine, container: Container): void {
  if (container.sandboxId !== "") unmountVolumes(engine, container);
  for (const name of Object.keys(container.networks)) releaseEndpoint(engine, container, name);
  unpublishPorts(engine, container);
  container.sandboxId = "";
}
