import type { Engine } from "../engine.ts";
import { EngineError, invalid, notFound } from "../errors.ts";
import type { StoredImage } from "./image.ts";
import { familiarName, fullReference, parseReference, repositoryName, withDefaultTag } from "./reference.ts";

/** The images of a host that commands know of, in the order they came. */
export function storedImages(engine: Engine): StoredImage[] {
  return Object.values(engine.state.images.images).filter(({ hidden }) => !hidden);
}

/** The full references of an image ("docker.io/library/nginx:latest"), in the order they were given. */
export function referencesOf(engine: Engine, id: string): string[] {
  return Object.entries(engine.state.images.references)
    .filter(([, target]) => target === id)
    .map(([name]) => name);
}

/**
 * The image a reference means: a name with a tag or a digest, an id ("sha256:…"), or the first digits of one.
 * @throws EngineError 400 when it is no reference at all; 400 when several images have such an id
 */
export function findImage(engine: Engine, reference: string): StoredImage | undefined {
  const { images, references } = engine.state.images;
  const visible = (id: string | undefined) => {
    const stored = id === undefined ? undefined : images[id];
    return stored?.hidden ? undefined : stored;
  };
  const byId = /^(?:sha256:)?([a-f0-9]{1,64})$/.exec(reference)?.[1];
  if (reference.startsWith("sha256:") || byId?.length === 64)
    return byId === undefined ? undefined : idMatch(engine, byId);
  const parsed = withDefaultTag(parseReference(reference));
  const { digest } = parsed;
  if (digest !== undefined) return digestMatch(engine, repositoryName(parsed), digest);
  // A name goes before an id that looks like it ("cafe").
  return visible(references[fullReference(parsed)]) ?? (byId === undefined ? undefined : idMatch(engine, byId));
}

function idMatch(engine: Engine, digits: string): StoredImage | undefined {
  const found = storedImages(engine).filter(
    ({ image }) => image.id.startsWith(`sha256:${digits}`) || image.manifestDigest === `sha256:${digits}`,
  );
  if (found.length > 1) throw new EngineError(404, `ambiguous reference: ${digits}`);
  return found[0];
}

function digestMatch(engine: Engine, repository: string, digest: string): StoredImage | undefined {
  return storedImages(engine).find(
    ({ image, pulledFrom }) =>
      (image.id === digest || image.manifestDigest === digest) &&
      (pulledFrom.includes(repository) ||
        referencesOf(engine, image.id).some((name) => name.startsWith(`${repository}:`))),
  );
}

/** @throws EngineError 404 `No such image: nginx:latest` */
export function requireImage(engine: Engine, reference: string): StoredImage {
  const found = findImage(engine, reference);
  if (!found) throw noSuchImage(reference);
  return found;
}

/** What the daemon calls an image that somebody asked for: its name with its tag, or the id as it was written. */
export function nameOf(engine: Engine, reference: string): string {
  const full = isIdLike(reference) ? undefined : fullReference(withDefaultTag(parseReference(reference)));
  if (full !== undefined && full in engine.state.images.references) return familiarName(full);
  return reference;
}

const isIdLike = (reference: string) => /^(?:sha256:|[a-f0-9]{64}$)/.test(reference);

/** In the daemon's words: with the default tag, without what everybody knows. */
export function noSuchImage(reference: string): EngineError {
  if (/^(?:sha256:)?[a-f0-9]{64}$/.test(reference))
    return notFound(`No such image: ${reference.startsWith("sha256:") ? reference : `sha256:${reference}`}`);
  return notFound(`No such image: ${familiarName(fullReference(withDefaultTag(parseReference(reference))))}`);
}

/** An image, what it was committed on, and so on. */
export function lineage(engine: Engine, id: string): string[] {
  const parent = engine.state.images.images[id]?.parent;
  const known = parent === undefined ? undefined : engine.state.images.images[parent];
  return [id, ...(known && !known.hidden ? lineage(engine, known.image.id) : [])];
}

/** Whether any container, running or not, was made of an image. */
export function containersOf(engine: Engine, imageId: string) {
  return Object.values(engine.state.containers).filter(({ image }) => image === imageId);
}

/** @throws EngineError 400 for a reference without a tag where one is needed */
export function requireTagged(reference: string): string {
  const parsed = parseReference(reference);
  if (parsed.digest !== undefined) throw invalid("refusing to create a tag with a digest reference");
  return fullReference(withDefaultTag(parsed));
}
