import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { publishPorts } from "../network/endpoint.ts";
import type { Container, PortBinding } from "./container.ts";
import { containerStopped } from "./exit.ts";
import { isRunning } from "./find.ts";
import { StartFailure } from "./oci-error.ts";
import { scheduleRestart } from "./restart-policy.ts";
import { bringUp, relaunch } from "./start.ts";

/** What a container ends with when its host goes down under it. */
const HOST_WENT_DOWN = 255;

/**
 * Starts again, quietly, what was running when the lab was stored: same start time, same addresses and ports, and
 * nothing said twice in the logs by services that greet when they start.
 */
export async function resumeContainers(engine: Engine): Promise<void> {
  // Who lends a namespace comes before those who are in it.
  const containers = Object.values(engine.state.containers).sort((a, b) => Number(borrows(a)) - Number(borrows(b)));
  for (const container of containers) {
    if (container.status === "removing") engine.containers.remove(container);
    else if (container.status === "restarting") scheduleRestart(engine, container, 0, () => bringUp(engine, container));
    else if (isRunning(container)) await resume(engine, container);
  }
}

const borrows = ({ hostConfig: { NetworkMode, PidMode } }: Container) =>
  NetworkMode.startsWith("container:") || PidMode.startsWith("container:");

async function resume(engine: Engine, container: Container): Promise<void> {
  try {
    openPortsAgain(engine, container);
    await relaunch(engine, container);
    if (container.status === "paused") engine.live.get(container.id)?.machine.processes.freeze();
  } catch (error) {
    if (!(error instanceof EngineError || error instanceof StartFailure)) throw error;
    containerStopped(engine, container, HOST_WENT_DOWN, () => bringUp(engine, container));
  }
}

/** The same host ports as before, also those that were chosen at random. */
function openPortsAgain(engine: Engine, container: Container): void {
  const { hostConfig, ports } = container;
  const asked = hostConfig.PortBindings;
  const before = Object.entries(ports).filter((entry): entry is [string, PortBinding[]] => entry[1] !== null);
  hostConfig.PortBindings = Object.fromEntries(before);
  try {
    publishPorts(engine, container);
  } finally {
    hostConfig.PortBindings = asked;
  }
}
