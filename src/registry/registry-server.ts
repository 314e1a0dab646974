import { documentsOf, targetDescriptor } from "../engine/image/documents.ts";
import type { Image } from "../engine/image/image.ts";
import type { Service } from "../kernel/connection.ts";
import { answerHttp, type HttpRequest, type HttpResponse } from "../kernel/http.ts";
import type { RegistryState } from "./registry-state.ts";

const TYPES = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/octet-stream",
} as const;

/**
 * The read side of the registry's HTTP API (distribution, docs/content/spec/api.md): what `curl` can ask it.
 * @param host as its images are named ("192.168.99.1:5000")
 */
export function serveRegistry(state: RegistryState, host: string): Service {
  return (connection) => answerHttp(connection, (request) => answerRegistry(state, host, request));
}

/** What a registry answers to one request. */
export function answerRegistry(
  state: Pick<RegistryState, "repositories">,
  host: string,
  { method, target }: HttpRequest,
): HttpResponse {
  const [path = "", query = ""] = target.split("?");
  if (path === "/" || path === "") return { status: 200, headers: { "Cache-Control": "no-cache" }, body: "" };
  if (method !== "GET" && method !== "HEAD")
    return failure(405, "UNSUPPORTED", "The operation is unsupported.", undefined);
  if (path === "/v2/" || path === "/v2") return json({});
  const names = Object.keys(state.repositories)
    .filter((name) => name.startsWith(`${host}/`))
    .map((name) => name.slice(host.length + 1));
  if (path === "/v2/_catalog") return json({ repositories: page(names.sort(), query) });
  const match = /^\/v2\/(.+)\/(tags\/list|manifests\/([^/]+)|blobs\/([^/]+))$/.exec(path);
  if (!match) return { status: 404, headers: { "Content-Type": "text/plain" }, body: "404 page not found\n" };
  const [, name = "", what, reference, digest] = match;
  const repository = state.repositories[`${host}/${name}`];
  if (!repository) return failure(404, "NAME_UNKNOWN", "repository name not known to registry", { name });
  if (what === "tags/list") return json({ name, tags: page(Object.keys(repository.tags).sort(), query) });
  const images = Object.values(repository.images);
  if (reference !== undefined) {
    const found = manifestOf(images, repository.images[repository.tags[reference] ?? ""], reference);
    return found ?? failure(404, "MANIFEST_UNKNOWN", "manifest unknown", { Tag: reference });
  }
  const config = images.find(({ configDigest }) => configDigest === digest);
  if (config) return blob(TYPES.config, documentsOf(config).config, config.configDigest);
  return failure(404, "BLOB_UNKNOWN", "blob unknown to registry", { digest });
}

/** By tag the index, if the image has one; by digest the index or the platform's manifest. */
function manifestOf(images: readonly Image[], tagged: Image | undefined, reference: string): HttpResponse | undefined {
  const target = tagged ?? images.find(({ id }) => id === reference);
  if (target) return blob(targetDescriptor(target).mediaType, documentsOf(target).target, target.id);
  const platform = images.find(({ manifestDigest }) => manifestDigest === reference);
  return platform && blob(TYPES.manifest, documentsOf(platform).manifest, platform.manifestDigest);
}

/** `?n=` and `?last=` of the API's lists. */
function page(names: readonly string[], query: string): string[] {
  const parameters = new URLSearchParams(query);
  const last = parameters.get("last");
  const after = last === null ? names : names.filter((name) => name > last);
  const count = Number(parameters.get("n") ?? Number.NaN);
  return Number.isInteger(count) ? after.slice(0, count) : [...after];
}

const VERSION = { "Docker-Distribution-Api-Version": "registry/2.0", "X-Content-Type-Options": "nosniff" } as const;

const json = (value: object): HttpResponse => ({
  status: 200,
  headers: { "Content-Type": "application/json", ...VERSION },
  body: `${JSON.stringify(value)}\n`,
});

function blob(type: string, text: string, digest: string): HttpResponse {
  const tag = { "Docker-Content-Digest": digest, Etag: `"${digest}"` };
  return { status: 200, headers: { "Content-Type": type, ...tag, ...VERSION }, body: text };
}

function failure(status: number, code: string, message: string, detail: unknown): HttpResponse {
  return {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8", ...VERSION },
    body: `${JSON.stringify({ errors: [{ code, message, detail }] })}\n`,
  };
}
