import { createContainer } from "../../../engine/container/create.ts";
import { requireContainer } from "../../../engine/container/find.ts";
import { removeContainer } from "../../../engine/container/remove.ts";
import { renameContainer } from "../../../engine/container/rename.ts";
import { startContainer } from "../../../engine/container/start.ts";
import { stopContainer } from "../../../engine/container/stop.ts";
import { EngineError } from "../../../engine/errors.ts";
import { connectContainer, disconnectContainer } from "../../../engine/network/connect.ts";
import { ConfigurationError, OperationFailed } from "../failures.ts";
import { textsAt } from "../python/py-value.ts";
import { type ContainerChoices, containerRequest, endpointRequest } from "./create-request.ts";
import { ensureImage } from "./images.ts";
import { ProjectContainer } from "./project-container.ts";
import { type RecreatingCommand, recreateFailure } from "./recreate-failure.ts";
import { Service, type VolumesFrom } from "./service.ts";

/** Makes a container of a service. @throws OperationFailed, ConfigurationError */
export async function createServiceContainer(service: Service, choices: ContainerChoices): Promise<ProjectContainer> {
  const { engine } = service.parts.session;
  await ensureImage(service);
  const origins = textsAt(service.options, "external_links").map((link) => link.split(":")[0]);
  if (origins.includes(choices.name))
    throw new ConfigurationError(`Service ${service.name} has a self-referential external link: ${choices.name}`);
  const volumesFrom: string[] = [];
  for (const one of service.parts.volumesFrom) volumesFrom.push(await volumesOf(one));
  try {
    const { Id } = await createContainer(engine, containerRequest(service, choices, volumesFrom));
    return new ProjectContainer(engine, requireContainer(engine, Id));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new OperationFailed(`Cannot create container for service ${service.name}: ${error.message}`);
  }
}

/** A container of the other service, made now if there is none. */
async function volumesOf({ source, mode }: VolumesFrom): Promise<string> {
  if (!(source instanceof Service)) return `${source}:${mode}`;
  const [first] = source.containers({ stopped: true });
  const container =
    first ??
    (await createServiceContainer(source, {
      name: source.containerName(source.nextNumber),
      number: source.nextNumber,
    }));
  return `${container.id}:${mode}`;
}

/** Puts it into its service's networks, where others find it by its id too, and starts it. @throws OperationFailed */
export async function startServiceContainer(
  service: Service,
  container: ProjectContainer,
  aliases = true,
): Promise<void> {
  const { engine, logger } = service.parts.session;
  connectToNetworks(service, container, aliases);
  try {
    await startContainer(engine, container.id);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.message.includes("driver failed programming external connectivity"))
      await logger.warning("Host is already in use by another container");
    throw new OperationFailed(`Cannot start service ${service.name}: ${error.message}`);
  }
}

/** @param aliases whether it answers to its service's names, as one of `run` does not */
export function connectToNetworks(service: Service, container: ProjectContainer, aliases: boolean): void {
  const { engine } = service.parts.session;
  const { networks } = container.container;
  for (const [name, attachment] of Object.entries(service.parts.networks)) {
    const settings = networks[name];
    if (settings) {
      if (settings.Aliases?.includes(container.shortId)) continue;
      disconnectContainer(engine, name, container.id);
    }
    const request = endpointRequest(service, attachment, container.shortId);
    connectContainer(engine, name, container.id, aliases ? request : { ...request, aliases: [] });
  }
}

/** Starts one that does not run. */
export async function startIfStopped(
  service: Service,
  container: ProjectContainer,
  attach: boolean,
): Promise<ProjectContainer> {
  if (container.isRunning) return container;
  if (attach) container.attachLogStream();
  await startServiceContainer(service, container);
  return container;
}

export interface RecreateOptions {
  readonly timeout: number | undefined;
  readonly attach: boolean;
  readonly start: boolean;
  /** Leave the old one's anonymous volumes behind. */
  readonly renewVolumes: boolean;
  readonly command: RecreatingCommand;
}

/**
 * Makes a container anew: the old one is stopped and has another name until the new one is there
 * (compose/service.py, `recreate_container`).
 * @throws PythonException where the old one's volumes were to be kept
 */
export async function recreateServiceContainer(
  service: Service,
  old: ProjectContainer,
  { timeout, attach, start, renewVolumes, command }: RecreateOptions,
): Promise<ProjectContainer> {
  const { engine } = service.parts.session;
  const { number } = old;
  await stopContainer(engine, old.id, { timeout: service.stopTimeout(timeout) });
  if (!old.name.startsWith(old.shortId)) renameContainer(engine, old.id, `${old.shortId}_${old.name}`);
  await ensureImage(service);
  if (!renewVolumes) throw await recreateFailure(engine.clock, command);
  const created = await createServiceContainer(service, { name: service.containerName(number), number });
  if (attach) created.attachLogStream();
  if (start) await startServiceContainer(service, created);
  await removeContainer(engine, old.id);
  return created;
}
