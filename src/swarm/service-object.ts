import type { Cluster } from "./cluster.ts";
import { predefinedNetwork } from "./predefined-networks.ts";
import { said } from "./said.ts";
import type { PublishedPort, Service, ServiceSpec, UpdateConfig } from "./service.ts";
import { bareTaskTemplate, taskTemplate } from "./task-template.ts";

/** A service as the API gives it (GET /services/{id}), in the API's order. */
export function serviceObject(cluster: Cluster, service: Service): Record<string, unknown> {
  const { spec, previousSpec, updateStatus } = service;
  const predefined = spec.task.networks.flatMap(({ target }) => (predefinedNetwork(cluster, target) ? [target] : []));
  return {
    ID: service.id,
    Version: { Index: service.version },
    CreatedAt: service.createdAt,
    UpdatedAt: service.updatedAt,
    Spec: specObject(cluster, spec),
    ...(previousSpec ? { PreviousSpec: bareSpecObject(cluster, previousSpec) } : {}),
    Endpoint: {
      // The managers' allocator leaves alone what publishes nothing and is in no network (libnetwork, cnmallocator).
      Spec: service.allocated || service.ports.length > 0 || predefined.length > 0 ? endpointSpec(spec) : {},
      ...(service.ports.length > 0 ? { Ports: service.ports.map(portObject) } : {}),
      ...said({
        VirtualIPs: [
          ...Object.entries(service.virtualAddresses).map(([NetworkID, Addr]) => ({ NetworkID, Addr })),
          // In a network that every node has for itself there is no address for a service.
          ...predefined.map((NetworkID) => ({ NetworkID })),
        ],
      }),
    },
    ...(updateStatus
      ? {
          UpdateStatus: {
            State: updateStatus.state,
            StartedAt: updateStatus.startedAt,
            ...(updateStatus.completedAt === undefined ? {} : { CompletedAt: updateStatus.completedAt }),
            Message: updateStatus.message,
          },
        }
      : {}),
    ...(service.spec.mode.kind.endsWith("-job")
      ? { JobStatus: { JobIteration: said({ Index: service.jobIteration }), LastExecution: service.updatedAt } }
      : {}),
  };
}

function specObject(cluster: Cluster, spec: ServiceSpec): Record<string, unknown> {
  return {
    Name: spec.name,
    Labels: spec.labels,
    TaskTemplate: taskTemplate(cluster, spec.task),
    Mode: modeObject(spec),
    // Of a job, too: the client asks for what is not said to be filled in.
    UpdateConfig: updateObject(spec.update),
    RollbackConfig: updateObject(spec.rollback),
    EndpointSpec: endpointSpec(spec),
  };
}

/** Of the specification before the last update nothing is filled in that was not asked for. */
function bareSpecObject(cluster: Cluster, spec: ServiceSpec): Record<string, unknown> {
  const { TaskTemplate: _, UpdateConfig, RollbackConfig, ...rest } = specObject(cluster, spec);
  const { Name, Labels, Mode, EndpointSpec } = rest;
  return {
    ...{ Name, Labels, TaskTemplate: bareTaskTemplate(cluster, spec.task), Mode },
    ...(isUsual(spec.update) ? {} : { UpdateConfig }),
    ...(isUsual(spec.rollback) ? {} : { RollbackConfig }),
    EndpointSpec,
  };
}

const isUsual = ({ parallelism, delay, failureAction, monitor, maxFailureRatio, order }: UpdateConfig) =>
  `${parallelism} ${delay} ${failureAction} ${monitor} ${maxFailureRatio} ${order}` ===
  "1 0 pause 5000000000 0 stop-first";

function modeObject({ mode }: ServiceSpec): Record<string, unknown> {
  switch (mode.kind) {
    case "replicated":
      return { Replicated: { Replicas: mode.replicas } };
    case "global":
      return { Global: {} };
    case "replicated-job":
      return { ReplicatedJob: { MaxConcurrent: mode.concurrent, TotalCompletions: mode.total } };
    case "global-job":
      return { GlobalJob: {} };
  }
}

const updateObject = (config: UpdateConfig) => ({
  Parallelism: config.parallelism,
  ...(config.delay > 0 ? { Delay: config.delay } : {}),
  FailureAction: config.failureAction,
  Monitor: config.monitor,
  MaxFailureRatio: config.maxFailureRatio,
  Order: config.order,
});

const endpointSpec = ({ endpointMode, ports }: ServiceSpec) => ({
  Mode: endpointMode,
  ...(ports.length > 0 ? { Ports: ports.map(portObject) } : {}),
});

const portObject = ({ protocol, targetPort, publishedPort, mode }: PublishedPort) => ({
  Protocol: protocol,
  TargetPort: targetPort,
  ...(publishedPort === 0 ? {} : { PublishedPort: publishedPort }),
  PublishMode: mode,
});
