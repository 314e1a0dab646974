import type { ComposeDependency } from "./project.ts";

/** Services and what each needs: all that an order is made of. */
export type DependencyGraph = Readonly<
  Record<string, { readonly dependsOn: Readonly<Record<string, Pick<ComposeDependency, "condition">>> }>
>;

/**
 * Visits every service, those it depends on first; what does not wait for each other goes on at the same time
 * (docker/compose, pkg/compose/dependencies.go). The first failure is thrown once all that runs has ended.
 */
export function inDependencyOrder(graph: DependencyGraph, visit: (service: string) => Promise<void>): Promise<void> {
  return walk(graph, (name) => Object.keys(graph[name]?.dependsOn ?? {}), visit);
}

/** The same from the other end: dependents first. */
export function inReverseDependencyOrder(
  graph: DependencyGraph,
  visit: (service: string) => Promise<void>,
): Promise<void> {
  return walk(graph, (name) => dependentsOf(graph, name), visit);
}

/** The services that name another in their `depends_on`. */
export function dependentsOf(graph: DependencyGraph, name: string): string[] {
  return Object.entries(graph)
    .filter(([, { dependsOn }]) => name in dependsOn)
    .map(([dependent]) => dependent);
}

async function walk(
  graph: DependencyGraph,
  before: (service: string) => readonly string[],
  visit: (service: string) => Promise<void>,
): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  const visits = new Map<string, Promise<void>>();
  const reach = (name: string): Promise<void> => {
    const known = visits.get(name);
    if (known) return known;
    const mine = (async () => {
      await Promise.all(
        before(name)
          .filter((other) => other in graph)
          .map(reach),
      );
      if (failure) return;
      try {
        await visit(name);
      } catch (error) {
        failure ??= { error };
      }
    })();
    visits.set(name, mine);
    return mine;
  };
  await Promise.all(Object.keys(graph).map(reach));
  if (failure) throw failure.error;
}

/**
 * The order in which Go begins work that it was given at once: the last first, then the others as they came. Compose
 * shows it in the lines of its progress (recording 13).
 */
export function launchOrder<T>(items: readonly T[]): T[] {
  const last = items.at(-1);
  return last === undefined ? [] : [last, ...items.slice(0, -1)];
}

/** Does it to all at once; when all have ended, throws the first failure. */
export async function forAll<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(launchOrder(items).map(act));
  for (const result of results) if (result.status === "rejected") throw result.reason;
}
