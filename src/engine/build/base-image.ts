import type { Engine, RegistryCredentials } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { hasLayer } from "../image/add.ts";
import { imageFiles, prepareFiles } from "../image/files.ts";
import type { Image } from "../image/image.ts";
import { familiarName, fullReference, parseReference, type Reference, withDefaultTag } from "../image/reference.ts";
import { findImage } from "../image/resolve.ts";
import { BuildError } from "./build-error.ts";
import type { BuildProgress, Vertex } from "./build-progress.ts";
import type { BuildRequest } from "./build-request.ts";
import type { Instruction } from "./dockerfile.ts";
import { closest } from "./suggestion.ts";

const METADATA_MS = 80;
const RESOLVE_MS = 60;
/** Bytes a millisecond, as pulls have them. */
const DOWNLOAD_SPEED = 120_000;
const EXTRACT_SPEED = 400_000;
const TICK_MS = 100;

/** A base image of a build: what its name means now. */
export interface BaseImage {
  readonly reference: string;
  readonly image: Image;
  /** Where a named context stands for it: its name, and what it is as it was written. */
  readonly context?: { readonly name: string; readonly text: string };
}

/** Finds images, each once: what the checks have looked up need not be asked for again. */
export class ImageLookup {
  readonly #engine: Engine;
  readonly #pull: boolean;
  readonly #credentials: ((reference: string) => RegistryCredentials | undefined) | undefined;
  readonly #found = new Map<string, Promise<Image>>();

  /** @param request.pull whether a registry is asked even for what is here */
  constructor(engine: Engine, request: Pick<BuildRequest, "pull" | "credentials"> = {}) {
    this.#engine = engine;
    this.#pull = request.pull ?? false;
    this.#credentials = request.credentials;
  }

  /** @param reference full @throws EngineError when it is nowhere */
  find(reference: string): Promise<Image> {
    const known = this.#found.get(reference);
    if (known) return known;
    const here = findImage(this.#engine, reference)?.image;
    const found =
      here && !this.#pull
        ? Promise.resolve(here)
        : this.#engine.ports.registries.find(reference, this.#credentials?.(reference));
    this.#found.set(reference, found);
    return found;
  }
}

/** What a Dockerfile names as an image. */
export interface WantedImage {
  readonly name: string;
  readonly from: Instruction;
  /** The stages there are: one of them may have been meant. */
  readonly others: readonly string[];
  /** The image that `--build-context` puts in its place. */
  readonly instead?: string | undefined;
}

/** Names that somebody may have meant (buildkit, dockerfile2llb/convert.go, commonImageNames). */
const COMMON = ["alpine", "busybox", "centos", "debian", "golang", "ubuntu", "fedora"].flatMap((name) => [
  name,
  `${name}:latest`,
]);

/**
 * Finds what an image name means: here, or else in its registry.
 * @throws BuildError in BuildKit's words
 */
export async function loadMetadata(
  engine: Engine,
  progress: BuildProgress,
  images: ImageLookup,
  { name, from, others, instead }: WantedImage,
  signal?: AbortSignal,
): Promise<BaseImage> {
  const reference = fullReference(readReference(instead ?? name, from));
  const context = instead === undefined ? undefined : { name: name.toLowerCase(), text: instead };
  const shown = context ? `[context ${context.name}] load metadata for ${instead}` : undefined;
  const vertex = progress.add(shown ?? `[internal] load metadata for ${reference}`);
  progress.start(vertex);
  await engine.clock.sleep(METADATA_MS, signal);
  try {
    const image = await images.find(reference);
    progress.finish(vertex);
    return { reference, image, ...(context ? { context } : {}) };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    // BuildKit asks the resolver itself: what containerd's client writes before its answer is not there.
    const why =
      error.status === 404
        ? `${reference}: not found`
        : error.message.replace(/^failed to resolve reference "[^"]*": /, "");
    progress.finish(vertex, { error: why });
    if (context) throw new BuildError(`failed to resolve source metadata for ${reference}: ${why}`, from.range);
    const near = closest(name, [...others, ...COMMON]);
    const hint = near === undefined ? "" : ` (did you mean ${near}?)`;
    throw new BuildError(
      `${familiarName(name)}: failed to resolve source metadata for ${reference}: ${why}${hint}`,
      from.range,
    );
  }
}

function readReference(name: string, from: Instruction): Reference {
  try {
    return withDefaultTag(parseReference(name));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new BuildError(`failed to parse stage name ${JSON.stringify(name)}: ${error.message}`, from.range);
  }
}

/** The name of the step that brings a base image. */
export function baseStepName({ reference, image, context }: BaseImage): string {
  if (context) return `[context ${context.name}] ${context.text}`;
  return `FROM ${reference.includes("@") ? reference : `${reference}@${image.id}`}`;
}

/**
 * Resolves a base image and brings the layers that are not here.
 * @param meanwhile what goes on at the same time
 */
export async function bringBase(
  engine: Engine,
  progress: BuildProgress,
  vertex: Vertex,
  base: BaseImage,
  meanwhile: () => Promise<void>,
  signal?: AbortSignal,
): Promise<ReturnType<typeof imageFiles>> {
  const { image } = base;
  if (vertex.started === undefined) {
    progress.start(vertex);
    const name = base.context ? base.reference : baseStepName(base).slice("FROM ".length);
    const resolving = progress.startStatus(vertex, `resolve ${name}`);
    await meanwhile();
    await engine.clock.sleep(RESOLVE_MS, signal);
    progress.finishStatus(vertex, resolving);
    await download(engine, progress, vertex, image, signal);
  }
  await prepareFiles(engine, image);
  return imageFiles(engine, image);
}

async function download(
  engine: Engine,
  progress: BuildProgress,
  vertex: Vertex,
  image: Image,
  signal?: AbortSignal,
): Promise<void> {
  const seen = new Set<string>();
  const missing = image.layers.filter(
    ({ digest }) => !hasLayer(engine, digest) && !seen.has(digest) && seen.add(digest),
  );
  const transfers = missing.map((layer) => ({
    layer,
    status: progress.startStatus(vertex, layer.digest, { total: layer.compressedSize }),
  }));
  for (let open = transfers; open.length > 0; open = open.filter(({ status }) => status.completed === undefined)) {
    await engine.clock.sleep(TICK_MS, signal);
    for (const { layer, status } of open) {
      const received = status.current + (DOWNLOAD_SPEED * TICK_MS) / open.length;
      if (received >= layer.compressedSize) progress.finishStatus(vertex, status, layer.compressedSize);
      else progress.updateStatus(vertex, status, received);
    }
  }
  for (const { layer } of transfers) {
    const status = progress.startStatus(vertex, `extracting ${layer.digest}`);
    await engine.clock.sleep(Math.ceil(layer.size / EXTRACT_SPEED), signal);
    progress.finishStatus(vertex, status);
  }
}
