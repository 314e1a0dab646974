import type { MountRequest } from "../../engine/container/container.ts";
import type { ContainerOptions } from "../../swarm/container-options.ts";
import type { PayloadReference, PublishedPort, ServiceSpec, TaskSpec, UpdateConfig } from "../../swarm/service.ts";
import { ComposeError } from "../compose-error.ts";
import { Fields } from "../file/fields.ts";
import { mapAt, scalarText } from "../file/yaml/yaml-value.ts";
import type { ComposeFileObject, ComposeFileReference, ComposeService, ComposeVolumeMount } from "../project.ts";
import type { ComposeHealthcheck, ComposeResources, ComposeUpdateConfig } from "../service-policy.ts";
import type { StackFile } from "./stack-file.ts";

/** Which stack an object of a swarm belongs to. */
export const NAMESPACE_LABEL = "com.docker.stack.namespace";
/** The image as the file names it, of a service. */
export const IMAGE_LABEL = "com.docker.stack.image";

/** `web` of the stack `platzi-0` is `platzi-0_web`. */
export const scoped = (stack: string, name: string): string => `${stack}_${name}`;

/** What a service is given by name and the swarm keeps by id. @throws for a name that nobody made */
export interface StackLookups {
  readonly network: (name: string) => string;
  readonly secrets: (asked: readonly PayloadReference[]) => PayloadReference[];
  readonly configs: (asked: readonly PayloadReference[]) => PayloadReference[];
}

/**
 * A service of a stack's files as the swarm takes it (docker/cli, cli/compose/convert/service.go).
 * @throws ComposeError with the service's name in front
 */
export function stackServiceSpec(
  stack: string,
  file: StackFile,
  service: ComposeService,
  lookups: StackLookups,
): ServiceSpec {
  try {
    const { deploy, image = "" } = service;
    return {
      name: scoped(stack, service.name),
      labels: { ...deploy?.labels, [NAMESPACE_LABEL]: stack, [IMAGE_LABEL]: image },
      task: taskSpec(stack, file, service, lookups),
      mode: serviceMode(file, service),
      update: updateConfig(deploy?.updateConfig),
      rollback: updateConfig(deploy?.rollbackConfig),
      endpointMode: deploy?.endpointMode?.toLowerCase() === "dnsrr" ? "dnsrr" : "vip",
      ports: service.ports
        .map(
          ({ target, published, protocol, mode }): PublishedPort => ({
            protocol: protocol === "udp" ? "udp" : "tcp",
            targetPort: target,
            publishedPort: Number.parseInt(published ?? "0", 10) || 0,
            mode,
          }),
        )
        .sort((a, b) => a.protocol.localeCompare(b.protocol) || a.publishedPort - b.publishedPort),
    };
  } catch (error) {
    if (error instanceof ComposeError) throw new ComposeError(`service ${service.name}: ${error.message}`);
    throw error;
  }
}

function taskSpec(stack: string, file: StackFile, service: ComposeService, lookups: StackLookups): TaskSpec {
  const { deploy } = service;
  const limits = deploy?.resources.limits;
  const said = mapAt(mapAt(service.definition, "deploy"), "resources");
  const saidTypes = new Fields(service.definition).entries("volumes").map((mount) => mount.text("type"));
  const cpusOf = (kind: string) => scalarText(mapAt(said, kind).cpus);
  return {
    image: service.image ?? "",
    ...(service.entrypoint ? { command: [...service.entrypoint] } : {}),
    ...(service.command ? { args: [...service.command] } : {}),
    env: Object.entries(service.environment)
      .map(([name, value]) => (value === null ? name : `${name}=${value}`))
      .sort(),
    labels: { ...service.labels, [NAMESPACE_LABEL]: stack },
    ...(service.hostname === undefined ? {} : { hostname: service.hostname }),
    ...(service.workingDir === undefined ? {} : { workdir: service.workingDir }),
    ...(service.user === undefined ? {} : { user: service.user }),
    ...(service.tty ? { tty: true } : {}),
    ...(service.init === undefined ? {} : { init: service.init }),
    fromStack: true,
    mounts: service.volumes.map((mount, at) => mountRequest(stack, file, mount, saidTypes[at])),
    secrets: lookups.secrets(service.secrets.map((one) => reference("secret", stack, file.secrets, one)).sort(byName)),
    configs: lookups.configs(service.configs.map((one) => reference("config", stack, file.configs, one)).sort(byName)),
    ...(service.stopGracePeriod === undefined ? {} : { stopGracePeriod: service.stopGracePeriod }),
    limits: resources(limits, cpusOf("limits")),
    reservations: resources(deploy?.resources.reservations, cpusOf("reservations")),
    restartPolicy: restartPolicy(service),
    constraints: [...(deploy?.placement.constraints ?? [])],
    preferences: (deploy?.placement.preferences ?? []).map((label) => `spread=${label}`),
    maxReplicasPerNode: deploy?.placement.maxReplicasPerNode ?? 0,
    networks: attachments(stack, file, service, lookups),
    forceUpdate: 0,
    ...containerOptions(service),
    ...(limits?.pids === undefined ? {} : { pidsLimit: limits.pids }),
  };
}

