import type { Container } from "../engine/container/container.ts";
import { probeCommand } from "../engine/container/health.ts";
import { ComposeError } from "./compose-error.ts";
import { type ProjectContainer, projectContainers } from "./containers.ts";
import { done, failed, lineOf, type ProgressEvent, warning, working } from "./progress.ts";
import type { ComposeDependency, ComposeProject } from "./project.ts";
import type { ComposeSession } from "./session.ts";

/** What to wait for: as a file says, or as `--wait` does. */
export interface AwaitedDependency {
  readonly condition: ComposeDependency["condition"] | "running_or_healthy";
  readonly required: boolean;
}

/** How often Compose looks, ms. */
const EVERY_MS = 500;

/**
 * Waits until services are as others need them (docker/compose, convergence.go, waitDependencies).
 * @param dependant who waits, for what is said of it
 * @throws ComposeError `dependency failed to start: container x is unhealthy`
 */
export async function waitDependencies(
  session: ComposeSession,
  project: Pick<ComposeProject, "name"> & {
    readonly services: Readonly<Record<string, { readonly scale: number } | undefined>>;
  },
  dependant: string,
  dependencies: Readonly<Record<string, AwaitedDependency>>,
): Promise<void> {
  const waits: Promise<void>[] = [];
  for (const [name, dependency] of Object.entries(dependencies)) {
    const { condition, required } = dependency;
    if (condition === "service_started") continue;
    const service = project.services[name];
    if (!service || service.scale === 0) continue;
    const containers = projectContainers(session, project.name, { services: [name] });
    if (containers.length === 0) {
      const text = `${dependant} is missing dependency ${name}`;
      if (required) throw new ComposeError(text);
      session.warn(text);
      continue;
    }
    for (const container of containers) session.report(working(lineOf(container), "Waiting"));
    waits.push(waitFor(session, name, dependency, containers));
  }
  const results = await Promise.allSettled(waits);
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

async function waitFor(
  session: ComposeSession,
  name: string,
  { condition, required }: AwaitedDependency,
  containers: readonly ProjectContainer[],
): Promise<void> {
  const tell = (event: (line: string) => ProgressEvent) => {
    for (const container of containers) session.report(event(lineOf(container)));
  };
  const optional = (text: string) => {
    tell((line) => warning(line, `Skipped: ${text}`));
    session.warn(text);
  };
  for (;;) {
    await session.engine.clock.sleep(EVERY_MS, session.signal);
    const now = containers.flatMap(({ id }) => session.engine.state.containers[id] ?? []);
    if (condition === "service_completed_successfully") {
      const ended = now.find(({ status }) => status === "exited");
      if (!ended) continue;
      if (ended.exitCode === 0) {
        tell((line) => done(line, "Exited"));
        return;
      }
      const text = `${JSON.stringify(name)} didn't complete successfully: exit ${ended.exitCode}`;
      if (!required) return optional(`optional dependency ${text}`);
      tell((line) => failed(line, `service ${text}`));
      throw new ComposeError(`service ${text}`);
    }
    const state = healthOf(now, condition === "running_or_healthy");
    if (state === "healthy") {
      tell((line) => done(line, "Healthy"));
      return;
    }
    if (state === "starting") continue;
    if (!required)
      return optional(
        condition === "running_or_healthy"
          ? `optional dependency ${JSON.stringify(name)} is not running or is unhealthy: ${state.problem}`
          : `optional dependency ${JSON.stringify(name)} failed to start: ${state.problem}`,
      );
    if (condition === "running_or_healthy") throw new ComposeError(state.problem);
    tell((line) => failed(line));
    throw new ComposeError(`dependency failed to start: ${state.problem}`);
  }
}

function healthOf(
  containers: readonly Container[],
  orRunning: boolean,
): "healthy" | "starting" | { readonly problem: string } {
  for (const container of containers) {
    const { name, status, exitCode, config, health } = container;
    if (status === "exited") return { problem: `container ${name} exited (${exitCode})` };
    if (!probeCommand(config.Healthcheck, config.Shell) && orRunning) {
      if (status !== "running") return "starting";
      continue;
    }
    if (!health) return { problem: `container ${name} has no healthcheck configured` };
    if (health.Status === "unhealthy") return { problem: `container ${name} is unhealthy` };
    if (health.Status === "starting") return "starting";
  }
  return "healthy";
}
