import { addressOf } from "./container-request.ts";
import { containerState, containersOf, engineContainer, exitCodeOf } from "./container-state.ts";
import { CALLER_ADDRESS, type DockerCloud, NAMESPACE } from "./docker-cloud.ts";
import { dateOf, type JsonObject, tagsJson } from "./json.ts";
import { containerFqdn, serviceFqdn, stackOf } from "./names.ts";
import { serviceState, servicesOf, stackState } from "./service-state.ts";
import { DEFAULTS } from "./services.ts";
import type { CloudAction, CloudContainer, CloudService, CloudStack, ServicePort } from "./state.ts";
import * as uri from "./uris.ts";

/** Objects of the applications' API: stacks, services, containers; and of the audit's: actions. */

export const stackJson = (cloud: DockerCloud, stack: CloudStack): JsonObject => ({
  deployed_datetime: dateOf(stack.deployed),
  destroyed_datetime: dateOf(stack.destroyed),
  name: stack.name,
  nickname: stack.name,
  resource_uri: uri.stackUri(stack),
  services: servicesOf(cloud, stack).map(uri.serviceUri),
  state: stackState(cloud, stack),
  synchronized: servicesOf(cloud, stack).every(({ synchronized }) => synchronized),
  uuid: stack.uuid,
});

/** What a port is called by, and what goes in front of its URL (/etc/services). */
const PORT_NAMES: Readonly<Record<number, string>> = {
  22: "ssh",
  80: "http",
  443: "https",
  3306: "mysql",
  5432: "postgresql",
  6379: "redis",
  8080: "http-alt",
};

const scheme = (inner: number, protocol: string) =>
  inner === 80 || inner === 8080 ? "http" : inner === 443 ? "https" : protocol;

function portJson({ inner, protocol, published }: ServicePort, host: string, outer: number | null): JsonObject {
  return {
    endpoint_uri: outer === null ? null : `${scheme(inner, protocol)}://${host}:${outer}/`,
    inner_port: inner,
    outer_port: outer,
    port_name: PORT_NAMES[inner] ?? String(inner),
    protocol,
    published,
  };
}

/** Its variables, each with where it comes from: the image or the user. */
export function environmentJson(cloud: DockerCloud, service: CloudService): JsonObject[] {
  const own = service.definition.environment;
  const [first] = containersOf(cloud, service);
  const found = first && engineContainer(cloud, first);
  const image = found ? (found.engine.state.images.images[found.container.image]?.image.config.Env ?? []) : [];
  const inherited = image.map((line) => {
    const [, key = "", value = ""] = /^([^=]*)=([\s\S]*)$/.exec(line) ?? [];
    return { key, value, origin: "image" };
  });
  return [
    ...inherited.filter(({ key }) => !own.some((one) => one.key === key)),
    ...own.map(({ key, value }) => ({ key, value, origin: "user" })),
  ];
}

/** A service as the API answers with it. */
export function serviceJson(cloud: DockerCloud, service: CloudService): JsonObject {
  const { definition } = service;
  const containers = containersOf(cloud, service);
  const running = containers.filter((one) => containerState(cloud, one) === "Running").length;
  const stack = stackOf(cloud, service);
  const link = (from: CloudService, to: CloudService, name: string) => ({
    from_service: uri.serviceUri(from),
    name,
    to_service: uri.serviceUri(to),
  });
  const others = Object.values(cloud.state.services).filter(({ phase }) => phase !== "Terminated");
  return {
    autodestroy: "OFF",
    autoredeploy: definition.autoredeploy,
    autorestart: definition.autorestart,
    bindings: definition.bindings.map(({ hostPath, containerPath, readOnly }) => ({
      container_path: containerPath,
      host_path: hostPath ?? null,
      rewritable: readOnly !== true,
      volumes_from: null,
    })),
    calculated_envvars: environmentJson(cloud, service),
    container_envvars: definition.environment.map(({ key, value }) => ({ key, value })),
    container_ports: definition.ports.map((port) => portJson(port, serviceFqdn(cloud, service), port.outer ?? null)),
    containers: containers.map(uri.containerUri),
    cpu_shares: definition.cpuShares ?? null,
    current_num_containers: containers.length,
    deployed_datetime: dateOf(service.deployed),
    deployment_strategy: definition.strategy,
    destroyed_datetime: dateOf(service.destroyed),
    entrypoint: definition.entrypoint,
    image_name: withTag(definition.image),
    linked_from_service: others.flatMap((other) =>
      other.definition.links.filter(({ to }) => to === service.uuid).map(({ name }) => link(other, service, name)),
    ),
    linked_to_service: definition.links.flatMap(({ to, name }) => {
      const other = cloud.state.services[to];
      return other ? [link(service, other, name)] : [];
    }),
    memory: definition.memory ?? null,
    name: service.name,
    net: definition.net,
    nickname: service.name,
    pid: definition.pid,
    privileged: definition.privileged,
    public_dns: serviceFqdn(cloud, service),
    resource_uri: uri.serviceUri(service),
    roles: definition.roles,
    run_command: definition.runCommand,
    running_num_containers: running,
    sequential_deployment: definition.sequential,
    stack: stack ? uri.stackUri(stack) : null,
    started_datetime: dateOf(service.started),
    state: serviceState(cloud, service),
    stopped_datetime: dateOf(service.stopped),
    stopped_num_containers: containers.filter((one) => containerState(cloud, one) === "Stopped").length,
    synchronized: service.synchronized,
    tags: tagsJson(definition.tags),
    target_num_containers: definition.targetContainers,
    uuid: service.uuid,
  };
}

