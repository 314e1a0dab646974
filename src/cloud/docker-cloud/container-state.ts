import { isRunning } from "../../engine/container/find.ts";
import type { DockerCloud } from "./docker-cloud.ts";
import type { CloudContainer, CloudService } from "./state.ts";

export type ContainerState = "Starting" | "Running" | "Stopping" | "Stopped" | "Terminating" | "Terminated";

/** The container of the node's engine that one of the cloud's is. */
export function engineContainer(cloud: DockerCloud, { node, engineId }: CloudContainer) {
  const home = cloud.state.nodes[node];
  if (engineId === "" || !home || home.state === "Terminated") return undefined;
  const engine = cloud.ports.engine(home);
  const container = engine.state.containers[engineId];
  return container && { engine, container };
}

/** How it is: what is being done with it, or what its engine says. */
export function containerState(cloud: DockerCloud, one: CloudContainer): ContainerState {
  const { phase } = one;
  if (phase === "Starting" || phase === "Stopping" || phase === "Terminating" || phase === "Terminated") return phase;
  if (phase !== undefined) return "Starting";
  const found = engineContainer(cloud, one);
  return found && isRunning(found.container) ? "Running" : "Stopped";
}

/** What it ended with; undefined while it runs, and before it did. */
export function exitCodeOf(cloud: DockerCloud, one: CloudContainer): number | undefined {
  const found = engineContainer(cloud, one);
  return found && found.container.status === "exited" ? found.container.exitCode : undefined;
}

/** The containers of a service that are not gone, by number. */
export function containersOf(cloud: DockerCloud, { uuid }: Pick<CloudService, "uuid">): CloudContainer[] {
  return Object.values(cloud.state.containers)
    .filter((one) => one.service === uuid && one.phase !== "Terminated")
    .sort((a, b) => a.number - b.number);
}
