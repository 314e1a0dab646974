import { ComposeError } from "../../../compose/compose-error.ts";
import { createRequest } from "../../../compose/create-request.ts";
import { canonical } from "../../../compose/file/canonical.ts";
import { buildProject } from "../../../compose/file/project-model.ts";
import type { MountRequest } from "../../../engine/container/container.ts";
import type { CreateRequest } from "../../../engine/container/create.ts";
import type { EndpointRequest } from "../../../engine/network/endpoint.ts";
import { asVolume, volumeText } from "../config/volume-spec.ts";
import { OperationFailed } from "../failures.ts";
import { isMap, mapAt, type PyMap, type PyValue, pyStr, textAt, textDict, textsAt } from "../python/py-value.ts";
import { COMPOSE_VERSION, LABEL } from "./labels.ts";
import { type Service, sharedMode } from "./service.ts";
import { serviceDefinition, volumesOf } from "./service-definition.ts";

/** What one container is made with, beside what its service says. */
export interface ContainerChoices {
  readonly name: string;
  /** Of one that is not for `run`. */
  readonly number?: number;
  /** Of one for `run`. */
  readonly slug?: string;
  /** Options of `run` in place of the service's. */
  readonly override?: PyMap;
  /** Whether somebody stays at its terminal. */
  readonly attached?: boolean;
}

/**
 * A service in the Engine API's terms (compose/service.py, `_get_container_create_options`).
 * @param volumesFrom "id:mode" of what it mounts the volumes of
 * @throws OperationFailed
 */
export function containerRequest(
  service: Service,
  choices: ContainerChoices,
  volumesFrom: readonly string[],
): CreateRequest {
  const { network, pid, ipc } = service.parts;
  const options: PyMap = { ...service.options, ...choices.override };
  const request = baseRequest(service, { ...options, labels: containerLabels(service, options, choices) });
  const attached = choices.attached ?? false;
  const stdin = options.stdin_open === true;
  const mode = sharedMode(network);
  const shared = { ...given("PidMode", sharedMode(pid)), ...given("IpcMode", sharedMode(ipc)) };
  const volumes = volumesOf(options);
  const binds = [...new Set(volumes.filter((volume) => !isMap(volume)).flatMap(bind))];
  const anonymous = volumes.filter((volume) => !isMap(volume)).map((volume) => [asVolume(volume).internal, {}]);
  const mounts = [...volumes.filter(isMap).map(mount), ...secretMounts(service)];
  const links = mode === "bridge" || mode === null ? serviceLinks(service, choices.slug !== undefined) : [];
  return {
    ...request,
    name: choices.name,
    config: {
      ...request.config,
      Volumes: anonymous.length > 0 ? Object.fromEntries(anonymous) : null,
      AttachStdin: attached && stdin,
      AttachStdout: attached,
      AttachStderr: attached,
      StdinOnce: attached && stdin,
    },
    hostConfig: {
      ...request.hostConfig,
      ...shared,
      Binds: binds,
      ...(mounts.length > 0 ? { Mounts: mounts } : {}),
      NetworkMode: mode ?? "default",
      VolumesFrom: volumesFrom.length > 0 ? [...volumesFrom] : [],
      Links: links.length > 0 ? links : null,
    },
    networks: firstEndpoint(service),
  };
}

/** @throws OperationFailed for a value that is none of its key */
function baseRequest(service: Service, options: PyMap): CreateRequest {
  const { project, name } = service.parts;
  const definition = { ...serviceDefinition(options), image: service.imageName, network_mode: "none" };
  try {
    const tree = canonical({ services: { [name]: definition } });
    const model = buildProject(tree, { name: project, workingDir: "/", configFiles: [], environment: {} });
    const own = model.services[name];
    if (!own) throw new RangeError(`no service ${name}`);
    return createRequest(model, own, {
      name: "",
      number: 1,
      labels: textDict(mapAt(options, "labels")),
      aliases: false,
      autoRemove: false,
      attachStdin: false,
      links: [],
    });
  } catch (error) {
    if (error instanceof ComposeError)
      throw new OperationFailed(`Cannot create container for service ${name}: ${error.message}`);
    throw error;
  }
}

