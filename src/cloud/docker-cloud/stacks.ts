import { beginAction, noteAction } from "./actions.ts";
import { apiError } from "./cloud-failure.ts";
import type { DockerCloud } from "./docker-cloud.ts";
import { servicesOf, stackState } from "./service-state.ts";
import { createService, endService, redeployAll, startAll, stopAll, updateService } from "./services.ts";
import { linksOf, readService, type StackFileService } from "./stack-file.ts";
import type { CloudAction, CloudService, CloudStack, StackJob } from "./state.ts";
import { stackUri } from "./uris.ts";

type Log = (line: string) => void;

/**
 * Makes a stack with its services, none of which runs yet (POST stack).
 * @throws CloudFailure for a definition that is none, a link to nothing
 */
export function createStack(cloud: DockerCloud, name: string, services: readonly StackFileService[]): CloudStack {
  const path = "api/app/v1/stack";
  const stack: CloudStack = { uuid: cloud.uuid(), name };
  const read = services.map((service) => ({ service, definition: readService(service, "POST", path) }));
  cloud.state.stacks[stack.uuid] = stack;
  for (const { service, definition } of read)
    createService(cloud, definition, { name: service.name, stack: stack.uuid });
  joinLinks(cloud, stack, services, "POST", path);
  noteAction(cloud, "Stack Create", "POST", stackUri(stack));
  return stack;
}

/** Gives a stack other services (PATCH stack/UUID): those that are new are made, those that are not named end. */
export function updateStack(cloud: DockerCloud, stack: CloudStack, services: readonly StackFileService[]): void {
  const path = stackUri(stack);
  const read = services.map((service) => ({ service, definition: readService(service, "PATCH", path) }));
  const before = servicesOf(cloud, stack);
  for (const { service, definition } of read) {
    const known = before.find(({ name }) => name === service.name);
    if (known) updateService(cloud, known, definition);
    else createService(cloud, definition, { name: service.name, stack: stack.uuid });
  }
  for (const gone of before.filter(({ name }) => !services.some((service) => service.name === name)))
    void endService(cloud, gone);
  joinLinks(cloud, stack, services, "PATCH", path);
  noteAction(cloud, "Stack Update", "PATCH", path);
}

/** @throws CloudFailure for a link to a service that is not there; a stack that was to be made is not, then */
function joinLinks(
  cloud: DockerCloud,
  stack: CloudStack,
  services: readonly StackFileService[],
  method: string,
  path: string,
): void {
  const own = servicesOf(cloud, stack);
  for (const service of services) {
    const made = own.find(({ name }) => name === service.name);
    if (!made) continue;
    made.definition.links = linksOf(service).map(({ target, alias }) => {
      const other = own.find(({ name }) => name === target) ?? findOutside(cloud, target);
      if (other) return { to: other.uuid, name: alias };
      if (method === "POST") {
        for (const one of own) delete cloud.state.services[one.uuid];
        delete cloud.state.stacks[stack.uuid];
      }
      throw apiError(400, method, path, `Service ${service.name} is linked to ${target}, which does not exist`);
    });
  }
}

/** "db" that is in no stack, or "db.other". */
function findOutside(cloud: DockerCloud, target: string): CloudService | undefined {
  const [name, stackName] = target.split(".");
  return Object.values(cloud.state.services).find(
    (one) =>
      one.name === name &&
      one.phase !== "Terminated" &&
      (one.stack === undefined ? undefined : cloud.state.stacks[one.stack]?.name) === stackName,
  );
}

const OPERATIONS = {
  "start-stack": { name: "Stack Start", method: "POST", path: "start/", phase: "Starting" },
  "stop-stack": { name: "Stack Stop", method: "POST", path: "stop/", phase: "Stopping" },
  "redeploy-stack": { name: "Stack Redeploy", method: "POST", path: "redeploy/", phase: "Redeploying" },
  "terminate-stack": { name: "Stack Terminate", method: "DELETE", path: "", phase: "Terminating" },
} as const satisfies Record<StackJob, { name: string; method: string; path: string; phase: string }>;

const BUSY: readonly string[] = ["Starting", "Stopping", "Scaling", "Redeploying", "Terminating", "Terminated"];

/** Begins to do something with all services of a stack (apidocs, stack.md). @throws CloudFailure while something else is done */
export function operateStack(cloud: DockerCloud, stack: CloudStack, kind: StackJob): CloudAction {
  const { name, method, path, phase } = OPERATIONS[kind];
  const object = stackUri(stack);
  const state = stackState(cloud, stack);
  const idle = kind === "start-stack" ? "Running" : kind === "stop-stack" ? "Not running" : undefined;
  if (BUSY.includes(state) || state === idle)
    throw apiError(409, method, object + path, `Operation is not allowed in state ${state}`);
  for (const service of servicesOf(cloud, stack)) service.phase = phase;
  return beginAction(cloud, { name, method, path: object + path, object, job: { kind, stack: stack.uuid } });
}

/** Does it. What is linked to comes first. @throws CloudFailure for the first service that fails, when the others are done */
export async function performStack(cloud: DockerCloud, stack: CloudStack, kind: StackJob, log: Log): Promise<void> {
  let failure: unknown;
  for (const service of inOrder(servicesOf(cloud, stack))) {
    const work =
      kind === "start-stack"
        ? startAll(cloud, service, log)
        : kind === "redeploy-stack"
          ? redeployAll(cloud, service, log)
          : kind === "stop-stack"
            ? stopAll(cloud, service)
            : endService(cloud, service);
    await work.catch((error: unknown) => {
      failure ??= error;
    });
  }
  if (kind === "terminate-stack") {
    stack.terminated = true;
    stack.destroyed = cloud.clock.now();
  } else if (kind !== "stop-stack") stack.deployed = cloud.clock.now();
  if (failure !== undefined) throw failure;
}

/** Services so that each comes after those that it is linked to; a circle is cut where it was begun. */
function inOrder(services: readonly CloudService[]): CloudService[] {
  const out: CloudService[] = [];
  const visit = (service: CloudService, path: readonly CloudService[]) => {
    if (out.includes(service) || path.includes(service)) return;
    for (const { to } of service.definition.links) {
      const other = services.find(({ uuid }) => uuid === to);
      if (other) visit(other, [...path, service]);
    }
    out.push(service);
  };
  for (const service of services) visit(service, []);
  return out;
}
