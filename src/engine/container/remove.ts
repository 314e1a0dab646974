import type { Engine } from "../engine.ts";
import { conflict } from "../errors.ts";
import { releaseVolumes } from "../volume/release.ts";
import { emitContainerEvent } from "./events.ts";
import { isRunning, requireContainer } from "./find.ts";
import { forgetBackoff } from "./restart-policy.ts";

export interface RemoveOptions {
  /** Kill it first when it runs. */
  readonly force?: boolean;
  /** Remove its anonymous volumes too. */
  readonly volumes?: boolean;
}

const REMOVE_MS = 25;

/**
 * Removes a container.
 * @throws EngineError when there is none, or it runs and `force` is not given
 */
export async function removeContainer(engine: Engine, ref: string, options: RemoveOptions = {}): Promise<void> {
  const container = requireContainer(engine, ref);
  if (container.status === "removing") throw conflict(`removal of container ${ref} is already in progress`);
  if (isRunning(container) || container.status === "restarting") {
    if (!options.force) throw conflict(`cannot remove container "${ref}": ${whyNot(container.status)}`);
    forgetBackoff(container);
    const live = engine.live.get(container.id);
    container.manuallyStopped = true;
    if (live) {
      emitContainerEvent(engine, container, "kill", { signal: "9" });
      live.machine.processes.thaw();
      live.machine.processes.kill(live.init.pid, "SIGKILL");
      await live.stopped;
    }
  }
  // It may have removed itself meanwhile (`--rm`).
  if (engine.state.containers[container.id] !== container) return;
  if (isRemoving(container.status)) {
    await removed(engine, container.id);
    return;
  }
  container.status = "removing";
  await engine.clock.sleep(REMOVE_MS);
  engine.containers.remove(container);
  releaseVolumes(engine, container, options.volumes ?? false);
  emitContainerEvent(engine, container, "destroy");
}

const isRemoving = (status: string) => status === "removing";

function whyNot(status: string): string {
  if (status === "paused") return "container is paused and must be unpaused first";
  return `container is ${status}: stop the container before removing or force remove`;
}

/** Resolves once there is no such container. */
export function removed(engine: Engine, id: string): Promise<void> {
  return new Promise((resolve) => {
    if (!engine.state.containers[id]) {
      resolve();
      return;
    }
    const stop = engine.onEvent(({ Type, Action, Actor }) => {
      if (Type !== "container" || Action !== "destroy" || Actor.ID !== id) return;
      stop();
      resolve();
    });
  });
}
