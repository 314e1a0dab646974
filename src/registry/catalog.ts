import { sealed } from "../engine/image/documents.ts";
import type { HistoryEntry, Image, Layer } from "../engine/image/image.ts";
import { digestOf } from "../kernel/sha256.ts";
import type { TreeState } from "../kernel/tree-state.ts";
import type { ReconstructedImage, RecordedImage } from "./catalog-data.ts";
import type { RootfsSource } from "./rootfs-source.ts";
import { variant } from "./variant-tags.ts";

/** Where the files of a layer come from. */
export type LayerSource = { readonly rootfs: RootfsSource } | { readonly files: TreeState };

export interface CatalogRepository {
  readonly images: Map<string, Image>;
  readonly official: boolean;
  /** Why it is not a recorded one, for the images we put together. */
  readonly why?: string;
}

/** Everything public registries hold, as far as this playground knows. */
export interface Catalog {
  /** By registry and path: "docker.io/library/nginx". */
  readonly repositories: ReadonlyMap<string, CatalogRepository>;
  /** By diffId; what is not there is an empty layer. */
  readonly layers: Map<string, LayerSource>;
}

/** Images that are their own root file system. */
const BASES: ReadonlySet<string> = new Set(["alpine", "busybox", "debian", "ubuntu", "hello-world"]);

/** The pages do not say what a layer unpacks to: this stands for its digest. */
const diffIdOf = (digest: string) => digestOf(`${digest}, unpacked`);

/** Nor what the index lists beside the image: every image BuildKit makes has a proof of how, of about this size. */
const attestationOf = (manifest: string) => ({ digest: digestOf(`${manifest}, attestation`), size: 566 });

export function makeCatalog(recorded: readonly RecordedImage[], reconstructed: readonly ReconstructedImage[]): Catalog {
  const repositories = new Map<string, { images: Map<string, Image>; official: boolean; why?: string }>();
  const layers = new Map<string, LayerSource>();
  const repository = (name: string) => {
    const known = repositories.get(name) ?? { images: new Map<string, Image>(), official: /\/library\//.test(name) };
    repositories.set(name, known);
    return known;
  };
  for (const facts of recorded) {
    const { images } = repository(`docker.io/library/${facts.repository}`);
    const image = recordedImage(facts);
    for (const [tag, index] of Object.entries(facts.tags)) images.set(tag, { ...image, id: index || facts.index });
    addSources(layers, facts, image);
  }
  for (const spec of reconstructed) {
    const base = spec.base === undefined ? undefined : baseImage(repositories, spec.base);
    const known = repository(spec.repository);
    known.why = spec.why;
    const image = reconstructedImage(spec, base);
    for (const tag of spec.tags) known.images.set(tag, image);
    for (const layer of spec.layers) if (layer.files) layers.set(layer.diffId, { files: layer.files });
    const first = image.layers[0];
    const own = spec.layers.find(({ files, diffId }) => !files && diffId !== first?.diffId);
    const created = Date.parse(spec.created);
    if (first && spec.rootfs !== undefined)
      layers.set(first.diffId, { rootfs: { name: spec.rootfs, version: "", created } });
    const name = spec.repository.slice(spec.repository.lastIndexOf("/") + 1);
    if (own) layers.set(own.diffId, { rootfs: { name, version: "", created } });
  }
  return { repositories, layers };
}

/** Adds a tag that is not on record, where it may be believed to exist (see variant-tags.ts). */
export function addVariant({ repositories, layers }: Catalog, repository: string, tag: string): Image | undefined {
  const known = repositories.get(repository);
  if (!known?.official || known.why !== undefined) return undefined;
  const made = variant(repository, tag, known.images, (diffId) => {
    const source = layers.get(diffId);
    return source && "rootfs" in source ? source.rootfs : undefined;
  });
  if (!made) return undefined;
  known.images.set(tag, made.image);
  for (const [place, rootfs] of made.sources) {
    const layer = made.image.layers[place];
    if (layer) layers.set(layer.diffId, { rootfs });
  }
  return made.image;
}

function recordedImage(facts: RecordedImage): Image {
  const history = facts.history.map(([created, createdBy, layer, buildkit]): HistoryEntry => {
    return { created, createdBy, comment: buildkit === 1 ? "buildkit.dockerfile.v0" : "", layer };
  });
  return {
    id: facts.index,
    manifestDigest: facts.manifest,
    configDigest: facts.configDigest,
    created: facts.created,
    comment: history.at(-1)?.comment ?? "",
    config: facts.config,
    layers: facts.layers.map(([digest, compressedSize, size]) => ({
      digest,
      diffId: diffIdOf(digest),
      compressedSize,
      size,
    })),
    history,
    attestation: attestationOf(facts.manifest),
  };
}

function reconstructedImage(spec: ReconstructedImage, base: Image | undefined): Image {
  const below = base?.layers ?? [];
  const own = spec.layers.map(
    ({ digest, diffId, compressedSize, size }): Layer => ({ digest, diffId, compressedSize, size }),
  );
  const history = spec.history.map((entry) => ({
    ...entry,
    layer: entry.layer === null ? null : entry.layer + below.length,
  }));
  return sealed({
    created: spec.created,
    comment: history.at(-1)?.comment ?? "",
    config: spec.config,
    layers: [...below, ...own],
    history: [...(base?.history ?? []), ...history],
    attestation: attestationOf(spec.repository),
    reconstructed: true,
  });
}

function baseImage(repositories: ReadonlyMap<string, CatalogRepository>, name: string): Image {
  const [repository = "", tag = "latest"] = name.split(":");
  const image = repositories.get(`docker.io/library/${repository}`)?.images.get(tag);
  if (!image) throw new Error(`no image ${name} to build on`);
  return image;
}

/** What the layers of a recorded image hold: a distribution below, its own files on top. */
function addSources(layers: Map<string, LayerSource>, facts: RecordedImage, image: Image): void {
  const created = Date.parse(facts.created);
  const [first, second] = image.layers;
  // A step that changed nothing leaves an empty layer, the same in every image.
  const last = image.layers.findLast(({ size }) => size > 0);
  const distribution = distributionOf(facts);
  const put = (diffId: string, name: string, version: string) => {
    const base = name === distribution.name ? {} : { base: distribution.name };
    if (!layers.has(diffId)) layers.set(diffId, { rootfs: { name, version, created, ...base } });
  };
  if (first) put(first.diffId, distribution.name, distribution.version);
  if (second && /ca-certificates\s+curl\s+gnupg/.test(facts.history[1]?.[1] ?? ""))
    put(second.diffId, "buildpack-deps", "");
  if (last && last !== first && !BASES.has(facts.repository)) {
    const env = facts.config.Env?.find((line) => line.startsWith(`${facts.repository.toUpperCase()}_VERSION=`));
    put(last.diffId, facts.repository, env?.slice(env.indexOf("=") + 1) ?? Object.keys(facts.tags)[0] ?? "");
  }
}

/** The distribution an image starts from, by what its first step says. */
function distributionOf({ repository, tags, history }: RecordedImage): { name: string; version: string } {
  if (repository === "busybox" || repository === "hello-world") return { name: repository, version: "" };
  const first = history[0]?.[1] ?? "";
  const debian = /debian\.sh .* '(\w+)' /.exec(first)?.[1];
  if (debian !== undefined) return { name: debian, version: "" };
  if (repository === "mongo") return { name: "noble", version: "" };
  if (repository === "ubuntu") return { name: "noble" in tags ? "noble" : "resolute", version: "" };
  return { name: "alpine", version: /minirootfs-([\d.]+)-/.exec(first)?.[1] ?? "3.24.2" };
}
