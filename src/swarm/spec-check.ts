import { EngineError, invalid } from "../engine/errors.ts";
import { parseReference } from "../engine/image/reference.ts";
import type { Cluster } from "./cluster.ts";
import { constraintError } from "./scheduler.ts";
import type { PublishedPort, Service, ServiceSpec, TaskSpec, UpdateConfig } from "./service.ts";
import { specTemplateError } from "./spec-template.ts";

const NAME = /^[a-zA-Z0-9]+(?:[a-zA-Z0-9-_]*?[a-zA-Z0-9]+)?$/;
const LONGEST_NAME = 63;
const LEAST_MEMORY = 4 * 1024 * 1024;
const LEAST_NANO_CPUS = 1e6;
const MILLISECOND = 1e6;

const refuse = (what: string) => invalid(`rpc error: code = InvalidArgument desc = ${what}`);

/**
 * What the managers ask of a service's specification before they take it (swarmkit, manager/controlapi/service.go,
 * validateServiceSpec, validateNetworks, checkPortConflicts), in that order.
 * @param own the service that it is to be the specification of, when there is one already
 * @throws EngineError
 */
export function checkServiceSpec(cluster: Cluster, spec: ServiceSpec, own?: Service): void {
  checkMounts(spec.task.mounts);
  checkObjectName(spec.name);
  checkTask(spec);
  if (!spec.mode.kind.endsWith("-job")) checkUpdateConfig(spec.update);
  checkEndpoint(spec);
  const ingress = spec.task.networks.map(({ target }) => cluster.networks[target]).find((network) => network?.ingress);
  if (ingress) throw refuse(`Service cannot be explicitly attached to the ingress network "${ingress.name}"`);
  checkPortConflicts(cluster, spec, own);
}

const MOUNT_TYPES = ["bind", "volume", "tmpfs", "npipe", "cluster"];
const PROPAGATIONS = ["rprivate", "private", "rshared", "shared", "rslave", "slave"];

/** What the daemon cannot tell the managers of: they know fewer types than a container does (moby, daemon/cluster/convert/container.go). */
function checkMounts(mounts: TaskSpec["mounts"]): void {
  for (const { Type, BindOptions: { Propagation = "" } = {} } of mounts) {
    if (!MOUNT_TYPES.includes(Type)) throw invalid(`invalid MountType: "${Type}"`);
    if (Propagation !== "" && !PROPAGATIONS.includes(Propagation))
      throw invalid(`invalid MountPropagation: "${Propagation}"`);
  }
}

/** What a service or a network may be called (swarmkit, manager/controlapi/common.go, validateAnnotations). @throws EngineError */
export function checkObjectName(name: string): void {
  if (name === "") throw refuse("meta: name must be provided");
  if (!NAME.test(name)) throw refuse("name must be valid as a DNS name component");
  if (name.length > LONGEST_NAME) throw refuse("name must be 63 characters or fewer");
}

function checkTask({ task, labels }: ServiceSpec): void {
  for (const { nanoCpus = 0, memory = 0 } of [task.limits, task.reservations]) {
    if (nanoCpus !== 0 && nanoCpus < LEAST_NANO_CPUS)
      throw refuse(`invalid cpu value ${nanoCpus / 1e9}: Must be at least 0.001`);
    if (memory !== 0 && memory < LEAST_MEMORY) throw refuse(`invalid memory value ${memory}: Must be at least 4MiB`);
  }
  if (task.restartPolicy.delay < 0) throw refuse("TaskSpec: restart-delay cannot be negative");
  if (task.restartPolicy.window < 0) throw refuse("TaskSpec: restart-window cannot be negative");
  const constraint = task.constraints.map(constraintError).find((error) => error !== undefined);
  if (constraint !== undefined) throw new EngineError(500, `rpc error: code = Unknown desc = ${constraint}`);
  checkTemplates(task, labels);
  checkImage(task.image);
  const targets = task.mounts.map(({ Target }) => Target);
  const twice = targets.find((target, i) => targets.indexOf(target) < i);
  if (twice !== undefined) throw refuse(`ContainerSpec: duplicate mount point: ${twice}`);
  checkHealthcheck(task);
}

