import type { Registries, RegistryCredentials, SearchResult } from "../engine/engine.ts";
import { EngineError, notFound } from "../engine/errors.ts";
import type { Image } from "../engine/image/image.ts";
import {
  familiarName,
  fullReference,
  parseReference,
  type Reference,
  repositoryName,
} from "../engine/image/reference.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Layer as FileLayer } from "../kernel/layer.ts";
import { SocketTable } from "../kernel/socket-table.ts";
import { layerFromState, type TreeState } from "../kernel/tree-state.ts";
import type { Catalog } from "./catalog.ts";
import type { RegistryState } from "./registry-state.ts";
import type { RootfsLoader } from "./rootfs-source.ts";

/** The private registry of the lab, on the network between the hosts: plain HTTP, open to all. */
export const PRIVATE_REGISTRY = { address: "192.168.99.1", port: 5000 } as const;
const PRIVATE_HOST = `${PRIVATE_REGISTRY.address}:${PRIVATE_REGISTRY.port}`;

/** A question to a registry and its answer, ms. */
const ROUND_TRIP_MS = 60;

export interface LabRegistries extends Registries {
  readonly state: RegistryState;
  /** What listens at an address that a registry of the lab has. */
  socketsAt(address: string): SocketTable | undefined;
  /** The address of a registry's name, if it is one of the lab's. */
  addressOf(name: string): string | undefined;
  /** Opens a registry of that name, to push to ("regplatzi.azurecr.io"). */
  open(host: string): void;
  /** Takes such a registry away, with what was pushed to it. */
  close(host: string): void;
  /** Whether a registry of that name is in the lab, for anybody to push to. */
  opens(host: string): boolean;
  /** Whether it is a registry of the lab's or one of the outside that the catalog has something of. */
  knows(host: string): Promise<boolean>;
  /** Keeps an image and its layers' files, for a registry that runs in a container. */
  keepContent(image: Image, files: (diffId: string) => TreeState | undefined): Promise<void>;
  /** An image that was kept so, by its digest. */
  pushedImage(digest: string): Image | undefined;
}

export interface RegistriesOptions {
  readonly clock: Clock;
  readonly state: RegistryState;
  readonly rootfs: RootfsLoader;
  /** Whether a registry of the lab lets somebody in; everybody unless told. */
  readonly letsIn?: (host: string, credentials: RegistryCredentials | undefined, action: "pull" | "push") => boolean;
}

const publicCatalog = () => import("./public-catalog.ts");

