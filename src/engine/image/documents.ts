import { byteLength } from "../../kernel/bytes.ts";
import { digestOf } from "../../kernel/sha256.ts";
import type { Image } from "./image.ts";

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
}

const PLATFORM = { architecture: "amd64", os: "linux" } as const;

/** What the digests are made of. */
export type ImageContent = Pick<Image, "created" | "author" | "config" | "layers" | "history" | "attestation">;

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
  const text = configText(content);
  return JSON.stringify(
    {
      schemaVersion: 2,
      mediaType: TYPES.manifest,
      config: descriptor(TYPES.config, text, config),
      layers: content.layers.map(
        ({ digest, compressedSize }): Descriptor => ({ mediaType: TYPES.layer, digest, size: compressedSize }),
      ),
    },
    null,
    2,
  );
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
    },
    null,
    2,
  );
}

function descriptor(mediaType: string, text: string, digest = digestOf(text)): Descriptor {
  return { mediaType, digest, size: byteLength(text) };
}

const known = (image: Image) => ({ config: image.configDigest, manifest: image.manifestDigest });

/** The texts of an image that has its digests. */
export function documentsOf(image: Image): { config: string; manifest: string; index: string } {
  return {
    config: configText(image),
    manifest: manifestText(image, image.configDigest),
    index: indexText(image, known(image)),
  };
}

export const indexDescriptor = (image: Image): Descriptor =>
  descriptor(TYPES.index, indexText(image, known(image)), image.id);

export const manifestDescriptor = (image: Image): Descriptor =>
  descriptor(TYPES.manifest, manifestText(image, image.configDigest), image.manifestDigest);

export const configDescriptor = (image: Image): Descriptor =>
  descriptor(TYPES.config, configText(image), image.configDigest);

/** An image with its digests, which are the real ones of its documents. */
export function sealed(content: ImageContent & Pick<Image, "comment"> & { reconstructed?: boolean }): Image {
  const configDigest = digestOf(configText(content));
  const manifestDigest = digestOf(manifestText(content));
  return { id: digestOf(indexText(content)), manifestDigest, configDigest, ...content };
}
