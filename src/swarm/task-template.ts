import type { MountRequest } from "../engine/container/container.ts";
import type { Cluster } from "./cluster.ts";
import { optionsObject, privilegesObject } from "./container-options.ts";
import { said } from "./said.ts";
import type { PayloadReference, TaskSpec } from "./service.ts";

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
      ...privilegesObject(task, task.fromStack),
      // The client of a stack says only what its file says of it.
      ...(task.init === undefined && task.fromStack ? {} : { Init: task.init ?? false }),
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
      Reservations: {
        ...resources(reservations),
        ...said({
          GenericResources: Object.entries(reservations.generic ?? {}).map(([Kind, Value]) => ({
            DiscreteResourceSpec: { Kind, ...said({ Value }) },
          })),
        }),
      },
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
