import type { Container, Healthcheck, HostConfig, PortBinding, RestartPolicy } from "../engine/container/container.ts";
import type { CreateRequest } from "../engine/container/create.ts";
import { invalid } from "../engine/errors.ts";
import type { EndpointRequest } from "../engine/network/endpoint.ts";
import { serviceMounts } from "./mounts.ts";
import { containerName, serviceImage } from "./names.ts";
import type { ComposeProject, ComposeService } from "./project.ts";

/** What one container of a service is made with. */
export interface CreateOptions {
  readonly name: string;
  readonly number: number;
  readonly labels: Readonly<Record<string, string>>;
  /** The container whose anonymous volumes it takes over. */
  readonly inherit?: Container;
  /** Also answer to the service's name and aliases. */
  readonly aliases: boolean;
  readonly autoRemove: boolean;
  readonly attachStdin: boolean;
  /** `container:alias` for the service's links. */
  readonly links: readonly string[];
}

/** A service in the Engine API's terms (docker/compose, create.go, getCreateConfigs). */
export function createRequest(project: ComposeProject, service: ComposeService, options: CreateOptions): CreateRequest {
  const { binds, mounts } = serviceMounts(project, service, options.inherit);
  const seconds = (ns: number) => Math.floor(ns / 1e9);
  const healthcheck = healthcheckOf(service);
  return {
    name: options.name,
    config: {
      Image: serviceImage(project, service),
      ...given({
        Hostname: service.hostname,
        Domainname: service.domainName,
        User: service.user,
        WorkingDir: service.workingDir,
        StopSignal: service.stopSignal,
        StopTimeout: service.stopGracePeriod === undefined ? undefined : seconds(service.stopGracePeriod),
        Healthcheck: healthcheck,
        Cmd: service.command === null ? undefined : [...service.command],
        Entrypoint: service.entrypoint === null ? undefined : [...service.entrypoint],
      }),
      Tty: service.tty,
      OpenStdin: service.stdinOpen,
      StdinOnce: options.attachStdin && service.stdinOpen,
      AttachStdin: options.attachStdin,
      AttachStdout: true,
      AttachStderr: true,
      Env: Object.entries(service.environment).flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`])),
      Labels: { ...options.labels },
      ExposedPorts: exposedPorts(service),
    },
    hostConfig: {
      ...hostLimits(service),
      Binds: binds.length > 0 ? [...binds] : null,
      ...(mounts.length > 0 ? { Mounts: [...mounts] } : {}),
      ...(service.deviceRequests.length > 0 ? { DeviceRequests: deviceRequests(service) } : {}),
      AutoRemove: options.autoRemove,
      NetworkMode: networkMode(project, service),
      PortBindings: portBindings(service),
      RestartPolicy: restartPolicy(service),
      VolumesFrom: service.volumesFrom.length > 0 ? [...service.volumesFrom] : null,
      ExtraHosts: service.extraHosts.length > 0 ? service.extraHosts.map((host) => host.replace("=", ":")) : null,
      ...(service.tmpfs.length > 0 ? { Tmpfs: tmpfsOf(service.tmpfs) } : {}),
      ...(service.logging?.driver === undefined
        ? {}
        : { LogConfig: { Type: service.logging.driver, Config: { ...service.logging.options } } }),
    },
    networks: endpoints(project, service, options),
  };
}

const deviceRequests = ({ deviceRequests: asked }: ComposeService): HostConfig["DeviceRequests"] =>
  asked.map(({ driver, count, ids, capabilities, options }) => ({
    Driver: driver,
    Count: count,
    DeviceIDs: ids.length > 0 ? [...ids] : null,
    Capabilities: [[...capabilities]],
    Options: { ...options },
  }));

/** Every exposed port: those of `expose`, and those published. */
function exposedPorts({ ports, expose }: ComposeService): Record<string, Record<string, never>> {
  const exposed: Record<string, Record<string, never>> = {};
  for (const text of expose) {
    const [range = "", protocol = "tcp"] = text.split("/");
    const [first = "", last = first] = range.split("-");
    for (let port = Number(first); port <= Number(last); port++) exposed[`${port}/${protocol}`] = {};
  }
  for (const { target, protocol } of ports) exposed[`${target}/${protocol}`] = {};
  return exposed;
}

function portBindings({ ports }: ComposeService): Record<string, PortBinding[]> {
  const bindings: Record<string, PortBinding[]> = {};
  for (const { target, protocol, hostIp = "", published = "" } of ports) {
    const key = `${target}/${protocol}`;
    bindings[key] = [...(bindings[key] ?? []), { HostIp: hostIp, HostPort: published }];
  }
  return bindings;
}

function healthcheckOf({ healthcheck }: ComposeService): Healthcheck | undefined {
  if (!healthcheck) return undefined;
  if (healthcheck.disable) return { Test: ["NONE"] };
  return {
    Test: [...healthcheck.test],
    ...given({
      Interval: healthcheck.interval,
      Timeout: healthcheck.timeout,
      StartPeriod: healthcheck.startPeriod,
      StartInterval: healthcheck.startInterval,
      Retries: healthcheck.retries,
    }),
  };
}

/** `restart`, or what `deploy` says of it. */
function restartPolicy({ restart, deploy }: ComposeService): RestartPolicy {
  if (restart !== undefined) {
    const [name = "", count] = restart.split(":");
    const wanted = name === "none" ? "no" : name === "any" ? "always" : name;
    const known = (["no", "always", "unless-stopped", "on-failure"] as const).find((one) => one === wanted);
    if (!known)
      throw invalid(
        `invalid restart policy: unknown policy '${name}'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'`,
      );
    return { Name: known, MaximumRetryCount: Number(count ?? 0) };
  }
  const { condition, maxAttempts = 0 } = deploy?.restartPolicy ?? {};
  if (condition === "on-failure") return { Name: "on-failure", MaximumRetryCount: maxAttempts };
  if (condition === "any" || (deploy?.restartPolicy && condition === undefined))
    return { Name: "always", MaximumRetryCount: 0 };
  return { Name: "no", MaximumRetryCount: 0 };
}

