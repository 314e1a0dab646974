import { removeContainer } from "../../../engine/container/remove.ts";
import { stopContainer } from "../../../engine/container/stop.ts";
import { OperationFailed } from "../failures.ts";
import { listAt, type PyMap, truthy } from "../python/py-value.ts";
import { LABEL } from "./labels.ts";
import { parallelExecute } from "./parallel.ts";
import { byNumber, type ProjectContainer } from "./project-container.ts";
import type { RecreatingCommand } from "./recreate-failure.ts";
import type { Service } from "./service.ts";
import {
  createServiceContainer,
  recreateServiceContainer,
  startIfStopped,
  startServiceContainer,
} from "./service-containers.ts";

/** When containers are made anew. */
export type Strategy = "changed" | "always" | "never";

export interface Plan {
  readonly action: "create" | "one-off" | "start" | "recreate" | "noop";
  readonly containers: readonly ProjectContainer[];
}

/** What is to be done with a service's containers (compose/service.py, `convergence_plan`). */
export function convergencePlan(service: Service, strategy: Strategy, oneOff = false): Plan {
  const containers = service.containers({ stopped: true });
  if (oneOff) return { action: "one-off", containers: [] };
  if (containers.length === 0) return { action: "create", containers };
  if (strategy === "never") return { action: "start", containers };
  if (strategy === "always" || haveDiverged(service, containers)) return { action: "recreate", containers };
  return { action: containers.some(({ isRunning }) => !isRunning) ? "start" : "noop", containers };
}

/** Whether any was made of something else than what the service says now. */
export function haveDiverged(service: Service, containers: readonly ProjectContainer[]): boolean {
  const hash = service.configHash;
  return containers.some(({ labels }) => labels[LABEL.configHash] !== hash);
}

export interface ConvergenceOptions {
  readonly timeout?: number | undefined;
  /** Nobody stays to watch. */
  readonly detached: boolean;
  readonly start: boolean;
  readonly scale?: number | undefined;
  /** Whether the number of containers that are there may change. */
  readonly rescale: boolean;
  readonly renewVolumes?: boolean;
  /** Options of `run`. */
  readonly override?: PyMap;
  readonly command: RecreatingCommand;
}

/**
 * Carries a plan out.
 * @returns the service's containers afterwards
 * @throws OperationFailed; what ends the whole command
 */
export async function executePlan(
  service: Service,
  plan: Plan,
  options: ConvergenceOptions,
): Promise<ProjectContainer[]> {
  const scale = options.scale ?? service.scale;
  const containers = [...plan.containers].sort(byNumber);
  await scaleWarnings(service, scale);
  if (plan.action === "create" || plan.action === "one-off")
    return createMany(service, scale, options, plan.action === "one-off");
  const wanted = options.rescale ? scale : undefined;
  if (plan.action === "recreate") return recreateMany(service, containers, wanted, options);
  if (plan.action === "start" || wanted !== containers.length) return startMany(service, containers, wanted, options);
  for (const { name } of containers) await service.parts.session.logger.info(`${name} is up-to-date`);
  return containers;
}

/** @throws OperationFailed when one cannot be made */
async function createMany(
  service: Service,
  count: number,
  { detached, start, override }: ConvergenceOptions,
  oneOff: boolean,
): Promise<ProjectContainer[]> {
  const { session, project } = service.parts;
  const first = service.nextNumber;
  const numbers = Array.from({ length: count }, (_, at) => first + at);
  const { results, errors } = await parallelExecute(session, {
    objects: numbers,
    message: "Creating",
    name: (number) => (oneOff ? `${project}_${service.name}_run` : service.containerName(number)),
    run: async (number) => {
      const container = oneOff
        ? await createOneOff(service, override ?? {})
        : await createServiceContainer(service, { name: service.containerName(number), number });
      if (!detached) container.attachLogStream();
      if (start && !oneOff) await startServiceContainer(service, container);
      return container;
    },
  });
  failFirst(errors);
  return [...results];
}

/** A container for one command, with a name that nobody else has. */
function createOneOff(service: Service, override: PyMap): Promise<ProjectContainer> {
  const { session, project } = service.parts;
  const slug = session.engine.random.hex(64);
  const { name, detach, ...options } = override;
  return createServiceContainer(service, {
    name: typeof name === "string" ? name : `${project.replace(/^[_-]+/, "")}_${service.name}_run_${slug.slice(0, 12)}`,
    slug,
    override: options,
    attached: !truthy(detach),
  });
}

