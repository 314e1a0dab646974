import { containerState, containersOf, exitCodeOf } from "./container-state.ts";
import type { DockerCloud } from "./docker-cloud.ts";
import type { CloudService, CloudStack, Phase } from "./state.ts";

/** apidocs, service.md; "Start failed" and "Stopped with errors" are in the client's source. */
type ServiceState =
  | Phase
  | "Not running"
  | "Running"
  | "Partly running"
  | "Stopped"
  | "Stopped with errors"
  | "Start failed";

/** How a service is: what is being done with it, or what its containers make of it. */
export function serviceState(cloud: DockerCloud, service: CloudService): ServiceState {
  if (service.phase !== undefined) return service.phase;
  if (service.failed) return "Start failed";
  const containers = containersOf(cloud, service);
  if (containers.length === 0) return "Not running";
  const running = containers.filter((one) => containerState(cloud, one) === "Running").length;
  if (running === containers.length) return "Running";
  if (running > 0) return "Partly running";
  const wrong = containers.some((one) => service.stopped === undefined && (exitCodeOf(cloud, one) ?? 0) !== 0);
  return wrong ? "Stopped with errors" : "Stopped";
}

/** The services of a stack that are not gone. */
export function servicesOf(cloud: DockerCloud, { uuid }: Pick<CloudStack, "uuid">): CloudService[] {
  return Object.values(cloud.state.services).filter((one) => one.stack === uuid && one.phase !== "Terminated");
}

/** How a stack is, by how its services are (apidocs, stack.md). */
export function stackState(cloud: DockerCloud, stack: CloudStack): ServiceState {
  if (stack.terminated) return "Terminated";
  const states = servicesOf(cloud, stack).map((service) => serviceState(cloud, service));
  for (const phase of ["Terminating", "Redeploying", "Starting", "Stopping", "Scaling"] as const)
    if (states.includes(phase)) return phase;
  const [first = "Not running"] = states;
  if (states.every((state) => state === first)) return first;
  if (states.some((state) => state === "Running" || state === "Partly running")) return "Partly running";
  return states.find((state) => state === "Start failed" || state === "Stopped with errors") ?? "Stopped";
}
