import type { Engine } from "../engine.ts";
import { notFound } from "../errors.ts";
import { imageEvent } from "./add.ts";
import { configDescriptor, targetDescriptor } from "./documents.ts";
import type { StoredImage } from "./image.ts";
import { PROGRESS_INTERVAL_MS, shortDigest, type TransferOptions } from "./progress.ts";
import { familiarName, fullReference, parseReference, repositoryName, withDefaultTag } from "./reference.ts";
import { findImage } from "./resolve.ts";

/** Bytes a millisecond. */
const UPLOAD_SPEED = 60_000;

/**
 * Sends an image to the registry its name says, telling progress in the daemon's words (recording 17).
 * @throws EngineError when there is no such name here, or the registry refuses it
 */
export async function pushImage(
  engine: Engine,
  reference: string,
  { onProgress = () => {}, signal, credentials }: TransferOptions = {},
): Promise<void> {
  const parsed = withDefaultTag(parseReference(reference));
  const repository = repositoryName(parsed);
  await onProgress({ status: `The push refers to repository [${repository}]` });
  const full = fullReference(parsed);
  const stored = findImage(engine, full);
  if (!stored) throw notFound(`tag does not exist: ${familiarName(full)}`);
  engine.ports.registries.mayPush(full, credentials);
  await upload(engine, stored, repository, { onProgress, signal });
  const { image } = stored;
  await engine.ports.registries.store(full, image, (diffId) => engine.state.images.layers[diffId], credentials);
  if (!stored.pulledFrom.includes(repository)) stored.pulledFrom.push(repository);
  const { digest, size } = targetDescriptor(image);
  await onProgress({ status: `${parsed.tag ?? ""}: digest: ${digest} size: ${size}` });
  imageEvent(engine, "push", familiarName(full), familiarName(repository));
}

async function upload(
  engine: Engine,
  { image }: StoredImage,
  repository: string,
  { onProgress = () => {}, signal }: TransferOptions,
): Promise<void> {
  const { registries } = engine.ports;
  const config = configDescriptor(image);
  const blobs = [
    ...image.layers.map(({ digest, compressedSize }) => ({ digest, size: compressedSize, layer: true })),
    { digest: config.digest, size: config.size, layer: false },
  ].filter(({ digest }, i, all) => all.findIndex((other) => other.digest === digest) === i);
  const tell = (digest: string, status: string, progress = {}) =>
    onProgress({ id: shortDigest(digest), status, progress });
  const known = await Promise.all(
    blobs.map(({ digest, layer }) => registries.has(repository, layer ? digest : (image.layers[0]?.digest ?? digest))),
  );
  let waiting: { digest: string; size: number; sent: number }[] = [];
  await engine.clock.sleep(PROGRESS_INTERVAL_MS, signal);
  for (const [i, { digest, size, layer }] of blobs.entries()) {
    if (known[i]) await tell(digest, layer ? "Layer already exists" : "Already exists");
    else {
      waiting.push({ digest, size, sent: 0 });
      await tell(digest, "Pushing", { current: 0, total: size });
    }
  }
  while (waiting.length > 0) {
    await engine.clock.sleep(PROGRESS_INTERVAL_MS, signal);
    const share = (UPLOAD_SPEED * PROGRESS_INTERVAL_MS) / waiting.length;
    for (const blob of waiting) {
      blob.sent = Math.min(blob.size, blob.sent + share);
      if (blob.sent < blob.size) await tell(blob.digest, "Pushing", { current: blob.sent, total: blob.size });
      else await tell(blob.digest, "Pushed");
    }
    waiting = waiting.filter(({ sent, size }) => sent < size);
  }
}

/** The names an image of a repository has, for `--all-tags`. */
export function tagsOf(engine: Engine, reference: string): string[] {
  const repository = repositoryName(parseReference(reference));
  return Object.keys(engine.state.images.references)
    .filter((name) => name.startsWith(`${repository}:`))
    .sort();
}
