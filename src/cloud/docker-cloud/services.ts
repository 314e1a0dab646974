import { beginAction, noteAction } from "./actions.ts";
import { apiError, CloudFailure } from "./cloud-failure.ts";
import { containerState, containersOf } from "./container-state.ts";
import { bringUpContainer, endContainer, haltContainer, unloadContainer } from "./containers.ts";
import type { DockerCloud } from "./docker-cloud.ts";
import { deployedNodes } from "./nodes.ts";
import { serviceState } from "./service-state.ts";
import type { CloudAction, CloudContainer, CloudService, Phase, ServiceDefinition, ServiceJob } from "./state.ts";
import { serviceUri } from "./uris.ts";

type Log = (line: string) => void;

const PATH = "api/app/v1/service";

/** What a service is when nothing else was asked for (apidocs, service.md). */
export const DEFAULTS: Omit<ServiceDefinition, "image"> = {
  ports: [],
  environment: [],
  links: [],
  tags: [],
  targetContainers: 1,
  runCommand: "",
  entrypoint: "",
  autorestart: "OFF",
  privileged: false,
  bindings: [],
  strategy: "EMPTIEST_NODE",
  sequential: false,
  autoredeploy: false,
  roles: [],
  net: "bridge",
  pid: "none",
};

/** A name that a service and its containers can have: it becomes part of a host name. */
const NAME = /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/;

/**
 * Makes a service that has no containers yet (POST service).
 * @param name the image's own, without its namespace, unless told
 * @throws CloudFailure for a name that is none
 */
