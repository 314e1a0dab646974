import { forgetBackoff, shouldRestartWithDaemon } from "./container/restart-policy.ts";
import { bringUp } from "./container/start.ts";
import { stopContainer } from "./container/stop.ts";
import type { Engine } from "./engine.ts";
import { EngineError } from "./errors.ts";

/** What a container ends with when its host goes down under it (moby, daemon/daemon.go, restore). */
const HOST_WENT_DOWN = 255;

/**
 * dockerd ends in order, as with `systemctl stop docker`: every container is asked to stop first. Nobody answers at the
 * engine's address until `startDaemon`.
 */
export async function stopDaemon(engine: Engine): Promise<void> {
  if (engine.state.stopped) return;
  engine.state.stopped = true;
  const waiting = Object.values(engine.state.containers).filter(({ status }) => status === "restarting");
  const running = Object.values(engine.state.containers).filter(({ id }) => engine.live.has(id));
  await Promise.all(
    [...running, ...waiting].map(async (container) => {
      const before = container.manuallyStopped;
      await stopContainer(engine, container.id).catch(ignoreGone);
      // It was the daemon that stopped it, not a person: it may come back with the daemon.
      container.manuallyStopped = before;
    }),
  );
}

/** dockerd and its containers are gone at once: the power failed. */
export async function loseDaemon(engine: Engine): Promise<void> {
  engine.state.stopped = true;
  for (const container of Object.values(engine.state.containers)) {
    const live = engine.live.get(container.id);
    if (live) {
      live.machine.processes.killAll();
      await live.stopped;
    } else if (container.status === "restarting") {
      forgetBackoff(container);
      container.status = "exited";
    } else continue;
    container.exitCode = HOST_WENT_DOWN;
  }
}

/** dockerd starts, and with it the containers whose restart policy says so (docs.docker.com, "Start containers automatically"). */
export async function startDaemon(engine: Engine): Promise<void> {
  if (!engine.state.stopped) return;
  delete engine.state.stopped;
  const wanted = Object.values(engine.state.containers).filter(shouldRestartWithDaemon);
  await Promise.all(wanted.map((container) => bringUp(engine, container).catch(ignoreGone)));
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof EngineError)) throw error;
}