function tmpfsOf(list: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    list.map((text) => {
      const cut = text.indexOf(":");
      return cut < 0 ? [text, ""] : [text.slice(0, cut), text.slice(cut + 1)];
    }),
  );
}

/** The networks of a service, those of higher priority first, then by name. */
function networksInOrder({ networks }: ComposeService): string[] {
  return Object.keys(networks).sort(
    (a, b) => (networks[b]?.priority ?? 0) - (networks[a]?.priority ?? 0) || (a < b ? -1 : 1),
  );
}

function networkMode(project: ComposeProject, service: ComposeService): string {
  if (service.networkMode !== undefined) return service.networkMode;
  const first = networksInOrder(service)[0];
  return first === undefined ? "none" : (project.networks[first]?.name ?? first);
}

function endpoints(
  project: ComposeProject,
  service: ComposeService,
  { number, aliases, links }: CreateOptions,
): Record<string, EndpointRequest> {
  if (service.networkMode !== undefined) return {};
  return Object.fromEntries(
    networksInOrder(service).map((key) => {
      const attachment = service.networks[key] ?? undefined;
      const names = [containerName(project, service, number)];
      if (aliases) names.push(service.name, ...(attachment?.aliases ?? []));
      const mac = attachment?.macAddress ?? service.macAddress;
      const request: EndpointRequest = {
        aliases: names,
        ...(attachment?.ipv4Address === undefined ? {} : { ip: attachment.ipv4Address }),
        ...(mac === undefined ? {} : { mac }),
        ...(links.length > 0 ? { links } : {}),
        ...(attachment && Object.keys(attachment.driverOptions).length > 0
          ? { driverOpts: attachment.driverOptions }
          : {}),
        ...(attachment?.gatewayPriority ? { gwPriority: attachment.gatewayPriority } : {}),
      };
      return [project.networks[key]?.name ?? key, request];
    }),
  );
}

function hostLimits(service: ComposeService): Partial<HostConfig> {
  const limits = service.deploy?.resources.limits;
  const reservations = service.deploy?.resources.reservations;
  const cpus = limits?.cpus ?? service.cpus;
  const list = (values: readonly string[]) => (values.length > 0 ? [...values] : undefined);
  const ulimits = Object.entries(service.ulimits).map(([Name, { soft, hard }]) => ({ Name, Soft: soft, Hard: hard }));
  return given({
    NanoCpus: cpus === undefined ? undefined : Math.round(cpus * 1e9),
    Memory: limits?.memory ?? service.memoryLimit,
    MemoryReservation: reservations?.memory ?? service.memoryReservation,
    MemorySwap: service.memorySwapLimit,
    PidsLimit: limits?.pids ?? service.pidsLimit,
    CpuShares: service.cpuShares,
    CpusetCpus: service.cpuset,
    ShmSize: service.shmSize,
    CapAdd: list(service.capAdd),
    CapDrop: list(service.capDrop),
    Dns: list(service.dns),
    DnsSearch: list(service.dnsSearch),
    DnsOptions: list(service.dnsOptions),
    GroupAdd: list(service.groupAdd),
    SecurityOpt: list(service.securityOpt),
    Init: service.init,
    PidMode: service.pid,
    IpcMode: service.ipc,
    Runtime: service.runtime,
    Privileged: service.privileged || undefined,
    ReadonlyRootfs: service.readOnly || undefined,
    Sysctls: Object.keys(service.sysctls).length > 0 ? { ...service.sysctls } : undefined,
    Annotations: Object.keys(service.annotations).length > 0 ? { ...service.annotations } : undefined,
    Ulimits: ulimits.length > 0 ? ulimits : undefined,
    Devices: service.devices.length > 0 ? service.devices.map(deviceOf) : undefined,
  });
}

function deviceOf(text: string) {
  const [PathOnHost = "", PathInContainer = PathOnHost, CgroupPermissions = "rwm"] = text.split(":");
  return { PathOnHost, PathInContainer, CgroupPermissions };
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what is not said. */
function given<T extends object>(values: T): Given<T> {
  const kept: Given<T> = {};
  for (const key in values) {
    const value = values[key];
    if (value !== undefined) Object.assign(kept, { [key]: value });
  }
  return kept;
}