const byName = (a: PayloadReference, b: PayloadReference) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

function containerOptions(service: ComposeService): ContainerOptions {
  const { healthcheck, logging } = service;
  const capAdd = capabilities(service.capAdd);
  const capDrop = capabilities(service.capDrop).filter((name) => !capAdd.includes(name));
  return {
    ...(service.readOnly ? { readOnly: true } : {}),
    ...(service.stopSignal === undefined ? {} : { stopSignal: service.stopSignal }),
    ...(healthcheck ? { healthcheck: healthConfig(healthcheck) } : {}),
    ...(service.extraHosts.length > 0
      ? { hosts: service.extraHosts.map((entry) => entry.replace(/^([^:]*):(.*)$/, "$2 $1")) }
      : {}),
    ...(service.dns.length + service.dnsSearch.length > 0
      ? { dns: { nameservers: [...service.dns], search: [...service.dnsSearch], options: [] } }
      : {}),
    ...(capAdd.length > 0 ? { capAdd } : {}),
    ...(capDrop.length > 0 ? { capDrop } : {}),
    ...(Object.keys(service.sysctls).length > 0 ? { sysctls: { ...service.sysctls } } : {}),
    ...(Object.keys(service.ulimits).length > 0
      ? {
          ulimits: Object.entries(service.ulimits)
            .sort()
            .map(([Name, { soft, hard }]) => ({ Name, Hard: hard, Soft: soft })),
        }
      : {}),
    ...(logging ? { logDriver: { name: logging.driver ?? "", options: { ...logging.options } } } : {}),
  };
}

/** With their whole names, each once, in order; ALL stands for the rest (docker/cli, opts/capabilities.go). */
function capabilities(names: readonly string[]): string[] {
  const whole = names.map((name) =>
    name
      .trim()
      .toUpperCase()
      .replace(/^(?!CAP_|ALL$|RESET$)/, "CAP_"),
  );
  return whole.includes("ALL") ? ["ALL"] : [...new Set(whole)].sort();
}

function healthConfig(health: ComposeHealthcheck): NonNullable<ContainerOptions["healthcheck"]> {
  if (health.disable) {
    if (health.test.length > 0 && health.test[0] !== "NONE")
      throw new ComposeError("test and disable can't be set at the same time");
    return { Test: ["NONE"] };
  }
  return {
    Test: [...health.test],
    ...(health.interval === undefined ? {} : { Interval: health.interval }),
    ...(health.timeout === undefined ? {} : { Timeout: health.timeout }),
    ...(health.startPeriod === undefined ? {} : { StartPeriod: health.startPeriod }),
    ...(health.startInterval === undefined ? {} : { StartInterval: health.startInterval }),
    ...(health.retries === undefined ? {} : { Retries: health.retries }),
  };
}

function attachments(
  stack: string,
  file: StackFile,
  { name, networks }: ComposeService,
  lookups: StackLookups,
): TaskSpec["networks"] {
  const asked = Object.keys(networks).length === 0 ? { default: null } : networks;
  return Object.entries(asked)
    .map(([key, attachment]) => {
      const network = file.networks[key];
      if (!network && key !== "default") throw new ComposeError(`undefined network ${JSON.stringify(key)}`);
      const target = network && network.name !== "" ? network.name : scoped(stack, key);
      const own = ["host", "bridge", "none"].includes(target) ? [] : [name];
      return { target, aliases: [...(attachment?.aliases ?? []), ...own] };
    })
    .sort((a, b) => (a.target < b.target ? -1 : 1))
    .map(({ target, aliases }) => ({ target: lookups.network(target), aliases }));
}

function reference(
  kind: "secret" | "config",
  stack: string,
  objects: Readonly<Record<string, ComposeFileObject>>,
  { source, target, uid = "0", gid = "0", mode = 0o444 }: ComposeFileReference,
): PayloadReference {
  const object = objects[source];
  if (!object) throw new ComposeError(`undefined ${kind} ${JSON.stringify(source)}`);
  return { id: "", name: object.name || scoped(stack, source), target: target ?? source, uid, gid, mode };
}

