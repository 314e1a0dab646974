import { decode } from "../../kernel/bytes.ts";
import { gunzip, isGzip } from "../../kernel/gzip.ts";
import { readTar, type TarEntry } from "../../kernel/tar.ts";
import { layerFromState, type TreeState } from "../../kernel/tree-state.ts";
import type { Engine } from "../engine.ts";
import { EngineError, notFound } from "../errors.ts";
import { addImage, imageEvent } from "./add.ts";
import { archivedImages } from "./archived-images.ts";
import { layerFiles, prepareFiles } from "./files.ts";
import { readArchive } from "./import.ts";
import { stateFromArchive, unpackedBytes } from "./layer-archive.ts";
import { familiarName } from "./reference.ts";
import { IMAGE_RECORD, type SavedImage } from "./save.ts";

/**
 * Puts the images of an archive into the store.
 * @param archive what `saveImages` made, perhaps gzipped
 * @returns the lines the client shows: "Loaded image: alpine:latest"
 * @throws EngineError when the archive holds no images, or none for the platform
 */
export async function loadImages(engine: Engine, archive: string, platform = "linux/amd64"): Promise<string[]> {
  // An archive that tar made of a folder has its names as `./manifest.json`.
  const entries = (await readArchive(engine, archive)).map((entry) => ({
    ...entry,
    path: entry.path.replace(/^\.\//, ""),
  }));
  const record = entries.find(({ path }) => path === "index.json")?.attributes?.[IMAGE_RECORD];
  // One that was unpacked and packed again has only what its documents say.
  const saved: readonly SavedImage[] | undefined = record === undefined ? readDocuments(entries) : JSON.parse(record);
  if (!saved || saved.length === 0) throw new EngineError(400, "unrecognized image format");
  const isMissing = platform !== "linux/amd64";
  if (isMissing && namesPlatforms(entries))
    throw notFound(`requested platform (${platform}) not found: image might be filtered out`);
  const lines: string[] = [];
  for (const { image, references } of saved) {
    await prepareFiles(engine, image);
    const states: Record<string, TreeState> = {};
    for (const layer of image.layers) {
      const kept = layerFiles(engine, layer.diffId);
      const state = kept ? undefined : await stateOf(engine, blobOf(entries, layer.digest));
      if (state) states[layer.diffId] = state;
      const files = kept ?? (state && layerFromState(state));
      if (files && layer.size === 0) layer.size = unpackedBytes(files);
    }
    const known = image.id in engine.state.images.images;
    addImage(engine, image, undefined, states);
    for (const reference of references) {
      addImage(engine, image, reference);
      lines.push(`Loaded image: ${familiarName(reference)}`);
    }
    if (references.length === 0) lines.push(`Loaded image ID: ${image.id}`);
    if (!known) imageEvent(engine, "load", image.id);
    const name = references[0] === undefined ? image.id : familiarName(references[0]);
    // What it is for is looked at when it is there.
    if (isMissing) throw notFound(`image ${name} was loaded, but doesn't provide the requested platform (${platform})`);
  }
  return lines;
}

/** Whether the archive's index says of its images what they are for, as `docker save --platform` writes it. */
function namesPlatforms(entries: readonly TarEntry[]): boolean {
  const index = entries.find(({ path }) => path === "index.json")?.content;
  return index !== undefined && decode(index).includes('"platform"');
}

/** @returns undefined for documents that are not what their names say */
function readDocuments(entries: readonly TarEntry[]): SavedImage[] | undefined {
  try {
    return archivedImages(entries);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function blobOf(entries: readonly TarEntry[], digest: string): Uint8Array | undefined {
  return entries.find(({ path }) => path === `blobs/sha256/${digest.slice("sha256:".length)}`)?.content;
}

/** The content of a layer's blob, which is gzipped or not. */
async function stateOf(engine: Engine, blob: Uint8Array | undefined): Promise<TreeState | undefined> {
  if (!blob) return undefined;
  return stateFromArchive(readTar(isGzip(blob) ? await engine.clock.hold(gunzip(new Uint8Array(blob))) : blob));
}
