import type { Container } from "../container/container.ts";
import type { Engine } from "../engine.ts";
import { dropReference, forgetImage, imageEvent } from "./add.ts";
import { configDescriptor, manifestDescriptor, targetDescriptor } from "./documents.ts";
import { type ImageFilters, imageFilter, isTrue } from "./filter.ts";
import type { Image, StoredImage } from "./image.ts";
import { familiarName, fullReference, parseReference, withDefaultTag } from "./reference.ts";
import type { DeleteResponse } from "./remove.ts";
import { containersOf, referencesOf, storedImages } from "./resolve.ts";

export interface PruneReport {
  ImagesDeleted: DeleteResponse[];
  /** Bytes. */
  SpaceReclaimed: number;
}

/** One name of a stored image; a dangling one has its digest for a name. */
interface PrunedName {
  readonly name: string;
  readonly stored: StoredImage;
}

/**
 * Removes the names of images that no container uses, and with its last name an image: the dangling ones, or with the
 * filter `dangling=false` all (recording 05; moby, daemon/containerd/image_prune.go).
 * @throws EngineError 400 for a filter there is not
 */
export function pruneImages(engine: Engine, filters: ImageFilters = {}): PruneReport {
  const { dangling = ["true"], ...rest } = filters;
  const danglingOnly = isTrue("dangling", dangling);
  const wanted = imageFilter(engine, rest, ["label", "label!", "until"]);
  const pruned = storedImages(engine)
    .flatMap((stored) => {
      const names = referencesOf(engine, stored.image.id);
      if (names.length === 0)
        return wanted({ stored, reference: undefined }) ? [{ name: stored.image.id, stored }] : [];
      return danglingOnly
        ? []
        : names.filter((reference) => wanted({ stored, reference })).map((name) => ({ name, stored }));
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const report: PruneReport = { ImagesDeleted: [], SpaceReclaimed: 0 };
  for (const each of unused(engine, pruned)) prune(engine, each, report);
  return report;
}

/**
 * Without the names that containers were made by, and without the last name of an image whose id they were made by. A
 * dangling image stays for any container of it.
 */
function unused(engine: Engine, names: readonly PrunedName[]): PrunedName[] {
  const containers = Object.values(engine.state.containers);
  const usedNames = new Set(containers.flatMap(({ config }) => fullName(config.Image) ?? []));
  const left = new Map<string, number>();
  return names
    .filter(({ name, stored: { image } }) =>
      name === image.id ? containersOf(engine, image.id).length === 0 : !usedNames.has(name),
    )
    .filter(({ stored: { image } }) => {
      const others = (left.get(image.id) ?? referencesOf(engine, image.id).length) - 1;
      left.set(image.id, others);
      const byId = ({ config }: Container) => image.id.startsWith(`sha256:${config.Image.replace(/^sha256:/, "")}`);
      return others > 0 || !containersOf(engine, image.id).some(byId);
    });
}

/** A container's image with its tag; undefined for an id that is no name either. */
function fullName(image: string): string | undefined {
  if (/^(sha256:)?[0-9a-f]{64}$/.test(image)) return undefined;
  const { digest: _, ...named } = withDefaultTag(parseReference(image));
  return fullReference(named);
}

function prune(engine: Engine, { name, stored: { image } }: PrunedName, report: PruneReport): void {
  const familiar = name === image.id ? name : familiarName(name);
  if (name === image.id) imageEvent(engine, "untag", image.id);
  else dropReference(engine, name);
  report.ImagesDeleted.push({ Untagged: familiar });
  if (referencesOf(engine, image.id).length > 0) return;
  imageEvent(engine, "delete", image.id, familiar);
  forgetImage(engine, image.id);
  const documents = [
    targetDescriptor(image),
    manifestDescriptor(image),
    ...(image.attestation ? [image.attestation] : []),
  ];
  for (const { digest, size } of blobsOf(image)) {
    if (isHeld(engine, digest)) continue;
    if (documents.some((document) => document.digest === digest)) report.ImagesDeleted.push({ Deleted: digest });
    report.SpaceReclaimed += size;
  }
}

/** What the content store keeps of an image. */
function blobsOf(image: Image): { digest: string; size: number }[] {
  const layers = image.layers.map(({ digest, compressedSize }) => ({ digest, size: compressedSize }));
  const documents = [targetDescriptor(image), manifestDescriptor(image), configDescriptor(image)];
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
