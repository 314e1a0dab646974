import type { Engine } from "../engine.ts";
import { conflict, invalid, notFound } from "../errors.ts";
import { familiarReference } from "../image/reference.ts";
import { requireImage } from "../image/resolve.ts";
import { type EndpointRequest, newEndpoint } from "../network/endpoint.ts";
import { findNetwork } from "../network/find.ts";
import { resolveMounts } from "../volume/mount.ts";
import { type ConfigRequest, mergeConfig, mergeHostConfig } from "./config.ts";
import { checkConfig, checkWorkingDirectory } from "./config-check.ts";
import type { Container, EndpointSettings, GivenFile, HostConfig } from "./container.ts";
import { emitContainerEvent } from "./events.ts";
import { findContainer, isNameTaken, shortId } from "./find.ts";
import { checkHostConfig } from "./host-config-check.ts";
import { registerLinks } from "./links.ts";
import { checkNetworkMode, lentNamespaces, networkModeById } from "./network-mode.ts";
import { randomName } from "./random-name.ts";
import { prepareFiles, rootTree } from "./root-tree.ts";

/** `POST /containers/create`. */
export interface CreateRequest {
  name?: string;
  config: ConfigRequest;
  hostConfig?: Partial<HostConfig>;
  /** "linux/amd64" is what there is here; an image of another platform is as good as none. */
  platform?: string;
  /** By network name or id; the network mode's is added when it is not there. */
  networks?: Record<string, EndpointRequest>;
  /** What a swarm gives its task. */
  givenFiles?: GivenFile[];
}

const OWN_PLATFORM = "linux/amd64";
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;
/** About what the daemon needs, ms. */
const CREATE_MS = 40;

/**
 * Makes a container, which does not run yet.
 * @throws EngineError when the image is not there (404), the name is taken (409) or the request makes no sense
 */
export async function createContainer(
  engine: Engine,
  request: CreateRequest,
): Promise<{ Id: string; Warnings: string[] }> {
  checkNetworkMode(request.config, request.hostConfig ?? {});
  checkConfig(request.config);
  const hostConfig = mergeHostConfig(request.hostConfig ?? {});
  const Warnings = checkHostConfig(hostConfig, engine.ports.host.files);
  const { image } = requireImage(engine, request.config.Image);
  const { platform = OWN_PLATFORM } = request;
  if (platform !== OWN_PLATFORM)
    throw notFound(
      `image with reference ${familiarReference(request.config.Image)} was found but does not provide the specified platform (${platform})`,
    );
  await checkNetworks(engine, request.networks ?? {});
  hostConfig.NetworkMode = networkModeById(engine, hostConfig.NetworkMode);
  Object.assign(hostConfig, lentNamespaces(engine, hostConfig));
  const id = engine.random.hex(64);
  const name = chosenName(engine, request.name);
  const config = mergeConfig(request.config, image.config, defaultHostname(engine, hostConfig, id));
  const container: Container = {
    id,
    name,
    created: engine.timestamp(),
    image: image.id,
    platformManifest: image.manifestDigest,
    config,
    hostConfig,
    mounts: [],
    ...(request.givenFiles && request.givenFiles.length > 0 ? { givenFiles: request.givenFiles } : {}),
    networks: requestedNetworks(engine, hostConfig, request.networks ?? {}),
    ports: {},
    sandboxId: "",
    status: "created",
    pid: 0,
    exitCode: 0,
    error: "",
    oomKilled: false,
    startedAt: NEVER,
    finishedAt: NEVER,
    restartCount: 0,
    manuallyStopped: false,
    files: {},
    logs: [],
  };
  // Volumes that are copied from the image need its files.
  await prepareFiles(engine, container);
  checkWorkingDirectory(container, rootTree(engine, container));
  if (hostConfig.Links?.length) {
    const links = registerLinks(engine, hostConfig);
    if (links.length > 0) container.links = links;
  }
  container.mounts = resolveMounts(engine, container);
  engine.containers.add(container);
  await engine.clock.sleep(CREATE_MS);
  emitContainerEvent(engine, container, "create");
  return { Id: id, Warnings };
}

/** Go's zero time, as the API writes it. */
export const NEVER = "0001-01-01T00:00:00Z";

/** @throws EngineError when the name is not one, or taken */
export function chosenName(engine: Engine, wanted: string | undefined): string {
  if (wanted === undefined || wanted === "")
    return randomName(engine.random, (name) => isNameTaken(engine, name) !== undefined);
  const name = wanted.replace(/^\//, "");
  if (!NAME.test(name)) throw invalid(`Invalid container name (${wanted}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`);
  const holder = isNameTaken(engine, name);
  if (holder)
    throw conflict(
      `Conflict. The container name "/${name}" is already in use by container "${holder.id}". You have to remove (or rename) that container to be able to reuse that name.`,
    );
  return name;
}

/** A container of a shared network namespace has that one's name; the others their own short id. */
function defaultHostname(engine: Engine, { NetworkMode }: HostConfig, id: string): string {
  if (NetworkMode === "host") return engine.hostname;
  const shared = /^container:(.+)$/.exec(NetworkMode)?.[1];
  if (shared === undefined) return shortId(id);
  // Whose network it is to share is looked for when it starts.
  return findContainer(engine, shared)?.config.Hostname ?? shortId(id);
}

/** What is asked of networks beyond being in them is looked at by rules that come when they are needed. @throws EngineError */
async function checkNetworks(engine: Engine, requests: Record<string, EndpointRequest>): Promise<void> {
  if (Object.values(requests).every(({ ip, ip6, aliases, driverOpts }) => !(ip || ip6 || aliases || driverOpts)))
    return;
  (await engine.clock.hold(import("../network/endpoint-check.ts"))).checkEndpoints(engine, requests);
}

/** Places in networks as far as they are known before the start: what was asked for, no addresses. */
function requestedNetworks(
  engine: Engine,
  { NetworkMode }: HostConfig,
  requests: Record<string, EndpointRequest>,
): Record<string, EndpointSettings> {
  if (NetworkMode.startsWith("container:")) return {};
  const all = NetworkMode in requests ? requests : { [NetworkMode]: {}, ...requests };
  return Object.fromEntries(
    Object.entries(all).map(([ref, request]) => [findNetwork(engine, ref)?.name ?? ref, newEndpoint(request)]),
  );
}
