import { createContainer } from "../engine/container/create.ts";
import { removeContainer } from "../engine/container/remove.ts";
import { startContainer } from "../engine/container/start.ts";
import type { RegistryCredentials } from "../engine/engine.ts";
import { EngineError } from "../engine/errors.ts";
import { pullImage } from "../engine/image/pull.ts";
import type { Cloud } from "./cloud.ts";
import { CloudError } from "./cloud-error.ts";
import type { CloudEvent, CloudRestartPolicy, Workload } from "./cloud-state.ts";

const POLICIES = { Always: "always", OnFailure: "on-failure", Never: "no" } as const;

const GIGABYTE = 1024 ** 3;

interface WorkloadRequest {
  readonly name: string;
  readonly resourceGroup: string;
  readonly image: string;
  /** Gigabytes. */
  readonly memory: number;
  readonly environment: Workload["environment"];
  readonly command: readonly string[];
  readonly restartPolicy: CloudRestartPolicy;
  readonly credentials?: (RegistryCredentials & { readonly server: string }) | undefined;
}

/**
 * Gets an image and runs it in the cloud.
 * @returns the container's id, and what happened on the way
 * @throws CloudError InaccessibleImage, or for a command that cannot be run
 */
export async function runWorkload(
  cloud: Cloud,
  request: WorkloadRequest,
): Promise<{ containerId: string; events: CloudEvent[] }> {
  const { name, image, credentials } = request;
  const engine = cloud.ports.engine();
  const events: CloudEvent[] = [];
  const happened = (event: string, message: string) =>
    events.push({ name: event, message, type: "Normal", time: cloud.timestamp() });
  const own = credentials && image.startsWith(`${credentials.server}/`) ? credentials : undefined;
  happened("Pulling", `pulling image "${image}"`);
  try {
    await pullImage(engine, image, undefined, own ? { credentials: own } : {});
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new CloudError(
      "InaccessibleImage",
      `The image '${image}' in container group '${name}' is not accessible. Please check the image and registry credential.`,
    );
  }
  happened("Pulled", `Successfully pulled image "${image}"`);
  try {
    const { Id } = await createContainer(engine, {
      name: `${name}-${engine.random.hex(10)}`,
      config: {
        Image: image,
        Hostname: `SandboxHost-${String(engine.random.below(1_000_000_000)).padStart(18, "638")}`,
        Env: request.environment.map(({ name: variable, value }) => `${variable}=${value}`),
        // What the cloud is told to run stands for the image's entrypoint and command.
        ...(request.command.length > 0 ? { Entrypoint: [...request.command] } : {}),
      },
      hostConfig: {
        RestartPolicy: { Name: POLICIES[request.restartPolicy], MaximumRetryCount: 0 },
        Memory: Math.round(request.memory * GIGABYTE),
      },
    });
    await startContainer(engine, Id).catch((error: unknown) => {
      // A command that is not there: the container waits and is tried again; its state tells.
      if (!(error instanceof EngineError)) throw error;
    });
    happened("Started", "Started container");
    return { containerId: Id, events };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new CloudError("InvalidContainerGroup", error.message);
  }
}

/** Ends what runs, and forgets it. */
export async function endWorkload(cloud: Cloud, { containerId }: Pick<Workload, "containerId">): Promise<void> {
  const engine = cloud.ports.engine();
  if (engine.state.containers[containerId]) await removeContainer(engine, containerId, { force: true, volumes: true });
}