export function createService(
  cloud: DockerCloud,
  definition: Partial<ServiceDefinition> & Pick<ServiceDefinition, "image">,
  { name, stack }: { readonly name?: string | undefined; readonly stack?: string },
): CloudService {
  const own = name ?? definition.image.replace(/^.*\//, "").replace(/[:@].*$/, "");
  if (!NAME.test(own)) throw apiError(400, "POST", PATH, `Invalid service name: ${own}`);
  const service: CloudService = {
    uuid: cloud.uuid(),
    name: own,
    ...(stack === undefined ? {} : { stack }),
    definition: { ...DEFAULTS, ...definition },
    synchronized: true,
  };
  cloud.state.services[service.uuid] = service;
  noteAction(cloud, "Service Create", "POST", serviceUri(service));
  return service;
}

/** Changes the definition; containers stay as they are until a redeploy (PATCH service/UUID). */
export function updateService(cloud: DockerCloud, service: CloudService, change: Partial<ServiceDefinition>): void {
  Object.assign(service.definition, change);
  if (containersOf(cloud, service).length > 0) service.synchronized = false;
  noteAction(cloud, "Service Update", "PATCH", serviceUri(service));
}

const OPERATIONS = {
  "start-service": {
    ...{ name: "Service Start", method: "POST", path: "start/", phase: "Starting" },
    from: ["Not running", "Stopped", "Stopped with errors", "Start failed"],
  },
  "stop-service": {
    ...{ name: "Service Stop", method: "POST", path: "stop/", phase: "Stopping" },
    from: ["Running", "Partly running"],
  },
  "scale-service": {
    ...{ name: "Service Scale", method: "POST", path: "scale/", phase: "Scaling" },
    from: ["Running", "Partly running", "Stopped", "Stopped with errors"],
  },
  "redeploy-service": {
    ...{ name: "Service Redeploy", method: "POST", path: "redeploy/", phase: "Redeploying" },
    from: ["Running", "Partly running", "Stopped", "Stopped with errors", "Start failed"],
  },
  "terminate-service": {
    ...{ name: "Service Terminate", method: "DELETE", path: "", phase: "Terminating" },
    from: ["Not running", "Running", "Partly running", "Stopped", "Stopped with errors", "Start failed"],
  },
} as const satisfies Record<
  ServiceJob,
  { name: string; method: string; path: string; phase: Phase; from: readonly string[] }
>;

/** Begins to do something with a service (apidocs, service.md). @throws CloudFailure in a state that does not allow it */
export function operateService(cloud: DockerCloud, service: CloudService, kind: ServiceJob): CloudAction {
  const { name, method, path, phase, from } = OPERATIONS[kind];
  const object = serviceUri(service);
  const state = serviceState(cloud, service);
  if (!from.some((allowed) => allowed === state))
    throw apiError(409, method, object + path, `Operation is not allowed in state ${state}`);
  service.phase = phase;
  return beginAction(cloud, { name, method, path: object + path, object, job: { kind, service: service.uuid } });
}

/** Starts all its containers, made where there are not enough. @throws CloudFailure when one cannot be started */
export async function startAll(cloud: DockerCloud, service: CloudService, log: Log): Promise<void> {
  service.phase ??= "Starting";
  delete service.failed;
  try {
    fill(cloud, service);
    await eachContainer(service, containersOf(cloud, service), (one) => bringUpContainer(cloud, one, log));
    service.started = cloud.clock.now();
    service.deployed ??= service.started;
    service.synchronized = true;
  } catch (error) {
    if (error instanceof CloudFailure) service.failed = true;
    throw error;
  } finally {
    settle(service);
  }
}

/** Stops a service's containers, all at once; resolves when the last one has ended. */
export async function stopAll(cloud: DockerCloud, service: CloudService): Promise<void> {
  await Promise.all(containersOf(cloud, service).map((one) => haltContainer(cloud, one)));
  service.stopped = cloud.clock.now();
  settle(service);
}

/** Makes or ends containers until there are as many as there are to be. @throws CloudFailure */
export async function scaleTo(cloud: DockerCloud, service: CloudService, log: Log): Promise<void> {
  try {
    const surplus = containersOf(cloud, service).slice(service.definition.targetContainers);
    for (const one of surplus.reverse()) await endContainer(cloud, one);
    const before = new Set(containersOf(cloud, service));
    fill(cloud, service);
    const fresh = containersOf(cloud, service).filter((one) => !before.has(one));
    await eachContainer(service, fresh, (one) => bringUpContainer(cloud, one, log));
  } finally {
    settle(service);
  }
}

/** Replaces each container by one of the definition as it now is. @throws CloudFailure */
export async function redeployAll(cloud: DockerCloud, service: CloudService, log: Log): Promise<void> {
  for (const one of containersOf(cloud, service)) {
    one.phase = "Redeploying";
    await unloadContainer(cloud, one);
  }
  await startAll(cloud, service, log);
}

/** Ends a service and its containers: from then on they are only remembered. */
export async function endService(cloud: DockerCloud, service: CloudService): Promise<void> {
  for (const one of containersOf(cloud, service)) await endContainer(cloud, one);
  service.phase = "Terminated";
  service.destroyed = cloud.clock.now();
}

/** One after another when the service says so, else together. */
async function eachContainer(
  service: CloudService,
  containers: readonly CloudContainer[],
  work: (one: CloudContainer) => Promise<void>,
): Promise<void> {
  if (service.definition.sequential) for (const one of containers) await work(one);
  else {
    const results = await Promise.allSettled(containers.map(work));
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
  }
}

function settle(service: CloudService): void {
  if (service.phase !== "Terminating" && service.phase !== "Terminated") delete service.phase;
}

/** Makes the containers that are missing, each on the node that the strategy says. @throws CloudFailure without a node */
function fill(cloud: DockerCloud, service: CloudService): void {
  const { targetContainers, strategy, tags } = service.definition;
  const nodes = deployedNodes(cloud, tags);
  if (strategy === "EVERY_NODE") service.definition.targetContainers = Math.max(1, nodes.length);
  const there = containersOf(cloud, service);
  const wanted = strategy === "EVERY_NODE" ? service.definition.targetContainers : targetContainers;
  for (let number = 1; there.length < wanted; number++) {
    if (there.some((one) => one.number === number)) continue;
    const running = Object.values(cloud.state.containers).filter((one) => containerState(cloud, one) === "Running");
    const load = (uuid: string) =>
      [...running, ...there].filter(
        (one) => one.node === uuid && (strategy !== "HIGH_AVAILABILITY" || one.service === service.uuid),
      ).length;
    const [node] = [...nodes].sort((a, b) => load(a.uuid) - load(b.uuid));
    if (!node)
      throw new CloudFailure(
        "ApiError",
        tags.length === 0
          ? "There are no nodes available to deploy the containers of this service"
          : `There are no nodes available with the tags ${tags.join(", ")}`,
      );
    const uuid = cloud.uuid();
    const made: CloudContainer = {
      ...{ uuid, service: service.uuid, name: `${service.name}-${number}`, number, node: node.uuid },
      ...{ engineId: "", phase: "Starting" },
    };
    cloud.state.containers[uuid] = made;
    there.push(made);
  }
}
