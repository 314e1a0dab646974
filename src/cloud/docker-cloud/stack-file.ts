import { apiError } from "./cloud-failure.ts";
import type {
  EnvironmentVariable,
  RestartRule,
  ServiceDefinition,
  ServicePort,
  Strategy,
  VolumeBinding,
} from "./state.ts";

/** A service as a stack file has it, with its name put in (docker/docs, docker-cloud/apps/stack-yaml-reference.md). */
export interface StackFileService {
  readonly name: string;
  readonly [key: string]: unknown;
}

/** Keys of the reference that mean nothing to this playground's nodes: taken, and left aside. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set(
  (
    "name links autodestroy cap_add cap_drop cgroup_parent devices dns dns_search extra_hosts labels security_opt " +
    "volumes_from working_dir user hostname domainname mac_address cpuset memswap_limit read_only stdin_open tty"
  ).split(" "),
);

const KNOWN: ReadonlySet<string> = new Set(
  (
    "image autoredeploy command deployment_strategy environment expose net pid ports privileged restart roles " +
    "sequential_deployment tags target_num_containers volumes entrypoint cpu_shares mem_limit"
  ).split(" "),
);

/**
 * Reads one service of a stack file.
 * @throws CloudFailure without an image, for a key that is none ("build"), for a port or a value that is none
 */
export function readService(
  service: StackFileService,
  method: string,
  path: string,
): Partial<ServiceDefinition> & Pick<ServiceDefinition, "image"> {
  const { name } = service;
  const refuse = (why: string) => apiError(400, method, path, `Service ${name}: ${why}`);
  const strange = Object.keys(service).find((key) => !KNOWN.has(key) && !WITHOUT_EFFECT.has(key));
  if (strange !== undefined) throw refuse(`unsupported key '${strange}'`);
  const text = (key: string) =>
    service[key] === undefined || service[key] === null ? undefined : String(service[key]);
  const list = (key: string): string[] => {
    const value = service[key] ?? [];
    return (Array.isArray(value) ? value : [value]).map(String);
  };
  const image = text("image");
  if (image === undefined) throw refuse("'image' is required");
  const published = list("ports").map((one) => portOf(one, true));
  const exposed = list("expose").map((one) => portOf(one, false));
  const ports = [...published, ...exposed].map((port) => {
    if (!port) throw refuse("invalid port");
    return port;
  });
  const command = text("command");
  const entrypoint = text("entrypoint");
  const target = text("target_num_containers");
  if (target !== undefined && !/^\d+$/.test(target)) throw refuse("invalid target_num_containers");
  const memory = megabytes(text("mem_limit"));
  const shares = text("cpu_shares");
  return {
    image,
    ports: ports.filter((port, index) => ports.findIndex((other) => other.inner === port.inner) === index),
    environment: environmentOf(service.environment),
    tags: list("tags"),
    ...(target === undefined ? {} : { targetContainers: Number(target) }),
    ...(command === undefined ? {} : { runCommand: command }),
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(memory === undefined ? {} : { memory }),
    ...(shares === undefined ? {} : { cpuShares: Number(shares) }),
    autorestart: restartRule(text("restart")),
    privileged: service.privileged === true,
    bindings: list("volumes").map(bindingOf),
    strategy: strategyOf(text("deployment_strategy")),
    sequential: service.sequential_deployment === true,
    autoredeploy: service.autoredeploy === true,
    roles: list("roles"),
    net: text("net") ?? "bridge",
    pid: text("pid") ?? "none",
  };
}

/** `links`: a service's unique name, and how it is to be called. */
export function linksOf({ links }: StackFileService): { readonly target: string; readonly alias: string }[] {
  return (Array.isArray(links) ? links : []).map((link) => {
    const [target = "", alias] = String(link).split(":");
    return { target, alias: alias ?? target };
  });
}

/** "80", "443:443", "500/udp" */
function portOf(text: string, published: boolean): ServicePort | undefined {
  const match = /^(?:(\d+):)?(\d+)(?:\/(tcp|udp))?$/.exec(text);
  if (!match) return undefined;
  const [, outer, inner, protocol] = match;
  return {
    inner: Number(inner),
    protocol: protocol === "udp" ? "udp" : "tcp",
    published,
    ...(outer === undefined ? {} : { outer: Number(outer) }),
  };
}

function environmentOf(value: unknown): EnvironmentVariable[] {
  if (Array.isArray(value))
    return value.map((line) => {
      const [, key = "", given = ""] = /^([^=]*)=?([\s\S]*)$/.exec(String(line)) ?? [];
      return { key, value: given };
    });
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).map(([key, given]) => ({ key, value: given === null ? "" : String(given) }));
}

function restartRule(text = "no"): RestartRule {
  if (text === "always") return "ALWAYS";
  return text === "on-failure" ? "ON_FAILURE" : "OFF";
}

function strategyOf(text = ""): Strategy {
  const name = text.toUpperCase();
  return name === "HIGH_AVAILABILITY" || name === "EVERY_NODE" ? name : "EMPTIEST_NODE";
}

/** "/data", "/host:/data", "/host:/data:ro" */
function bindingOf(text: string): VolumeBinding {
  const [first = "", second, mode] = text.split(":");
  if (second === undefined) return { containerPath: first };
  return { hostPath: first, containerPath: second, ...(mode === "ro" ? { readOnly: true as const } : {}) };
}

function megabytes(text: string | undefined): number | undefined {
  const match = /^(\d+)([bkmg]?)$/i.exec(text ?? "");
  if (!match) return undefined;
  const unit = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[match[2]?.toLowerCase() || "b"] ?? 1;
  return (Number(match[1]) * unit) / 1024 ** 2;
}
