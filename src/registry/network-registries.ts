import type { Registries } from "../engine/engine.ts";
import { EngineError } from "../engine/errors.ts";
import { manifestDescriptor } from "../engine/image/documents.ts";
import { fullReference, parseReference, type Reference } from "../engine/image/reference.ts";
import type { Machine } from "../kernel/machine.ts";
import { dialRegistry, type ReachedRegistry } from "./dial-registry.ts";
import { type LabRegistries, noSuchManifest } from "./registry.ts";

/**
 * The registries as one host's daemon sees them: those of the lab and, for every other name, what listens there on the
 * network (`docker run -p 5000:5000 registry`). Errors are containerd's (core/remotes/docker).
 */
export function networkRegistries(lab: LabRegistries, machine: Machine): Registries {
  /** The registry that a reference is about, when it is none of the lab's. @throws EngineError when nobody answers */
  const reach = async (reference: Reference, what: Question): Promise<ReachedRegistry | undefined> =>
    (await lab.knows(reference.domain)) ? undefined : dialRegistry(machine, reference.domain, failure(reference, what));

  const manifestPath = ({ path, tag = "latest", digest }: Reference) => `/v2/${path}/manifests/${digest ?? tag}`;

  return {
    ...lab,

    async find(text, credentials) {
      const reference = parseReference(text);
      const there = await reach(reference, "manifest");
      if (!there) return lab.find(text, credentials);
      await machine.clock.sleep(there.latency);
      const { digest, path, tag = "latest" } = reference;
      const tags = there.registry?.tags(path);
      const id = digest ?? tags?.get(tag);
      const image = tags && id !== undefined ? lab.pushedImage(id) : undefined;
      const target = manifestPath(reference);
      if (!image) {
        there.tell("HEAD", target, 404, 96);
        throw noSuchManifest(reference);
      }
      const { size } = manifestDescriptor(image);
      there.tell("HEAD", target, 200, size);
      there.tell("GET", `/v2/${path}/manifests/${image.id}`, 200, size);
      return image;
    },

    async tags(repository, credentials) {
      const reference = parseReference(repository);
      const there = await reach(reference, "tags");
      if (!there) return lab.tags(repository, credentials);
      const tags = there.registry?.tags(reference.path);
      there.tell("GET", `/v2/${reference.path}/tags/list`, tags ? 200 : 404, 96);
      if (!tags) throw noSuchManifest(reference);
      return [...tags.keys()].sort();
    },

    async has(repository, digest) {
      const reference = parseReference(repository);
      const there = await reach(reference, { blob: digest });
      if (!there) return lab.has(repository, digest);
      const held = there.registry?.holds(reference.path, digest) ?? false;
      there.tell("HEAD", `/v2/${reference.path}/blobs/${digest}`, held ? 200 : 404, 157);
      return held;
    },

    async store(text, image, files, credentials) {
      const reference = parseReference(text);
      const there = await reach(reference, { blob: image.configDigest });
      if (!there) return lab.store(text, image, files, credentials);
      const { path, tag = "latest" } = reference;
      if (!there.registry) throw noSuchManifest(reference);
      await lab.keepContent(image, files);
      for (const { digest } of image.layers) {
        if (there.registry.holds(path, digest)) continue;
        there.tell("POST", `/v2/${path}/blobs/uploads/`, 202, 0);
        there.tell("PUT", `/v2/${path}/blobs/uploads/?digest=${encodeURIComponent(digest)}`, 201, 0);
      }
      there.registry.keep(path, tag, image);
      there.tell("PUT", `/v2/${path}/manifests/${tag}`, 201, 0);
    },

    async mayPush(text, credentials) {
      if (await lab.knows(parseReference(text).domain)) await lab.mayPush(text, credentials);
    },

    async login(host, credentials) {
      if (await lab.knows(host)) return lab.login(host, credentials);
      // Where TLS is not insisted on, the last try is without it, and that is the one which is told of (moby, registry/auth.go).
      const there = dialRegistry(
        machine,
        host,
        (scheme, reason) => new EngineError(500, `Get "${scheme}://${host}/v2/": ${reason}`),
      );
      await machine.clock.sleep(there.latency);
      if (!there.registry)
        throw new EngineError(500, `login attempt to ${there.scheme}://${host}/v2/ failed with status: 404 Not Found`);
      there.tell("GET", "/v2/", 200, 2);
    },
  };
}

/** What a daemon asks a registry for, which its errors name. */
type Question = "manifest" | "tags" | { readonly blob: string };

/**
 * Words for a question that nobody answered. containerd tries TLS first, and falls back only when a server answers without.
 * @param reason from the network
 */
function failure(reference: Reference, what: Question): (_scheme: string, reason: string) => EngineError {
  const { domain, path, tag = "latest", digest } = reference;
  return (_scheme, reason) => {
    const base = `https://${domain}/v2/${path}`;
    if (what === "tags") return new EngineError(500, `failed to do request: Get "${base}/tags/list": ${reason}`);
    if (what === "manifest")
      return new EngineError(
        500,
        `failed to resolve reference "${fullReference(reference)}": failed to do request: Head "${base}/manifests/${digest ?? tag}": ${reason}`,
      );
    return new EngineError(500, `failed to do request: Head "${base}/blobs/${what.blob}": ${reason}`);
  };
}