/** Docker Hub and Elastic's registry, as far as this playground knows them, and the registries of the lab. */
export function createRegistries({ clock, state, rootfs, letsIn = () => true }: RegistriesOptions): LabRegistries {
  let catalog: Promise<Catalog> | undefined;
  /** Layers whose files are at hand, by diffId. */
  const ready = new Map<string, FileLayer>();
  const sockets = new SocketTable();

  const loadCatalog = () => {
    catalog ??= clock.hold(publicCatalog().then((module) => module.loadCatalog(state.variants)));
    return catalog;
  };

  const isOpen = (host: string) => host === PRIVATE_HOST || (state.hosts ?? []).includes(host);

  /** Images by tag of a repository; undefined when there is no such repository. @throws EngineError for no such registry */
  const imagesOf = async (reference: Reference): Promise<Map<string, Image> | undefined> => {
    const name = repositoryName(reference);
    if (isOpen(reference.domain)) {
      const own = state.repositories[name];
      if (!own) return undefined;
      return new Map(Object.entries(own.tags).flatMap(([tag, id]) => (own.images[id] ? [[tag, own.images[id]]] : [])));
    }
    const { repositories } = await loadCatalog();
    const known = repositories.get(name)?.images;
    if (known) return new Map(known);
    if (!isListed(repositories, reference.domain)) throw noSuchHost(reference);
    return undefined;
  };

  const keepLayers = async (image: Image, files: (diffId: string) => TreeState | undefined): Promise<void> => {
    const { layers: known } = await loadCatalog();
    state.layers ??= {};
    for (const { diffId } of image.layers) {
      const content = known.has(diffId) ? undefined : files(diffId);
      if (content) state.layers[diffId] = content;
    }
  };

  /** @throws EngineError for somebody whom a registry of the lab does not let in */
  const requireAccess = (
    reference: Reference,
    credentials: RegistryCredentials | undefined,
    action: "pull" | "push",
  ): void => {
    if (isOpen(reference.domain) && !letsIn(reference.domain, credentials, action))
      throw unauthorized(reference, credentials, action);
  };

  /** A tag of a public repository that is not on record. */
  const variantOf = async (reference: Reference, tag: string): Promise<Image | undefined> => {
    if (isOpen(reference.domain)) return undefined;
    const { addVariant } = await clock.hold(publicCatalog());
    const image = addVariant(await loadCatalog(), repositoryName(reference), tag);
    if (!image) return undefined;
    state.variants = [...(state.variants ?? []), `${repositoryName(reference)}:${tag}`];
    return image;
  };

  const registries: LabRegistries = {
    state,

    async find(text, credentials) {
      const reference = parseReference(text);
      await clock.sleep(ROUND_TRIP_MS);
      requireAccess(reference, credentials, "pull");
      const images = await imagesOf(reference);
      if (!images && !isOpen(reference.domain)) throw accessDenied(reference);
      const { tag = "latest", digest } = reference;
      const image =
        digest === undefined
          ? (images?.get(tag) ?? (await variantOf(reference, tag)))
          : [...(images?.values() ?? [])].find((one) => one.id === digest || one.manifestDigest === digest);
      if (!image) throw noSuchManifest(reference);
      return image;
    },

    async tags(repository, credentials) {
      const reference = parseReference(repository);
      await clock.sleep(ROUND_TRIP_MS);
      requireAccess(reference, credentials, "pull");
      const images = await imagesOf(reference);
      if (!images) throw isOpen(reference.domain) ? noSuchManifest(reference) : accessDenied(reference);
      return [...images.keys()].sort();
    },

    async has(repository, digest) {
      const images = await imagesOf(parseReference(repository));
      return [...(images?.values() ?? [])].some((image) => image.layers.some((layer) => layer.digest === digest));
    },

    async store(text, image, files, credentials) {
      const reference = parseReference(text);
      await clock.sleep(ROUND_TRIP_MS);
      requireAccess(reference, credentials, "push");
      if (!isOpen(reference.domain)) {
        await imagesOf(reference);
        throw pushDenied();
      }
      await keepLayers(image, files);
      const name = repositoryName(reference);
      state.repositories[name] ??= { tags: {}, images: {} };
      const repository = state.repositories[name];
      if (!repository) return;
      repository.images[image.id] = image;
      repository.tags[reference.tag ?? "latest"] = image.id;
    },

    layer: (diffId) => ready.get(diffId),

    async prepare(image) {
      const { layers: sources } = await loadCatalog();
      for (const { diffId } of image.layers) {
        if (ready.has(diffId)) continue;
        const source = sources.get(diffId);
        const pushed = state.layers?.[diffId];
        if (pushed) ready.set(diffId, layerFromState(pushed));
        else if (source && "files" in source) ready.set(diffId, layerFromState(source.files));
        else if (source) {
          const files = await rootfs(source.rootfs);
          if (files) ready.set(diffId, files);
        }
      }
    },

    async search(term) {
      await clock.sleep(ROUND_TRIP_MS);
      const { repositories } = await loadCatalog();
      const found: SearchResult[] = [];
      for (const [name, { official }] of repositories) {
        if (!name.startsWith("docker.io/")) continue;
        const familiar = familiarName(name);
        if (familiar.includes(term.toLowerCase())) found.push({ name: familiar, description: "", stars: 0, official });
      }
      return found;
    },

    opens: isOpen,

    knows: async (host) => isOpen(host) || isListed((await loadCatalog()).repositories, host),

    async keepContent(image, files) {
      await keepLayers(image, files);
      state.images ??= {};
      state.images[image.id] = image;
    },

    pushedImage: (digest) => state.images?.[digest],

    async login(host, credentials) {
      await clock.sleep(ROUND_TRIP_MS);
      const fail = (why: string) => new EngineError(500, `Get "https://${host}/v2/": ${why}`);
      if (!isOpen(host)) throw fail(`dial tcp: lookup ${host.replace(/:\d+$/, "")}: no such host`);
      if (!letsIn(host, credentials, "push"))
        throw fail(
          "unauthorized: authentication required, visit https://aka.ms/acr/authorization for more information.",
        );
    },

    async mayPush(text, credentials) {
      const reference = parseReference(text);
      await clock.sleep(ROUND_TRIP_MS);
      requireAccess(reference, credentials, "push");
      if (!isOpen(reference.domain) && isListed((await loadCatalog()).repositories, reference.domain))
        throw pushDenied();
    },

    async names() {
      const { repositories } = await loadCatalog();
      return [...repositories.keys()].map(familiarName).sort();
    },

    socketsAt: (address) => (address === PRIVATE_REGISTRY.address ? sockets : undefined),

    addressOf: (name) => (state.hosts?.includes(name) ? PRIVATE_REGISTRY.address : undefined),

    open(host) {
      state.hosts ??= [];
      if (!state.hosts.includes(host)) state.hosts.push(host);
    },

    close(host) {
      if (state.hosts) state.hosts = state.hosts.filter((other) => other !== host);
      for (const name of Object.keys(state.repositories))
        if (name.startsWith(`${host}/`)) delete state.repositories[name];
    },
  };

  // Few readers ask it with curl: what answers them comes with the first who does.
  sockets.listen(PRIVATE_REGISTRY.port, async (connection) => {
    const { serveRegistry } = await clock.hold(import("./registry-server.ts"));
    return serveRegistry(state, PRIVATE_HOST)(connection);
  });
  return registries;
}

