import type { Engine } from "../engine.ts";
import { configDescriptor, manifestDescriptor, targetDescriptor } from "./documents.ts";
import type { Image } from "./image.ts";

/** Bytes in the content store: what was downloaded. */
export function contentSize(image: Image): number {
  const { digest, size } = targetDescriptor(image);
  const index = digest === image.manifestDigest ? 0 : size + (image.attestation?.size ?? 0);
  return manifestSize(image) + index;
}

/** Those of its platform alone: manifest, config and layers. */
export function manifestSize(image: Image): number {
  const packed = new Map(image.layers.map(({ digest, compressedSize }) => [digest, compressedSize]));
  let total = configDescriptor(image).size + manifestDescriptor(image).size;
  for (const size of packed.values()) total += size;
  return total;
}

/** Bytes of the layers, unpacked. */
export const unpackedSize = (image: Image): number => image.layers.reduce((sum, layer) => sum + layer.size, 0);

/** What `docker images` calls disk usage: content and unpacked layers, which containerd keeps both. */
export const diskUsage = (image: Image): number => contentSize(image) + unpackedSize(image);

/** Bytes of a set of images, with shared layers counted once. */
export function totalSize(images: readonly Image[]): number {
  const layers = new Map<string, number>();
  let documents = 0;
  for (const image of images) {
    documents += contentSize({ ...image, layers: [] });
    for (const { digest, compressedSize, size } of image.layers) layers.set(digest, compressedSize + size);
  }
  return documents + [...layers.values()].reduce((sum, size) => sum + size, 0);
}

/** Bytes of an image's layers that other images of the host have too: `docker system df -v`. */
export function sharedSize(engine: Engine, image: Image): number {
  const others = new Set<string>();
  for (const stored of Object.values(engine.state.images.images)) {
    if (stored.image.id !== image.id) for (const { digest } of stored.image.layers) others.add(digest);
  }
  return image.layers.reduce((sum, { digest, size }) => sum + (others.has(digest) ? size : 0), 0);
}
