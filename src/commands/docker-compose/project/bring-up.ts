import { removeContainer } from "../../../engine/container/remove.ts";
import { stopContainer } from "../../../engine/container/stop.ts";
import { ProjectError } from "../failures.ts";
import type { PyMap } from "../python/py-value.ts";
import { convergencePlan, executePlan, type Plan, type Strategy } from "./convergence.ts";
import { type BuildAction, ensureImage } from "./images.ts";
import { parallelExecute } from "./parallel.ts";
import type { Project } from "./project.ts";
import type { ProjectContainer } from "./project-container.ts";
import { awaitedDependencies } from "./readiness.ts";
import type { RecreatingCommand } from "./recreate-failure.ts";
import type { Service } from "./service.ts";

export interface BringUpOptions {
  readonly services: readonly string[];
  readonly dependencies: boolean;
  readonly strategy: Strategy;
  readonly build: BuildAction;
  readonly cli: boolean;
  readonly quietPull: boolean;
  readonly timeout: number | undefined;
  readonly detached: boolean;
  readonly removeOrphans: boolean;
  readonly ignoreOrphans: boolean;
  readonly scale: Readonly<Record<string, number>>;
  readonly rescale: boolean;
  readonly start: boolean;
  readonly recreateDependencies: boolean;
  readonly renewVolumes: boolean;
  readonly attachDependencies: boolean;
  /** Options of `run`: the named service gets a container for one command. */
  readonly override?: PyMap;
}

/**
 * Brings a project's containers to what its files say, and starts them (compose/project.py, `up`).
 * @returns the containers of all services
 * @throws Failure; PythonException
 */
export async function bringUp(project: Project, options: BringUpOptions): Promise<ProjectContainer[]> {
  await project.initialize();
  if (!options.ignoreOrphans) await project.orphans(options.removeOrphans);
  const services = await withoutDuplicates(project.select(options.services, options.dependencies));
  for (const service of services)
    await ensureImage(service, { build: options.build, quietPull: options.quietPull, cli: options.cli });
  const plans = convergencePlans(services, options);
  const watched = attachedServices(services, options);
  const { results, errors } = await parallelExecute(project.session, {
    objects: services,
    name: ({ name }) => name,
    dependencies: (service) => awaitedDependencies(project, service),
    run: (service) =>
      executePlan(service, plans.get(service) ?? { action: "noop", containers: [] }, {
        timeout: options.timeout,
        detached: options.detached || !watched.includes(service),
        start: options.start,
        scale: options.scale[service.name],
        rescale: options.rescale,
        renewVolumes: options.renewVolumes,
        command: "up",
        ...(options.override ? { override: options.override } : {}),
      }),
  });
  if (errors.size > 0) throw new ProjectError("Encountered errors while bringing up the project.");
  return results.flat();
}

/** Makes containers without starting them, service by service (compose/project.py, `create`). */
export async function createContainers(
  project: Project,
  { services: names, strategy, build }: Pick<BringUpOptions, "services" | "strategy" | "build">,
): Promise<void> {
  const services = await withoutDuplicates(project.select(names, true));
  for (const service of services) await ensureImage(service, { build });
  const plans = convergencePlans(services, { strategy, recreateDependencies: false, services: [] });
  const command: RecreatingCommand = "create";
  for (const service of services) {
    const plan = plans.get(service);
    if (plan) await executePlan(service, plan, { detached: true, start: false, rescale: true, command });
  }
}

function convergencePlans(
  services: readonly Service[],
  options: Pick<BringUpOptions, "strategy" | "recreateDependencies" | "services" | "override">,
): Map<Service, Plan> {
  const { strategy } = options;
  const plans = new Map<Service, Plan>();
  const isNew = (name: string) =>
    [...plans].some(([{ name: own }, { action }]) => own === name && (action === "recreate" || action === "create"));
  for (const service of services) {
    const oneOff = options.override !== undefined && options.services.includes(service.name);
    const updated = strategy !== "never" && service.dependencies.some(isNew);
    const own = updated && mustFollow(service, options.recreateDependencies) ? "always" : strategy;
    plans.set(service, convergencePlan(service, own, oneOff));
  }
  return plans;
}

/** Whether a service is made anew because one that it depends on is. */
function mustFollow(service: Service, always: boolean): boolean {
  if (always) return true;
  const containers = service.containers({ stopped: true });
  if (containers.some(({ container }) => container.status === "created" || container.status === "exited")) return true;
  const linked = service.containers().some(({ container }) => (container.hostConfig.Links ?? []).length > 0);
  return service.parts.links.length > 0 !== linked;
}

/** Those whose output is shown: the named ones, or all. */
export function attachedServices(
  services: readonly Service[],
  { services: names, attachDependencies }: Pick<BringUpOptions, "services" | "attachDependencies">,
): readonly Service[] {
  return attachDependencies || names.length === 0 ? services : services.filter(({ name }) => names.includes(name));
}

/** Removes containers whose number another one has. */
async function withoutDuplicates(services: Service[]): Promise<Service[]> {
  for (const service of services) {
    const { engine, logger } = service.parts.session;
    const numbers = new Set<number>();
    for (const container of service.containers({ stopped: true }).reverse()) {
      if (numbers.has(container.number)) {
        await logger.info(`Removing ${container.name}`);
        await stopContainer(engine, container.id, { timeout: service.stopTimeout(undefined) });
        await removeContainer(engine, container.id);
      } else numbers.add(container.number);
    }
  }
  return services;
}