const given = (key: string, value: string | null) => (value === null ? {} : { [key]: value });

function containerLabels(service: Service, options: PyMap, { number, slug, override }: ContainerChoices): PyMap {
  const own = { ...textDict(mapAt(service.options, "labels")), ...textDict(mapAt(options, "labels")) };
  return {
    ...own,
    ...service.labels,
    [LABEL.oneOff]: slug === undefined ? "False" : "True",
    ...service.parts.extraLabels,
    ...(number === undefined ? {} : { [LABEL.number]: String(number) }),
    ...(slug === undefined ? {} : { [LABEL.slug]: slug }),
    [LABEL.version]: COMPOSE_VERSION,
    ...(slug === undefined && override === undefined ? { [LABEL.configHash]: service.configHash } : {}),
  };
}

const bind = (volume: PyValue): string[] => {
  const spec = asVolume(volume);
  return spec.external === null ? [] : [volumeText(spec)];
};

const MOUNT_TYPES = ["bind", "volume", "tmpfs"] as const;

function mount(volume: PyMap): MountRequest {
  const { type = "volume", read_only: readOnly } = volume;
  const source = textAt(volume, "source");
  const propagation = textAt(mapAt(volume, "bind"), "propagation");
  const { size } = mapAt(volume, "tmpfs");
  return {
    Type: MOUNT_TYPES.find((one) => one === type) ?? "volume",
    Target: pyStr(volume.target ?? ""),
    ...(source === undefined ? {} : { Source: source }),
    ...(readOnly === true ? { ReadOnly: true } : {}),
    ...(propagation === undefined ? {} : { BindOptions: { Propagation: propagation } }),
    ...(mapAt(volume, "volume").nocopy === true ? { VolumeOptions: { NoCopy: true } } : {}),
    ...(typeof size === "number" ? { TmpfsOptions: { SizeBytes: size } } : {}),
  };
}

const secretMounts = (service: Service): MountRequest[] =>
  service.parts.secrets.map(({ file, target }) => ({ Type: "bind", Source: file, Target: target, ReadOnly: true }));

/** Its place in its first network; the others it joins when it starts. */
function firstEndpoint(service: Service): Record<string, EndpointRequest> {
  const [first] = Object.entries(service.parts.networks);
  return first ? { [first[0]]: endpointRequest(service, first[1], undefined) } : {};
}

/** @param shortId the container's, once it has one: others find it by that too */
export function endpointRequest(service: Service, attachment: PyMap, shortId: string | undefined): EndpointRequest {
  const ip = textAt(attachment, "ipv4_address");
  const links = shortId === undefined ? [] : serviceLinks(service, false);
  return {
    aliases: [
      ...new Set([service.name, ...(shortId === undefined ? [] : [shortId]), ...textsAt(attachment, "aliases")]),
    ],
    ...(ip === undefined ? {} : { ip }),
    ...(links.length > 0 ? { links } : {}),
  };
}

/** "container:alias" of all that a service is linked to (compose/service.py, `_get_links`). */
export function serviceLinks(service: Service, toSelf: boolean): string[] {
  const links = new Map<string, string>();
  const add = (target: Service, alias: string) => {
    for (const container of target.containers())
      for (const name of [alias, container.name, container.nameWithoutProject]) links.set(name, container.name);
  };
  for (const { service: target, alias } of service.parts.links) add(target, alias ?? target.name);
  if (toSelf) add(service, service.name);
  for (const text of textsAt(service.options, "external_links")) {
    const [target = "", alias = target] = text.split(":");
    links.set(alias, target);
  }
  return [...links].map(([alias, name]) => `${name}:${alias}`).sort();
}
