import { EngineError } from "../engine/errors.ts";
import { listImages } from "../engine/image/list.ts";
import { findImage } from "../engine/image/resolve.ts";
import { projectContainers } from "./containers.ts";
import { isOrphan } from "./create.ts";
import { forAll, inReverseDependencyOrder } from "./dependency-order.ts";
import { LABEL } from "./labels.ts";
import { serviceImage } from "./names.ts";
import { removeProjectNetwork } from "./networks.ts";
import type { OutlinedProject } from "./outlined-project.ts";
import { done, warning, working } from "./progress.ts";
import type { ComposeSession } from "./session.ts";
import { removeContainers } from "./stop.ts";
import { removeProjectVolume } from "./volumes.ts";

export interface DownOptions {
  /** Only these; all when empty. */
  readonly services: readonly string[];
  readonly removeOrphans: boolean;
  readonly volumes: boolean;
  readonly images: "" | "local" | "all";
  readonly timeout: number | undefined;
}

/**
 * Stops and removes a project's containers, then its networks, and with them images and volumes as asked
 * (docker/compose, pkg/compose/down.go).
 * @throws ComposeError, EngineError
 */
export async function downProject(
  session: ComposeSession,
  project: OutlinedProject,
  options: DownOptions,
): Promise<void> {
  const { services, timeout, volumes } = options;
  const containers = projectContainers(session, project.name, {
    oneOff: options.removeOrphans ? "include" : "exclude",
  });
  await inReverseDependencyOrder(project.services, async (name) => {
    if (services.length > 0 && !services.includes(name)) return;
    const own = containers.filter(({ service }) => service === name);
    await removeContainers(session, own, { timeout, volumes, service: { name, ...project.services[name] } });
  });
  const left = options.removeOrphans
    ? containers.filter((one) => isOrphan(project, one) && session.engine.state.containers[one.id])
    : [];
  if (left.length > 0) await removeContainers(session, left, { timeout, volumes: false });
  const tasks: (() => Promise<void>)[] = [];
  // With some of the services only, the networks may still be needed: they are tried, and stay when in use.
  for (const [key, { name, external }] of Object.entries(project.networks))
    if (!external) tasks.push(() => removeProjectNetwork(session, project.name, key, name));
  if (options.images !== "")
    for (const image of imagesToRemove(session, project, options)) tasks.push(() => removeOneImage(session, image));
  if (volumes)
    for (const { name, external } of Object.values(project.volumes))
      if (!external) tasks.push(() => removeProjectVolume(session, name));
  if (containers.length === 0 && tasks.length === 0)
    session.warn(`Warning: No resource found to remove for project ${JSON.stringify(project.name)}.`);
  await forAll(tasks, (task) => task());
}

/** docker/compose, image_pruner.go: those that were built here, and with "all" those that services name too. */
function imagesToRemove(session: ComposeSession, project: OutlinedProject, options: DownOptions): string[] {
  const { engine } = session;
  const names = new Set<string>();
  for (const { RepoTags, Labels } of listImages(engine, { filters: { label: [`${LABEL.project}=${project.name}`] } })) {
    const [tag] = RepoTags;
    if (tag !== undefined && (options.removeOrphans || (Labels?.[LABEL.service] ?? "") in project.services))
      names.add(tag);
  }
  for (const service of Object.values(project.services)) {
    if (service.image !== undefined && options.images !== "all") continue;
    const image = serviceImage(project, service);
    if (findImage(engine, image)) names.add(withTag(image));
  }
  return [...names].sort();
}

const withTag = (image: string) => (/[:@][^/]*$/.test(image) ? image : `${image}:latest`);

async function removeOneImage({ operations, report }: ComposeSession, name: string): Promise<void> {
  const line = `Image ${name}`;
  report(working(line, "Removing"));
  try {
    await operations.removeImage(name);
    report(done(line, "Removed"));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.status === 409) report(warning(line, "Resource is still in use"));
    else if (error.status === 404) report(done(line, "Warning: No resource found to remove"));
    else throw error;
  }
}
