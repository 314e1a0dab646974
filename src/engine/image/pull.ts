import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { addImage, hasLayer, imageEvent } from "./add.ts";
import { download } from "./download.ts";
import { prepareFiles } from "./files.ts";
import type { Image, StoredImage } from "./image.ts";
import type { ProgressListener, TransferOptions } from "./progress.ts";
import {
  familiarName,
  familiarReference,
  fullReference,
  parseReference,
  type Reference,
  repositoryName,
  withDefaultTag,
} from "./reference.ts";

export interface PullOptions extends TransferOptions {
  /** "linux/amd64" is all there is here. */
  readonly platform?: string;
}

/**
 * Gets an image from its registry, telling progress in the daemon's words (recordings 01, 03, 17).
 * @param reference as people write it; ":latest" unless it says otherwise
 * @throws EngineError when it is no reference, or there is no such image, registry or platform
 */
export async function pullImage(
  engine: Engine,
  reference: string,
  onProgress: ProgressListener = () => {},
  { platform, signal, credentials }: Omit<PullOptions, "onProgress"> = {},
): Promise<StoredImage> {
  const parsed = withDefaultTag(parseReference(reference));
  const full = fullReference(parsed);
  const image = await engine.ports.registries.find(full, credentials);
  requireManifest(platform, full);
  const { tag, digest } = parsed;
  await onProgress({ id: digest ?? tag ?? "", status: `Pulling from ${parsed.path}` });
  const store = engine.state.images;
  const before = digest === undefined ? store.references[full] : store.images[image.id]?.image.id;
  if (!isPresent(engine, image)) {
    const present = new Set(image.layers.map((layer) => layer.digest).filter((one) => hasLayer(engine, one)));
    await download(engine.clock, image.layers, (one) => present.has(one), image.configDigest, { onProgress, signal });
  }
  const stored = keep(engine, image, parsed);
  await prepareFiles(engine, image);
  await onProgress({ status: `Digest: ${image.id}` });
  const name = familiarReference(reference);
  const news = before === image.id ? "Image is up to date" : "Downloaded newer image";
  await onProgress({ status: `Status: ${news} for ${name}` });
  return stored;
}

/** Every tag of a repository, one after another. */
export async function pullAllTags(engine: Engine, reference: string, options: PullOptions = {}): Promise<void> {
  const { onProgress, ...rest } = options;
  const repository = repositoryName(parseReference(reference));
  for (const tag of await engine.ports.registries.tags(repository, options.credentials)) {
    await pullImage(engine, `${repository}:${tag}`, onProgress, rest);
  }
}

/** With all its content here already, a pull only gives the name. */
function isPresent(engine: Engine, { manifestDigest }: Image): boolean {
  return Object.values(engine.state.images.images).some(({ image }) => image.manifestDigest === manifestDigest);
}

function keep(engine: Engine, image: Image, parsed: Reference): StoredImage {
  const repository = repositoryName(parsed);
  const { digest, tag } = parsed;
  const stored = addImage(engine, image, digest === undefined ? `${repository}:${tag}` : undefined);
  if (!stored.pulledFrom.includes(repository)) stored.pulledFrom.push(repository);
  imageEvent(engine, "pull", familiarName(fullReference(parsed)), familiarName(repository));
  return stored;
}

/** @throws EngineError 404 as the daemon refuses a platform that the index does not list */
function requireManifest(platform: string | undefined, full: string): void {
  if (platform === undefined || /^linux(\/amd64)?$/.test(platform) || platform === "linux/x86_64") return;
  throw new EngineError(
    404,
    `no matching manifest for ${platform} in the manifest list entries: no match for platform in manifest: not found (${full})`,
  );
}
