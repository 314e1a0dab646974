import { byteLength } from "../../kernel/bytes.ts";
import { digestOf } from "../../kernel/sha256.ts";
import type { Image, StoredImage } from "./image.ts";

/**
 * The JSON documents an image consists of, beside its layers (github.com/opencontainers/image-spec). Those of images
 * made in the lab hash to the digests the image carries; of official images we know the digests, not every byte, so
 * theirs serve for sizes and to be read.
 */

const TYPES = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
} as const;

export interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  annotations?: Readonly<Record<string, string>>;
  platform?: { readonly architecture: string; readonly os: string };
}

export const PLATFORM = { architecture: "amd64", os: "linux" } as const;

/** What the digests are made of. */
export type ImageContent = Pick<
  Image,
  "created" | "author" | "config" | "layers" | "history" | "attestation" | "soleManifest" | "annotations"
>;

/** Go sorts the keys of a map, and OCI's config is a map for whoever reads it. */
export function configText({ created, author, config, layers, history }: ImageContent): string {
  return JSON.stringify({
    architecture: PLATFORM.architecture,
    ...(author === undefined ? {} : { author }),
    config,
    created,
    history: history.map((entry) => ({
      created: entry.created,
      ...(entry.createdBy === "" ? {} : { created_by: entry.createdBy }),
      ...(entry.comment === "" ? {} : { comment: entry.comment }),
      ...(entry.layer === null ? { empty_layer: true } : {}),
    })),
    os: PLATFORM.os,
    rootfs: { type: "layers", diff_ids: layers.map(({ diffId }) => diffId) },
  });
}

/** @param config the config's digest, where it is not that of our text */
export function manifestText(content: ImageContent, config?: string): string {
  const parts = {
    config: descriptor(TYPES.config, configText(content), config),
    layers: content.layers.map(
      ({ digest, compressedSize }): Descriptor => ({ mediaType: TYPES.layer, digest, size: compressedSize }),
    ),
    ...noted(content.annotations?.manifest),
  };
  const mediaType = TYPES.manifest;
  // dockerd's own two ways to write one (moby, daemon/containerd/image_builder.go and image_import.go).
  if (content.soleManifest === "commit") return JSON.stringify({ mediaType, schemaVersion: 2, ...parts }, null, 4);
  const manifest = { schemaVersion: 2, mediaType, ...parts };
  return content.soleManifest === "import" ? JSON.stringify(manifest) : JSON.stringify(manifest, null, 2);
}

/** @param known digests of config and manifest, where they are not those of our texts */
export function indexText(content: ImageContent, known: { config?: string; manifest?: string } = {}): string {
  const manifest = descriptor(TYPES.manifest, manifestText(content, known.config), known.manifest);
  const { attestation } = content;
  const proof = attestation && {
    mediaType: TYPES.manifest,
    digest: attestation.digest,
    size: attestation.size,
    annotations: {
      "vnd.docker.reference.digest": manifest.digest,
      "vnd.docker.reference.type": "attestation-manifest",
    },
    platform: { architecture: "unknown", os: "unknown" },
  };
  return JSON.stringify(
    {
      schemaVersion: 2,
      mediaType: TYPES.index,
      manifests: [{ ...manifest, platform: PLATFORM }, ...(proof ? [proof] : [])],
      ...noted(content.annotations?.index),
    },
    null,
    2,
  );
}

/** Go sorts what is noted. */
function noted(annotations: Readonly<Record<string, string>> = {}): { annotations?: Record<string, string> } {
  const sorted = Object.entries(annotations).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length > 0 ? { annotations: Object.fromEntries(sorted) } : {};
}

function descriptor(mediaType: string, text: string, digest = digestOf(text)): Descriptor {
  return { mediaType, digest, size: byteLength(text) };
}

const known = (image: Image) => ({ config: image.configDigest, manifest: image.manifestDigest });

/** Whether an index stands over its manifest. */
const hasIndex = ({ soleManifest }: ImageContent): boolean => soleManifest === undefined;

/**
 * The texts of an image that has its digests.
 * @returns `target` is what the image's id is the digest of: the index, or the manifest where there is no index
 */
export function documentsOf(image: Image): { config: string; manifest: string; target: string } {
  const manifest = manifestText(image, image.configDigest);
  return {
    config: configText(image),
    manifest,
    target: hasIndex(image) ? indexText(image, known(image)) : manifest,
  };
}

/** The image as its platform's manifest alone: what `--platform` pushes and saves. */
export function withoutIndex({ attestation: _, ...image }: Image): Image {
  return { ...image, id: image.manifestDigest, soleManifest: image.soleManifest ?? "build" };
}

/** Of what the image's id is the digest of. */
export const targetDescriptor = (image: Image): Descriptor =>
  hasIndex(image) ? descriptor(TYPES.index, indexText(image, known(image)), image.id) : manifestDescriptor(image);

/** The same as this host keeps it: BuildKit notes the config at a manifest that it exported alone. */
export function storedDescriptor({ image, built }: StoredImage): Descriptor {
  const target = targetDescriptor(image);
  return built && !hasIndex(image) ? { ...target, annotations: { "config.digest": image.configDigest } } : target;
}

export const manifestDescriptor = (image: Image): Descriptor =>
  descriptor(TYPES.manifest, manifestText(image, image.configDigest), image.manifestDigest);

export const configDescriptor = (image: Image): Descriptor =>
  descriptor(TYPES.config, configText(image), image.configDigest);

/** An image with its digests, which are the real ones of its documents. */
export function sealed(content: ImageContent & Pick<Image, "comment"> & { reconstructed?: boolean }): Image {
  const configDigest = digestOf(configText(content));
  const manifestDigest = digestOf(manifestText(content));
  return {
    id: hasIndex(content) ? digestOf(indexText(content)) : manifestDigest,
    manifestDigest,
    configDigest,
    ...content,
  };
}
