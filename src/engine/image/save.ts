import { decode, encode } from "../../kernel/bytes.ts";
import { gzip } from "../../kernel/gzip.ts";
import { type TarEntry, writeTar } from "../../kernel/tar.ts";
import type { Engine } from "../engine.ts";
import { EngineError, notFound } from "../errors.ts";
import {
  type Descriptor,
  documentsOf,
  PLATFORM,
  storedDescriptor,
  targetDescriptor,
  withoutIndex,
} from "./documents.ts";
import { layerFiles, prepareFiles } from "./files.ts";
import type { Image } from "./image.ts";
import { archiveEntries } from "./layer-archive.ts";
import { requirePlatform } from "./platform.ts";
import { familiarName, fullReference, parseReference, withDefaultTag } from "./reference.ts";
import { nameOf, referencesOf, requireImage } from "./resolve.ts";

/** What `docker load` needs beside what the archive says: sizes of layers whose binaries only stand for the real ones. */
export const IMAGE_RECORD = "user.darsena.images";

export interface SavedImage {
  readonly image: Image;
  /** Full, with tags. */
  readonly references: readonly string[];
}

/**
 * An archive of images, as an OCI layout with Docker's manifest.json beside it.
 * @returns the archive as text that carries bytes, and the size that the real one would have
 * @param platform "linux/amd64", to leave out the index
 * @throws EngineError 404 when there is no such image, or not for that platform
 */
export async function saveImages(
  engine: Engine,
  references: readonly string[],
  platform?: string,
): Promise<{ archive: string; size: number }> {
  const saved = new Map<string, { image: Image; references: string[]; descriptor: Descriptor }>();
  for (const reference of references) {
    const stored = requireImage(engine, reference);
    const name = nameOf(engine, reference);
    try {
      requirePlatform(name, platform);
    } catch (error) {
      throw error instanceof EngineError ? notFound(`no suitable export target found: ${error.message}`) : error;
    }
    const image = platform === undefined ? stored.image : withoutIndex(stored.image);
    const descriptor =
      platform === undefined ? storedDescriptor(stored) : { ...targetDescriptor(image), platform: PLATFORM };
    const one = saved.get(image.id) ?? { image, references: [], descriptor };
    saved.set(image.id, one);
    // By id, an image is saved without a name.
    const full = /^(?:sha256:|[a-f0-9]{64}$)/.test(name) ? "" : fullReference(withDefaultTag(parseReference(name)));
    if (referencesOf(engine, stored.image.id).includes(full)) one.references.push(full);
  }
  return imageArchive(engine, [...saved.values()]);
}

/** An image with how the layout's index names it. */
interface ArchivedImage extends SavedImage {
  readonly descriptor: Descriptor;
}

/**
 * Packs images as an OCI layout.
 * @param format "docker" puts Docker's manifest.json beside it
 */
export async function imageArchive(
  engine: Engine,
  saved: readonly ArchivedImage[],
  format: "docker" | "oci" = "docker",
): Promise<{ archive: string; size: number }> {
  const mtime = 0;
  const common = { mode: 0o644, uid: 0, gid: 0, mtime };
  const blobs = new Map<string, Uint8Array>();
  let size = 0;
  for (const { image } of saved) {
    await prepareFiles(engine, image);
    const { config, manifest, target } = documentsOf(image);
    blobs.set(hex(image.configDigest), encode(config));
    blobs.set(hex(image.manifestDigest), encode(manifest));
    blobs.set(hex(image.id), encode(target));
    for (const { digest, diffId, compressedSize } of image.layers) {
      if (blobs.has(hex(digest))) continue;
      const layer = layerFiles(engine, diffId);
      // Packed as when it was made: of a layer from the lab, the digest is that of these bytes.
      blobs.set(hex(digest), await engine.clock.hold(gzip(writeTar(layer ? archiveEntries(layer) : []))));
      size += compressedSize;
    }
  }
  const record: SavedImage[] = saved.map(({ image, references }) => ({ image, references }));
  const directory = (path: string): TarEntry => ({ ...common, path, kind: "directory", mode: 0o755 });
  const file = (path: string, content: Uint8Array): TarEntry => ({ ...common, path, kind: "file", content });
  const entries: TarEntry[] = [
    directory("blobs"),
    directory("blobs/sha256"),
    ...[...blobs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, content]) => file(`blobs/sha256/${name}`, content)),
    { ...file("index.json", encode(layoutIndex(saved))), attributes: { [IMAGE_RECORD]: JSON.stringify(record) } },
    ...(format === "docker" ? [file("manifest.json", encode(dockerManifest(saved)))] : []),
    file("oci-layout", encode('{"imageLayoutVersion":"1.0.0"}')),
  ];
  const archive = writeTar(entries);
  return { archive: decode(archive), size: Math.max(archive.length, size) };
}

const hex = (digest: string) => digest.slice("sha256:".length);

function layoutIndex(saved: readonly ArchivedImage[]): string {
  const manifests = saved.flatMap(({ descriptor, references }) => {
    if (references.length === 0) return [descriptor];
    return references.map((name) => ({
      ...descriptor,
      annotations: {
        ...descriptor.annotations,
        "io.containerd.image.name": name,
        "org.opencontainers.image.ref.name": name.slice(name.lastIndexOf(":") + 1),
      },
    }));
  });
  return JSON.stringify({ schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests });
}

function dockerManifest(saved: readonly SavedImage[]): string {
  return JSON.stringify(
    saved.map(({ image, references }) => ({
      Config: `blobs/sha256/${hex(image.configDigest)}`,
      RepoTags: references.length > 0 ? references.map(familiarName) : null,
      Layers: image.layers.map(({ digest }) => `blobs/sha256/${hex(digest)}`),
    })),
  );
}