function checkImage(image: string): void {
  if (image === "") throw refuse("ContainerSpec: image reference must be provided");
  try {
    parseReference(image);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw refuse(`ContainerSpec: "${image}" is not a valid repository/tag`);
  }
}

/** The managers fill a specification's templates in once, to see whether it can be done. */
function checkTemplates(task: TaskSpec, labels: Readonly<Record<string, string>>): void {
  const wrong = (text: string | undefined) => (text === undefined ? undefined : specTemplateError(text, labels));
  for (const { Source, Target } of task.mounts) {
    const source = wrong(Source);
    if (source !== undefined) throw refuse(`expanding mounts failed: expanding mount source "${Source}": ${source}`);
    const target = wrong(Target);
    if (target !== undefined) throw refuse(`expanding mounts failed: expanding mount target "${Target}": ${target}`);
  }
  const hostname = wrong(task.hostname);
  if (hostname !== undefined) throw refuse(`expanding hostname failed: ${hostname}`);
  for (const pair of task.env) {
    const value = wrong(pair.slice(pair.indexOf("=") + 1));
    if (value !== undefined) throw refuse(`expanding env failed: expanding env "${pair}": ${value}`);
  }
}

function checkHealthcheck({ healthcheck }: TaskSpec): void {
  if (!healthcheck) return;
  for (const name of ["Interval", "Timeout", "StartPeriod"] as const) {
    const value = healthcheck[name] ?? 0;
    if (value !== 0 && value < MILLISECOND)
      throw refuse(`ContainerSpec: ${name} in HealthConfig cannot be less than 1ms`);
  }
  if ((healthcheck.Retries ?? 0) < 0) throw refuse("ContainerSpec: Retries in HealthConfig cannot be negative");
}

function checkUpdateConfig({ delay, monitor, maxFailureRatio }: UpdateConfig): void {
  if (delay < 0) throw refuse("TaskSpec: update-delay cannot be negative");
  if (monitor < 0) throw refuse("TaskSpec: update-monitor cannot be negative");
  if (maxFailureRatio < 0 || maxFailureRatio > 1)
    throw refuse("TaskSpec: update-maxfailureratio cannot be less than 0 or bigger than 1");
}

function checkEndpoint({ endpointMode, ports }: ServiceSpec): void {
  if (endpointMode === "dnsrr" && ports.some(({ mode }) => mode === "ingress"))
    throw refuse("EndpointSpec: port published with ingress mode can't be used with dnsrr mode");
  const chosen = ports.filter(({ publishedPort }) => publishedPort !== 0);
  if (new Set(chosen.map(portKey)).size < chosen.length)
    throw refuse("EndpointSpec: duplicate published ports provided");
}

/** A port of the mesh is one service's alone; a host's own can be several services', on different nodes. */
function checkPortConflicts(cluster: Cluster, spec: ServiceSpec, own: Service | undefined): void {
  const chosen = spec.ports.filter(({ publishedPort }) => publishedPort !== 0);
  for (const other of Object.values(cluster.services)) {
    if (other.id === own?.id) continue;
    for (const had of other.ports) {
      const wanted = chosen.filter((port) => portKey(port) === portKey(had));
      if (had.mode === "host" ? !wanted.some(({ mode }) => mode === "ingress") : wanted.length === 0) continue;
      const how = had.mode === "host" ? "a host-published port" : "an ingress port";
      throw refuse(
        `port '${had.publishedPort}' is already in use by service '${other.spec.name}' (${other.id}) as ${how}`,
      );
    }
  }
}

/** `8080/tcp` */
export const portKey = ({ publishedPort, protocol }: PublishedPort): string => `${publishedPort}/${protocol}`;
