import { createContainer } from "../../engine/container/create.ts";
import { removeContainer } from "../../engine/container/remove.ts";
import { startContainer } from "../../engine/container/start.ts";
import { stopContainer } from "../../engine/container/stop.ts";
import { EngineError } from "../../engine/errors.ts";
import { pullImage } from "../../engine/image/pull.ts";
import { beginAction } from "./actions.ts";
import { apiError, CloudFailure } from "./cloud-failure.ts";
import { containerRequest, ensureNetwork } from "./container-request.ts";
import { type ContainerState, containerState, engineContainer } from "./container-state.ts";
import type { DockerCloud } from "./docker-cloud.ts";
import type { CloudAction, CloudContainer, ContainerJob, Phase } from "./state.ts";
import { containerUri } from "./uris.ts";

const OPERATIONS = {
  "start-container": { name: "Container Start", method: "POST", path: "start/", phase: "Starting", from: ["Stopped"] },
  "stop-container": { name: "Container Stop", method: "POST", path: "stop/", phase: "Stopping", from: ["Running"] },
  "redeploy-container": {
    ...{ name: "Container Redeploy", method: "POST", path: "redeploy/", phase: "Redeploying" },
    from: ["Running", "Stopped"],
  },
  "terminate-container": {
    ...{ name: "Container Terminate", method: "DELETE", path: "", phase: "Terminating" },
    from: ["Running", "Stopped"],
  },
} as const satisfies Record<
  ContainerJob,
  { name: string; method: string; path: string; phase: Phase; from: readonly ContainerState[] }
>;

/** Begins to do something with one container (apidocs, container.md). @throws CloudFailure in a state that does not allow it */
export function operateContainer(cloud: DockerCloud, one: CloudContainer, kind: ContainerJob): CloudAction {
  const { name, method, path, phase, from } = OPERATIONS[kind];
  const object = containerUri(one);
  const state = containerState(cloud, one);
  if (!from.some((allowed) => allowed === state))
    throw apiError(409, method, object + path, `Operation is not allowed in state ${state}`);
  one.phase = phase;
  return beginAction(cloud, { name, method, path: object + path, object, job: { kind, container: one.uuid } });
}

/**
 * Gets its image and starts it, as its service's definition says.
 * @throws CloudFailure for an image that cannot be had, a port that is taken, a command that cannot be run
 */
export async function bringUpContainer(
  cloud: DockerCloud,
  one: CloudContainer,
  log: (line: string) => void,
): Promise<void> {
  const node = cloud.state.nodes[one.node];
  const service = cloud.state.services[one.service];
  if (!node || !service) return;
  one.phase = "Starting";
  const engine = cloud.ports.engine(node);
  try {
    if (!engine.state.containers[one.engineId]) {
      const { image } = service.definition;
      log(`${one.name}: Pulling ${image}`);
      await pullImage(engine, image);
      ensureNetwork(engine);
      const { Id } = await createContainer(engine, containerRequest(cloud, service, one, node, engine));
      one.engineId = Id;
      one.deployed = cloud.clock.now();
    }
    log(`${one.name}: Starting container`);
    await startContainer(engine, one.engineId);
    one.started = cloud.clock.now();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new CloudFailure("ApiError", `${one.name}: ${error.message}`);
  } finally {
    if (one.phase === "Starting") delete one.phase;
  }
}

/** Stops a container, which stays to be started again; resolves when it has ended. */
export async function haltContainer(cloud: DockerCloud, one: CloudContainer): Promise<void> {
  one.phase = "Stopping";
  const found = engineContainer(cloud, one);
  if (found) await stopContainer(found.engine, found.container.id);
  one.stopped = cloud.clock.now();
  if (one.phase === "Stopping") delete one.phase;
}

/** Takes away what runs, for another to come in its place. @param keepVolumes its anonymous volumes stay on the node */
export async function unloadContainer(cloud: DockerCloud, one: CloudContainer, keepVolumes = false): Promise<void> {
  const found = engineContainer(cloud, one);
  if (found) {
    await stopContainer(found.engine, found.container.id);
    await removeContainer(found.engine, found.container.id, { force: true, volumes: !keepVolumes });
  }
  one.engineId = "";
}

/** Ends it: from then on it is only remembered. */
export async function endContainer(cloud: DockerCloud, one: CloudContainer): Promise<void> {
  one.phase = "Terminating";
  await unloadContainer(cloud, one);
  markTerminated(cloud, one);
}

/** The same at once, when its node goes. */
export async function forgetContainer(cloud: DockerCloud, one: CloudContainer): Promise<void> {
  const found = engineContainer(cloud, one);
  if (found) await removeContainer(found.engine, found.container.id, { force: true, volumes: true });
  markTerminated(cloud, one);
}

function markTerminated(cloud: DockerCloud, one: CloudContainer): void {
  one.phase = "Terminated";
  one.engineId = "";
  one.destroyed = cloud.clock.now();
}
