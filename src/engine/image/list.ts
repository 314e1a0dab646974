import type { Engine } from "../engine.ts";
import { type Descriptor, manifestDescriptor, storedDescriptor } from "./documents.ts";
import { type ImageFilters, imageFilter, type NamedImage } from "./filter.ts";
import type { StoredImage } from "./image.ts";
import { repoDigests } from "./inspect.ts";
import { familiarName } from "./reference.ts";
import { containersOf, referencesOf, storedImages } from "./resolve.ts";
import { diskUsage, manifestSize, sharedSize, unpackedSize } from "./sizes.ts";

/** One image as the API lists it. */
export interface ImageSummary {
  /** How many containers use it; -1 unless asked. */
  Containers: number;
  /** Seconds since the epoch. */
  Created: number;
  Id: string;
  Labels: Record<string, string> | null;
  ParentId: string;
  Descriptor: Descriptor;
  /** Its platforms: one, here. */
  Manifests: ManifestSummary[];
  RepoDigests: string[];
  RepoTags: string[];
  SharedSize: number;
  Size: number;
}

export interface ManifestSummary {
  ID: string;
  Descriptor: Descriptor;
  Available: boolean;
  Kind: "image";
  Size: { Content: number; Total: number };
  ImageData: {
    Platform: { architecture: "amd64"; os: "linux" };
    Containers: string[];
    Size: { Unpacked: number };
  };
}

export interface ListOptions {
  /** Dangling images too. */
  readonly all?: boolean;
  readonly filters?: ImageFilters;
  /** Works out what images share. */
  readonly sharedSize?: boolean;
}

/**
 * The images of a host, the most recently created first.
 * @throws EngineError 400 for a filter there is not
 */
export function listImages(
  engine: Engine,
  { filters = {}, sharedSize: shared = false }: ListOptions = {},
): ImageSummary[] {
  const wanted = imageFilter(engine, filters);
  const summaries: ImageSummary[] = [];
  for (const stored of storedImages(engine)) {
    const names = referencesOf(engine, stored.image.id).sort();
    const candidates: NamedImage[] =
      names.length > 0 ? names.map((reference) => ({ stored, reference })) : [{ stored, reference: undefined }];
    const matching = candidates.filter(wanted);
    if (matching.length === 0) continue;
    summaries.push({
      ...summary(engine, stored),
      RepoTags: matching.flatMap(({ reference }) => (reference === undefined ? [] : [familiarName(reference)])),
      SharedSize: shared ? sharedSize(engine, stored.image) : -1,
    });
  }
  return summaries.sort((a, b) => b.Created - a.Created);
}

function summary(engine: Engine, stored: StoredImage): Omit<ImageSummary, "RepoTags" | "SharedSize"> {
  const { image } = stored;
  const containers = containersOf(engine, image.id).map(({ id }) => id);
  const content = manifestSize(image);
  const total = diskUsage(image);
  return {
    Containers: containers.length,
    Created: Math.floor(Date.parse(image.created) / 1000),
    Id: image.id,
    Labels: image.config.Labels ?? null,
    ParentId: stored.parent ?? "",
    Descriptor: storedDescriptor(stored),
    Manifests: [
      {
        ID: image.manifestDigest,
        Descriptor: manifestDescriptor(image),
        Available: true,
        Kind: "image",
        Size: { Content: content, Total: content + unpackedSize(image) },
        ImageData: {
          Platform: { architecture: "amd64", os: "linux" },
          Containers: containers,
          Size: { Unpacked: unpackedSize(image) },
        },
      },
    ],
    RepoDigests: repoDigests(engine, stored),
    Size: total,
  };
}
