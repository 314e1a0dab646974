import type { Engine } from "../engine.ts";
import { dropReference, forgetImage, imageEvent } from "./add.ts";
import { configDescriptor, indexDescriptor, manifestDescriptor } from "./documents.ts";
import { type ImageFilters, imageFilter, isTrue } from "./filter.ts";
import type { Image } from "./image.ts";
import { familiarName } from "./reference.ts";
import type { DeleteResponse } from "./remove.ts";
import { containersOf, referencesOf, storedImages } from "./resolve.ts";

export interface PruneReport {
  ImagesDeleted: DeleteResponse[];
  /** Bytes. */
  SpaceReclaimed: number;
}

/**
 * Removes images that no container uses: the dangling ones, or with the filter `dangling=false` all (recording 05).
 * @throws EngineError 400 for a filter there is not
 */
export function pruneImages(engine: Engine, filters: ImageFilters = {}): PruneReport {
  const { dangling = ["true"], ...rest } = filters;
  const danglingOnly = isTrue("dangling", dangling);
  const wanted = imageFilter(engine, rest, ["label", "label!", "until"]);
  const report: PruneReport = { ImagesDeleted: [], SpaceReclaimed: 0 };
  for (const stored of storedImages(engine)) {
    const { image } = stored;
    const names = referencesOf(engine, image.id).sort();
    if (containersOf(engine, image.id).length > 0 || (danglingOnly && names.length > 0)) continue;
    const going = names.length > 0 ? names.filter((reference) => wanted({ stored, reference })) : [];
    if (going.length < names.length || (names.length === 0 && !wanted({ stored, reference: undefined }))) continue;
    for (const name of going) {
      dropReference(engine, name);
      report.ImagesDeleted.push({ Untagged: familiarName(name) });
    }
    imageEvent(engine, "delete", image.id);
    forgetImage(engine, image.id);
    for (const { digest, size } of blobsOf(image)) {
      if (isHeld(engine, digest)) continue;
      report.ImagesDeleted.push({ Deleted: digest });
      report.SpaceReclaimed += size;
    }
  }
  return report;
}

/** What the content store keeps of an image. */
function blobsOf(image: Image): { digest: string; size: number }[] {
  const layers = image.layers.map(({ digest, compressedSize }) => ({ digest, size: compressedSize }));
  const documents = [indexDescriptor(image), manifestDescriptor(image), configDescriptor(image)];
  const all = [...documents, ...layers, ...(image.attestation ? [image.attestation] : [])];
  return all.filter(({ digest }, i) => all.findIndex((other) => other.digest === digest) === i);
}

/** Whether another image, or the build cache, needs a blob. */
function isHeld(engine: Engine, digest: string): boolean {
  const { images, buildCache = {} } = engine.state.images;
  return (
    Object.values(images).some(({ image }) => blobsOf(image).some((blob) => blob.digest === digest)) ||
    Object.values(buildCache).some(({ layer }) => layer?.digest === digest)
  );
}