const withTag = (image: string) => (/[:@][^/]*$/.test(image) ? image : `${image}:latest`);

/** A container as the API answers with it: the engine's own values while it has one, else its service's definition. */
export function containerJson(cloud: DockerCloud, one: CloudContainer): JsonObject {
  const service = cloud.state.services[one.service];
  const definition = service?.definition ?? { image: "", ...DEFAULTS };
  const found = engineContainer(cloud, one);
  const opened = found?.container.ports ?? {};
  const exposed: ServicePort[] = Object.keys(opened).map((spec) => ({
    inner: Number.parseInt(spec, 10),
    protocol: spec.endsWith("/udp") ? "udp" : "tcp",
    published: (opened[spec] ?? []).length > 0,
  }));
  const ports = exposed.length > 0 ? exposed : definition.ports;
  const outer = ({ inner, protocol }: ServicePort) => {
    const port = opened[`${inner}/${protocol}`]?.[0]?.HostPort;
    return port === undefined ? null : Number(port);
  };
  const command = found ? [...(found.container.config.Cmd ?? [])].join(" ") : definition.runCommand;
  const exitCode = exitCodeOf(cloud, one);
  return {
    autodestroy: "OFF",
    autorestart: definition.autorestart,
    container_envvars: (found?.container.config.Env ?? []).map((line) => {
      const [, key = "", value = ""] = /^([^=]*)=([\s\S]*)$/.exec(line) ?? [];
      return { key, value };
    }),
    container_ports: ports.map((port) => ({
      ...portJson(port, containerFqdn(cloud, one), outer(port)),
      uri_protocol: scheme(port.inner, port.protocol),
    })),
    cpu_shares: definition.cpuShares ?? null,
    deployed_datetime: dateOf(one.deployed),
    destroyed_datetime: dateOf(one.destroyed),
    entrypoint: found ? (found.container.config.Entrypoint ?? []).join(" ") : definition.entrypoint,
    exit_code: exitCode ?? null,
    exit_code_msg: exitCode === undefined ? null : exitCode === 0 ? "Success" : "Error",
    image_name: withTag(definition.image),
    memory: definition.memory ?? null,
    name: one.name,
    net: definition.net,
    node: uri.nodeUri({ uuid: one.node }),
    private_ip: addressOf(cloud, one) || null,
    privileged: definition.privileged,
    public_dns: containerFqdn(cloud, one),
    resource_uri: uri.containerUri(one),
    roles: definition.roles,
    run_command: command,
    service: uri.serviceUri({ uuid: one.service }),
    started_datetime: dateOf(one.started),
    state: containerState(cloud, one),
    stopped_datetime: dateOf(one.stopped),
    synchronized: service?.synchronized ?? true,
    uuid: one.uuid,
  };
}

export const actionJson = (action: CloudAction): JsonObject => ({
  action: action.name,
  can_be_canceled: action.state === "In progress",
  can_be_retried: action.state === "Failed" || action.state === "Canceled",
  end_date: dateOf(action.end),
  ip: CALLER_ADDRESS,
  is_user_action: true,
  location: "",
  method: action.method,
  object: action.object,
  path: action.path,
  resource_uri: uri.actionUri(action.uuid),
  start_date: dateOf(action.start),
  state: action.state,
  user: NAMESPACE,
  uuid: action.uuid,
});
