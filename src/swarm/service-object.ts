import type { MountRequest } from "../engine/container/container.ts";
import type { Cluster } from "./cluster.ts";
import { optionsObject } from "./container-options.ts";
import { predefinedNetwork } from "./predefined-networks.ts";
import type { PayloadReference, PublishedPort, Service, ServiceSpec, TaskSpec, UpdateConfig } from "./service.ts";

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

/** How a service makes its tasks, as it was asked for. */
export function bareTaskTemplate(cluster: Cluster, task: TaskSpec): Record<string, unknown> {
  const { RestartPolicy, ContainerSpec, Resources, ...rest } = taskTemplate(cluster, task);
  const { condition, delay, maxAttempts, window } = task.restartPolicy;
  const usual = condition === "any" && delay === 5e9 && maxAttempts === 0 && window === 0;
  return {
    ContainerSpec: task.stopGracePeriod === undefined ? without(ContainerSpec, "StopGracePeriod") : ContainerSpec,
    Resources,
    ...(usual ? {} : { RestartPolicy }),
    ...rest,
  };
}

function without(object: unknown, key: string): unknown {
  if (typeof object !== "object" || object === null) return object;
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

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

/** Keeps what is said: the API leaves empty values out. */
export function said(values: Record<string, unknown>): Record<string, unknown> {
  const empty = (value: unknown) =>
    value === undefined ||
    value === false ||
    value === 0 ||
    value === "" ||
    (typeof value === "object" && value !== null && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !empty(value)));
}

/** How a service makes its tasks (the API's TaskSpec), with what is not said filled in. */
export function taskTemplate(cluster: Cluster, task: TaskSpec): Record<string, unknown> {
  const { limits, reservations, restartPolicy } = task;
  const options = optionsObject(task);
  const resources = ({ nanoCpus, memory }: TaskSpec["limits"]) => said({ NanoCPUs: nanoCpus, MemoryBytes: memory });
  return {
    ContainerSpec: {
      Image: task.image,
      ...said({
        Labels: task.labels,
        Command: task.command,
        Args: task.args,
        Hostname: task.hostname,
        Env: task.env,
        Dir: task.workdir,
        User: task.user,
        Groups: task.groups,
      }),
      ...(task.fromStack
        ? { Privileges: { CredentialSpec: null, SELinuxContext: null, NoNewPrivileges: false } }
        : { Init: task.init ?? false }),
      ...(task.fromStack && task.init !== undefined ? { Init: task.init } : {}),
      ...said({
        StopSignal: task.stopSignal,
        TTY: task.tty,
        ReadOnly: task.readOnly,
        Mounts: task.mounts.map(mountObject),
      }),
      StopGracePeriod: task.stopGracePeriod ?? 10_000_000_000,
      ...options.afterGrace,
      DNSConfig: options.dns,
      ...said({
        Secrets: task.secrets.map((reference) => fileReference("Secret", reference)),
        Configs: task.configs.map((reference) => fileReference("Config", reference)),
      }),
      Isolation: task.isolation ?? "default",
      ...options.last,
    },
    Resources: {
      Limits: { ...resources(limits), ...said({ Pids: task.pidsLimit }) },
      Reservations: resources(reservations),
      ...said({ SwapBytes: task.swapBytes, MemorySwappiness: task.swappiness }),
    },
    RestartPolicy: {
      Condition: restartPolicy.condition,
      Delay: restartPolicy.delay,
      MaxAttempts: restartPolicy.maxAttempts,
      ...said({ Window: restartPolicy.window }),
    },
    Placement: said({
      Constraints: task.constraints,
      Preferences: task.preferences.map((text) => ({ Spread: { SpreadDescriptor: text.replace(/^spread=/, "") } })),
      MaxReplicas: task.maxReplicasPerNode,
      // The registry tells them together with the digest.
      Platforms: task.image.includes("@") ? [{ Architecture: "amd64", OS: "linux" }] : [],
    }),
    ...said({
      Networks: task.networks.map(({ target, aliases }) => ({
        Target: cluster.networks[target]?.id ?? target,
        ...said({ Aliases: aliases }),
      })),
    }),
    ...said({
      LogDriver: task.logDriver && { Name: task.logDriver.name, ...said({ Options: task.logDriver.options }) },
    }),
    ForceUpdate: task.forceUpdate,
    Runtime: "container",
  };
}

const mountObject = ({ Type, Source, Target, ReadOnly, ...options }: MountRequest) => ({
  Type,
  ...said({ Source }),
  Target,
  ...said({
    ReadOnly,
    BindOptions: options.BindOptions,
    VolumeOptions: options.VolumeOptions,
    TmpfsOptions: options.TmpfsOptions,
  }),
});

const fileReference = (kind: "Secret" | "Config", { id, name, target, uid, gid, mode }: PayloadReference) => ({
  File: { Name: target, UID: uid, GID: gid, Mode: mode },
  [`${kind}ID`]: id,
  [`${kind}Name`]: name,
});
