import { digestOf } from "../../kernel/sha256.ts";
import type { Engine } from "../engine.ts";
import { EngineError, notFound } from "../errors.ts";
import { imageEvent } from "./add.ts";
import { targetDescriptor, withoutIndex } from "./documents.ts";
import type { Image } from "./image.ts";
import { requirePlatform } from "./platform.ts";
import { PROGRESS_INTERVAL_MS, shortDigest, type TransferOptions } from "./progress.ts";
import { familiarName, fullReference, parseReference, repositoryName, withDefaultTag } from "./reference.ts";
import { findImage, storedImages } from "./resolve.ts";

/** Bytes a millisecond. */
const UPLOAD_SPEED = 60_000;

export interface PushOptions extends TransferOptions {
  /** Sends that platform's manifest alone ("linux/amd64"). */
  readonly platform?: string | undefined;
}

/**
 * Sends an image to the registry its name says, telling progress in the daemon's words (recording 17).
 * @throws EngineError when there is no such name here, or the registry refuses it
 */
export async function pushImage(engine: Engine, reference: string, options: PushOptions = {}): Promise<void> {
  const full = fullReference(withDefaultTag(parseReference(reference)));
  await announce(full, options);
  await push(engine, full, options);
}

/**
 * Sends every tag that a repository has here.
 * @throws EngineError when it has none, or the registry refuses one
 */
export async function pushAllTags(engine: Engine, repository: string, options: PushOptions = {}): Promise<void> {
  await announce(repository, options);
  const names = Object.keys(engine.state.images.references).filter((name) => name.startsWith(`${repository}:`));
  if (names.length === 0) throw notFound(`An image does not exist locally with the tag: ${familiarName(repository)}`);
  for (const name of names.sort()) await push(engine, name, options);
}

const announce = async (reference: string, { onProgress = () => {} }: PushOptions) =>
  onProgress({ status: `The push refers to repository [${repositoryName(parseReference(reference))}]` });

async function push(engine: Engine, full: string, options: PushOptions): Promise<void> {
  const { onProgress = () => {}, platform, credentials } = options;
  const parsed = parseReference(full);
  const repository = repositoryName(parsed);
  const stored = findImage(engine, full);
  if (!stored) throw notFound(`tag does not exist: ${familiarName(full)}`);
  requirePlatform(familiarName(full), platform);
  const image = platform === undefined ? stored.image : withoutIndex(stored.image);
  await upload(engine, image, full, options);
  await engine.ports.registries.store(full, image, (diffId) => engine.state.images.layers[diffId], credentials);
  if (!stored.pulledFrom.includes(repository)) stored.pulledFrom.push(repository);
  const { digest, size } = targetDescriptor(image);
  await onProgress({ status: `${parsed.tag ?? ""}: digest: ${digest} size: ${size}` });
  imageEvent(engine, "push", familiarName(full), familiarName(repository));
}

interface Blob {
  readonly digest: string;
  readonly size: number;
  readonly layer: boolean;
}

/** What the attestation's manifest says its config is: `{}`. */
const EMPTY = { digest: digestOf("{}"), size: 2, layer: false };
/** A statement's size, about. */
const STATEMENT_BYTES = 945;

/** What has a line in the progress: layers, and what goes beside them; not manifests and configs. */
function blobsOf({ layers, attestation }: Image): Blob[] {
  const blobs = layers.map(({ digest, compressedSize }) => ({ digest, size: compressedSize, layer: true }));
  const statement = attestation && digestOf(`${attestation.digest}, statement`);
  const beside = statement === undefined ? [] : [{ digest: statement, size: STATEMENT_BYTES, layer: false }, EMPTY];
  return [...blobs, ...beside].filter(({ digest }, i, all) => all.findIndex((one) => one.digest === digest) === i);
}

async function upload(engine: Engine, image: Image, full: string, options: PushOptions): Promise<void> {
  const { onProgress = () => {}, signal, credentials } = options;
  const { registries } = engine.ports;
  const repository = repositoryName(parseReference(full));
  const blobs = blobsOf(image);
  const tell = (digest: string, status: string, progress = {}) =>
    onProgress({ id: shortDigest(digest), status, progress });
  /** Where a layer is already: in the repository, or in another one of the registry that it can be mounted from. */
  const found = async ({ digest, layer }: Blob): Promise<string | undefined> => {
    const wanted = layer ? digest : (image.layers[0]?.digest ?? digest);
    if (await registries.has(repository, wanted)) return layer ? "Layer already exists" : "Already exists";
    for (const other of layer ? siblings(engine, digest, full) : [])
      if (await registries.has(other, digest)) return `Mounted from ${parseReference(other).path}`;
    return undefined;
  };
  let states: (string | undefined)[];
  try {
    await registries.mayPush(full, credentials);
    states = await Promise.all(blobs.map(found));
  } catch (error) {
    if (error instanceof EngineError) for (const { digest } of blobs) await tell(digest, "Waiting");
    throw error;
  }
  let waiting: { digest: string; size: number; sent: number }[] = [];
  await engine.clock.sleep(PROGRESS_INTERVAL_MS, signal);
  for (const [i, { digest, size }] of blobs.entries()) {
    const state = states[i];
    if (state === undefined) waiting.push({ digest, size, sent: 0 });
    await (state === undefined ? tell(digest, "Pushing", { current: 0, total: size }) : tell(digest, state));
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

/** The other repositories of a name's registry that a layer of this host came from or went to (containerd's labels). */
function siblings(engine: Engine, digest: string, full: string): string[] {
  const { domain, path } = parseReference(full);
  const holders = storedImages(engine).filter(({ image }) => image.layers.some((layer) => layer.digest === digest));
  const names = holders.flatMap(({ pulledFrom }) => pulledFrom);
  return [...new Set(names)].filter((name) => name.startsWith(`${domain}/`) && name !== `${domain}/${path}`).sort();
}