function mountRequest(stack: string, file: StackFile, mount: ComposeVolumeMount, said?: string): MountRequest {
  const { type, source, target, readOnly } = mount;
  const base = { Target: target, ...(readOnly ? { ReadOnly: true } : {}) };
  if (type === "tmpfs") {
    if (source !== undefined) throw new ComposeError("invalid tmpfs source, source must be empty");
    const size = mount.tmpfs?.size;
    return { ...base, Type: "tmpfs", ...(size === undefined ? {} : { TmpfsOptions: { SizeBytes: size } }) };
  }
  if (type === "bind") {
    const propagation = mount.bind?.propagation;
    return {
      ...base,
      Type: "bind",
      Source: source ?? "",
      ...(propagation === undefined ? {} : { BindOptions: { Propagation: propagation } }),
    };
  }
  // A word that Compose knows none of is a volume to it.
  if (type !== "volume" || (said ?? type) !== type)
    throw new ComposeError("volume type must be volume, bind, tmpfs, npipe, or cluster");
  if (source === undefined) return { ...base, Type: "volume" };
  const volume = file.volumes[source];
  if (!volume) throw new ComposeError(`undefined volume ${JSON.stringify(source)}`);
  const named = { ...base, Type: "volume" as const, Source: volume.name || scoped(stack, source) };
  const noCopy = mount.volume?.noCopy ? { NoCopy: true } : {};
  if (volume.external) return { ...named, VolumeOptions: noCopy };
  const driver = volume.driver !== undefined || Object.keys(volume.driverOptions).length > 0;
  return {
    ...named,
    VolumeOptions: {
      ...noCopy,
      Labels: { ...volume.labels, [NAMESPACE_LABEL]: stack },
      ...(driver
        ? {
            DriverConfig: {
              Name: volume.driver ?? "",
              ...(Object.keys(volume.driverOptions).length > 0 ? { Options: { ...volume.driverOptions } } : {}),
            },
          }
        : {}),
    },
  };
}

function serviceMode({ definition }: StackFile, { name, deploy }: ComposeService): ServiceSpec["mode"] {
  const { mode = "replicated", replicas } = deploy ?? {};
  // A word that Compose knows none of is nothing to it; a swarm asks what it means.
  const said = mapAt(mapAt(mapAt(definition, "services"), name), "deploy").mode;
  if (said !== undefined && said !== null && said !== "" && said !== mode)
    throw new ComposeError(`Unknown mode: ${scalarText(said)}`);
  if (mode === "global" || mode === "global-job") {
    if (replicas !== undefined)
      throw new ComposeError("replicas can only be used with replicated or replicated-job mode");
    return { kind: mode };
  }
  const count = replicas ?? 1;
  return mode === "replicated" ? { kind: mode, replicas: count } : { kind: mode, total: count, concurrent: count };
}

const SECOND = 1e9;

/** With swarm's own values for what is not said (swarmkit, api/defaults). */
function updateConfig(config: ComposeUpdateConfig = {}): UpdateConfig {
  const { failureAction, order } = config;
  return {
    parallelism: config.parallelism ?? 1,
    delay: config.delay ?? 0,
    failureAction: failureAction === "continue" || failureAction === "rollback" ? failureAction : "pause",
    monitor: config.monitor ?? 5 * SECOND,
    maxFailureRatio: config.maxFailureRatio ?? 0,
    order: order === "start-first" ? order : "stop-first",
  };
}

function restartPolicy({ restart = "", deploy }: ComposeService): TaskSpec["restartPolicy"] {
  const own = deploy?.restartPolicy;
  const base = { condition: "any" as const, delay: 5 * SECOND, maxAttempts: 0, window: 0 };
  if (own) {
    const condition = own.condition === "none" || own.condition === "on-failure" ? own.condition : "any";
    return { condition, delay: own.delay ?? base.delay, maxAttempts: own.maxAttempts ?? 0, window: own.window ?? 0 };
  }
  const [policy = "", attempts = "0"] = restart.split(":");
  if (!["", "no", "always", "unless-stopped", "on-failure"].includes(policy))
    throw new ComposeError(
      `invalid restart policy: unknown policy '${policy}' (must be one of 'no', 'always', 'unless-stopped', or 'on-failure')`,
    );
  return policy === "on-failure" ? { ...base, condition: policy, maxAttempts: Number(attempts) || 0 } : base;
}

function resources(given: ComposeResources = {}, cpus?: string): TaskSpec["limits"] {
  if (given.cpus !== undefined && Number.isNaN(given.cpus))
    throw new ComposeError(`failed to parse ${cpus} as a rational number`);
  return {
    ...(given.cpus === undefined ? {} : { nanoCpus: Math.round(given.cpus * 1e9) }),
    ...(given.memory === undefined ? {} : { memory: given.memory }),
  };
}
