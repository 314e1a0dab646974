import { projectContainers } from "./containers.ts";
import { dependentsOf, forAll, inDependencyOrder } from "./dependency-order.ts";
import { runHooks } from "./hooks.ts";
import { done, lineOf, working } from "./progress.ts";
import type { ComposeDependency } from "./project.ts";
import type { ComposeSession } from "./session.ts";
import type { StartableProject } from "./start.ts";
import { waitDependencies } from "./wait-dependencies.ts";

/** What restarting needs to know of a project. */
interface RestartableProject extends StartableProject {
  readonly services: Readonly<
    Record<
      string,
      StartableProject["services"][string] & { readonly dependsOn: Readonly<Record<string, ComposeDependency>> }
    >
  >;
}

export interface RestartOptions {
  /** Those that were named; all when none. */
  readonly services: readonly string[];
  /** Not also those that want to be restarted with them. */
  readonly alone?: boolean;
  /** Seconds to stop one in. */
  readonly timeout: number | undefined;
}

/**
 * Restarts services and those that want to be restarted with them, each once what it waits for is as it wants it
 * (docker/compose, pkg/compose/restart.go).
 * @throws ComposeError, EngineError
 */
export async function restartServices(
  session: ComposeSession,
  project: RestartableProject,
  { services, alone = false, timeout }: RestartOptions,
): Promise<void> {
  const chosen = withDependents(project, services, alone);
  const containers = projectContainers(session, project.name);
  await inDependencyOrder(project.services, async (name) => {
    if (!chosen.has(name)) return;
    const awaited = Object.entries(project.services[name]?.dependsOn ?? {}).filter(
      ([other, { restart }]) => restart && chosen.has(other),
    );
    await waitDependencies(session, project, name, Object.fromEntries(awaited));
    await forAll(
      containers.filter(({ service }) => service === name),
      async (container) => {
        const service = project.services[name] ?? { name };
        await runHooks(session, container.id, service, "pre_stop");
        session.report(working(lineOf(container), "Restarting"));
        await session.operations.restartContainer(container.id, timeout === undefined ? {} : { timeout });
        session.report(done(lineOf(container), "Started"));
        await runHooks(session, container.id, service, "post_start");
      },
    );
  });
}

function withDependents({ services }: RestartableProject, names: readonly string[], alone: boolean): Set<string> {
  if (names.length === 0) return new Set(Object.keys(services));
  const chosen = new Set<string>();
  const add = (name: string) => {
    if (chosen.has(name)) return;
    chosen.add(name);
    if (alone) return;
    for (const other of dependentsOf(services, name)) if (services[other]?.dependsOn[name]?.restart) add(other);
  };
  for (const name of names) add(name);
  return chosen;
}