async function recreateMany(
  service: Service,
  given: readonly ProjectContainer[],
  scale: number | undefined,
  options: ConvergenceOptions,
): Promise<ProjectContainer[]> {
  const containers = await downTo(service, given, scale, options.timeout);
  const { results, errors } = await parallelExecute(service.parts.session, {
    objects: containers,
    message: "Recreating",
    name: ({ name }) => name,
    run: (container) =>
      recreateServiceContainer(service, container, {
        timeout: options.timeout,
        attach: !options.detached,
        start: options.start,
        renewVolumes: options.renewVolumes ?? false,
        command: options.command,
      }),
  });
  failFirst(errors);
  return upTo(service, results, scale, options);
}

async function startMany(
  service: Service,
  given: readonly ProjectContainer[],
  scale: number | undefined,
  options: ConvergenceOptions,
): Promise<ProjectContainer[]> {
  const containers = await downTo(service, given, scale, options.timeout);
  if (options.start) {
    const { errors } = await parallelExecute(service.parts.session, {
      objects: containers.filter(({ isRunning }) => !isRunning),
      message: "Starting",
      name: ({ name }) => name,
      run: (container) => startIfStopped(service, container, !options.detached),
    });
    failFirst(errors);
  }
  return upTo(service, containers, scale, options);
}

/** Stops and removes those that are too many. */
async function downTo(
  service: Service,
  containers: readonly ProjectContainer[],
  scale: number | undefined,
  timeout: number | undefined,
): Promise<readonly ProjectContainer[]> {
  if (scale === undefined || containers.length <= scale) return containers;
  await stopAndRemove(service, containers.slice(scale), timeout);
  return containers.slice(0, scale);
}

async function upTo(
  service: Service,
  containers: readonly ProjectContainer[],
  scale: number | undefined,
  options: ConvergenceOptions,
): Promise<ProjectContainer[]> {
  const missing = (scale ?? containers.length) - containers.length;
  return missing > 0 ? [...containers, ...(await createMany(service, missing, options, false))] : [...containers];
}

async function stopAndRemove(
  service: Service,
  containers: readonly ProjectContainer[],
  timeout: number | undefined,
): Promise<void> {
  const { session } = service.parts;
  await parallelExecute(session, {
    objects: containers,
    message: "Stopping and removing",
    name: ({ name }) => name,
    run: async ({ id }) => {
      await stopContainer(session.engine, id, { timeout: service.stopTimeout(timeout) });
      await removeContainer(session.engine, id);
    },
  });
}

function failFirst(errors: ReadonlyMap<string, string>): void {
  for (const text of errors.values()) throw new OperationFailed(text);
}

async function scaleWarnings(service: Service, count: number): Promise<void> {
  const { logger } = service.parts.session;
  if (count <= 1) return;
  const { name, customName } = service;
  if (customName !== undefined)
    await logger.warning(
      `The "${name}" service is using the custom container name "${customName}". Docker requires each container to have a unique name. Remove the custom name to scale the service.`,
    );
  if (listAt(service.options, "ports").some((port) => typeof port === "object" && port !== null && "published" in port))
    await logger.warning(
      `The "${name}" service specifies a port on the host. If multiple containers for this service are created on a single host, the port will clash.`,
    );
}

/** Brings a service to a number of running containers (compose/service.py, `scale`). */
export async function scaleService(service: Service, count: number, timeout: number | undefined): Promise<void> {
  const { session } = service.parts;
  await scaleWarnings(service, count);
  const running = service.containers();
  if (count === running.length) {
    await session.logger.info("Desired container number already achieved");
    return;
  }
  if (count < running.length) {
    await stopAndRemove(service, [...running].sort(byNumber).slice(count - running.length), timeout);
    return;
  }
  const all = service.containers({ stopped: true });
  const old = all.filter((container) => !container.isRunning && haveDiverged(service, [container]));
  for (const { id } of old) await removeContainer(session.engine, id);
  const kept = all.filter((container) => !old.includes(container)).sort(byNumber);
  await startMany(service, kept, count, { timeout, detached: true, start: true, rescale: true, command: "up" });
}
