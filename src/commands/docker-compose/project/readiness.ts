import { OperationFailed } from "../failures.ts";
import type { Dependency } from "./parallel.ts";
import type { Project } from "./project.ts";
import type { Service } from "./service.ts";

/** The services that one waits for, and what they are to be by then (compose/service.py, `get_dependency_configs`). */
export function awaitedDependencies(project: Project, service: Service): Dependency<Service>[] {
  return [...new Set(service.dependencies)].map((name): Dependency<Service> => {
    const object = project.service(name);
    switch (service.condition(name)) {
      case "service_healthy":
        return { object, ready: () => isHealthy(object) };
      case "service_completed_successfully":
        return { object, ready: () => hasCompleted(object) };
      default:
        return { object };
    }
  });
}

/** @throws OperationFailed when it never will be */
function isHealthy(service: Service): boolean {
  let healthy = true;
  for (const { container, shortId } of service.containers()) {
    const status = container.health?.Status;
    if (status === undefined)
      throw new OperationFailed(`Service "${service.name}" is missing a healthcheck configuration`);
    if (status === "unhealthy") throw new OperationFailed(`Container "${shortId}" is unhealthy.`);
    if (status === "starting") healthy = false;
  }
  return healthy;
}

/** @throws OperationFailed when it has failed */
function hasCompleted(service: Service): boolean {
  let completed = true;
  for (const { container, shortId, exitCode } of service.containers({ stopped: true })) {
    if (container.status !== "exited") completed = false;
    else if (exitCode !== 0) throw new OperationFailed(`Container "${shortId}" exited with code ${exitCode}.`);
  }
  return completed;
}
