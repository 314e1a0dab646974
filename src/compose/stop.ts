import { EngineError } from "../engine/errors.ts";
import { type ProjectContainer, projectContainers } from "./containers.ts";
import { type DependencyGraph, forAll, inReverseDependencyOrder } from "./dependency-order.ts";
import { type HookedService, runHooks } from "./hooks.ts";
import { done, failed, lineOf, working } from "./progress.ts";
import type { ComposeSession } from "./session.ts";

/** What of a project an order of services needs. */
export interface ProjectOutline {
  readonly name: string;
  readonly services: DependencyGraph & Readonly<Record<string, Pick<HookedService, "definition">>>;
}

export interface StopServicesOptions {
  /** All when empty or absent. */
  readonly services?: readonly string[];
  /** Seconds. */
  readonly timeout?: number;
}

/** Stops the containers of services, dependents first. @throws EngineError */
export async function stopServices(
  session: ComposeSession,
  project: ProjectOutline,
  { services = [], timeout }: StopServicesOptions,
): Promise<void> {
  const containers = projectContainers(session, project.name);
  await inReverseDependencyOrder(project.services, async (name) => {
    if (services.length > 0 && !services.includes(name)) return;
    await forAll(
      containers.filter(({ service }) => service === name),
      (container) => stopOne(session, container, timeout, { name, ...project.services[name] }),
    );
  });
}

async function stopOne(
  session: ComposeSession,
  container: ProjectContainer,
  timeout: number | undefined,
  service: HookedService = { name: container.service },
): Promise<void> {
  const { operations, report } = session;
  report(working(lineOf(container), "Stopping"));
  try {
    await runHooks(session, container.id, service, "pre_stop");
  } catch (error) {
    // Already stopped, or gone.
    if (error instanceof EngineError && (error.status === 404 || error.status === 409)) return;
    throw error;
  }
  try {
    await operations.stopContainer(container.id, timeout === undefined ? {} : { timeout });
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return;
    report(failed(lineOf(container), "Error while Stopping"));
    throw error;
  }
  report(done(lineOf(container), "Stopped"));
}

export interface RemoveContainersOptions {
  readonly timeout: number | undefined;
  /** Their anonymous volumes too. */
  readonly volumes: boolean;
  /** Whose hooks are run before. */
  readonly service?: HookedService;
}

/** Stops a container and removes it. @throws EngineError */
export async function stopAndRemove(
  session: ComposeSession,
  container: ProjectContainer,
  { timeout, volumes, service }: RemoveContainersOptions,
): Promise<void> {
  const { operations, report } = session;
  await stopOne(session, container, timeout, service);
  report(working(lineOf(container), "Removing"));
  try {
    await operations.removeContainer(container.id, { force: true, volumes });
  } catch (error) {
    if (!(error instanceof EngineError) || (error.status !== 404 && error.status !== 409)) {
      report(failed(lineOf(container), "Error while Removing"));
      throw error;
    }
  }
  report(done(lineOf(container), "Removed"));
}

/** The same for several at once. */
export function removeContainers(
  session: ComposeSession,
  containers: readonly ProjectContainer[],
  options: RemoveContainersOptions,
): Promise<void> {
  return forAll(containers, (container) => stopAndRemove(session, container, options));
}
