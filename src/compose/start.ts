import { ComposeError } from "./compose-error.ts";
import { projectContainers } from "./containers.ts";
import { inDependencyOrder } from "./dependency-order.ts";
import { type HookedService, runHooks } from "./hooks.ts";
import { done, lineOf, working } from "./progress.ts";
import type { ComposeDependency } from "./project.ts";
import type { ComposeSession } from "./session.ts";
import { type AwaitedDependency, waitDependencies } from "./wait-dependencies.ts";

/** What starting needs to know of a service: from its file, or from the labels of its containers. */
export interface StartableService extends HookedService {
  readonly scale: number;
  readonly dependsOn: Readonly<Record<string, Pick<ComposeDependency, "condition" | "required">>>;
}

export interface StartableProject {
  readonly name: string;
  readonly services: Readonly<Record<string, StartableService>>;
}

export interface StartOptions {
  /** Wait until all are running, or healthy where they can tell. */
  readonly wait?: boolean;
  /** Seconds; 0 waits for ever. */
  readonly waitTimeout?: number;
}

/**
 * Starts the containers of a project that do not run, each service once those it depends on are as it wants them
 * (docker/compose, pkg/compose/start.go).
 * @throws ComposeError, EngineError
 */
export async function startProject(
  session: ComposeSession,
  project: StartableProject,
  { wait = false, waitTimeout = 0 }: StartOptions = {},
): Promise<void> {
  await inDependencyOrder(project.services, async (name) => {
    const service = project.services[name];
    if (service) await startService(session, project, service);
  });
  if (wait) await waitForAll(session, project, waitTimeout);
}

async function startService(
  session: ComposeSession,
  project: StartableProject,
  service: StartableService,
): Promise<void> {
  const { name, dependsOn, scale } = service;
  await waitDependencies(session, project, name, dependsOn);
  session.signal.throwIfAborted();
  const containers = projectContainers(session, project.name);
  // A service without any is passed over, as long as the project has one.
  if (containers.length === 0 && scale > 0)
    throw new ComposeError(`service ${JSON.stringify(name)} has no container to start`);
  for (const container of containers) {
    if (container.service !== name || container.status === "running") continue;
    const line = lineOf(container);
    session.report(working(line, "Starting"));
    // A start that fails leaves its line as it is: the error says the rest.
    await session.operations.startContainer(container.id);
    await runHooks(session, container.id, service, "post_start");
    session.report(done(line, "Started"));
  }
}

/** A service that others only wait for to complete has done its part when it has. */
async function waitForAll(session: ComposeSession, project: StartableProject, seconds: number): Promise<void> {
  const all = Object.values(project.services);
  const awaited = Object.fromEntries(
    all.map(({ name }): [string, AwaitedDependency] => {
      const completes = all.some(({ dependsOn }) => dependsOn[name]?.condition === "service_completed_successfully");
      return [name, { condition: completes ? "service_completed_successfully" : "running_or_healthy", required: true }];
    }),
  );
  if (seconds <= 0) return waitDependencies(session, project, project.name, awaited);
  const late = new AbortController();
  const cancel = session.engine.clock.after(seconds * 1000, () =>
    late.abort(new ComposeError(`application not healthy after ${duration(seconds)}`)),
  );
  try {
    const signal = AbortSignal.any([session.signal, late.signal]);
    await waitDependencies({ ...session, signal }, project, project.name, awaited);
  } finally {
    cancel();
  }
}

/** Whole seconds as Go writes a duration: "1m30s". */
function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds % 60}s`;
}