const isListed = (repositories: Catalog["repositories"], domain: string): boolean =>
  [...repositories.keys()].some((name) => name.startsWith(`${domain}/`));

/** A tag that is not there, in the words of containerd's resolver. */
export function noSuchManifest(reference: Reference): EngineError {
  const full = fullReference(reference);
  return notFound(`failed to resolve reference "${full}": ${full}: not found`);
}

/** What Docker Hub lets one know of a repository that is private or does not exist (moby, image_pull.go). */
function accessDenied(reference: Reference): EngineError {
  const name = familiarName(repositoryName(reference));
  return notFound(`pull access denied for ${name}, repository does not exist or may require 'docker login'`);
}

const pushDenied = () =>
  new EngineError(
    403,
    "push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
  );

/** How containerd tells of a registry's 401: asked for a token, with a password or without (remotes/docker/auth/fetch.go). */
function unauthorized(
  reference: Reference,
  credentials: RegistryCredentials | undefined,
  action: "pull" | "push",
): EngineError {
  const { domain, path } = reference;
  const scope = encodeURIComponent(`repository:${path}:pull${action === "push" ? ",push" : ""}`);
  const why = credentials
    ? `failed to fetch oauth token: unexpected status from POST request to https://${domain}/oauth2/token`
    : `failed to fetch anonymous token: unexpected status from GET request to https://${domain}/oauth2/token?scope=${scope}&service=${domain}`;
  const reason = `failed to authorize: ${why}: 401 Unauthorized`;
  return new EngineError(
    403,
    action === "pull" ? `failed to resolve reference "${fullReference(reference)}": ${reason}` : reason,
  );
}

function noSuchHost(reference: Reference): EngineError {
  const { domain, path, tag = "latest", digest } = reference;
  const full = fullReference(reference);
  const host = domain.replace(/:\d+$/, "");
  return new EngineError(
    500,
    `failed to resolve reference "${full}": failed to do request: Head "https://${domain}/v2/${path}/manifests/${digest ?? tag}": dial tcp: lookup ${host}: no such host`,
  );
}
