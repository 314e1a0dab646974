import { readTar, type TarEntry } from "../../kernel/tar.ts";
import type { TreeState } from "../../kernel/tree-state.ts";
import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { addImage, imageEvent } from "./add.ts";
import { layerFiles, prepareFiles } from "./files.ts";
import { readArchive } from "./import.ts";
import { stateFromArchive } from "./layer-archive.ts";
import { familiarName } from "./reference.ts";
import { IMAGE_RECORD, type SavedImage } from "./save.ts";

/**
 * Puts the images of an archive into the store.
 * @param archive what `saveImages` made, perhaps gzipped
 * @returns the lines the client shows: "Loaded image: alpine:latest"
 * @throws EngineError when the archive holds no images
 */
export async function loadImages(engine: Engine, archive: string): Promise<string[]> {
  const entries = await readArchive(engine, archive);
  const record = entries.find(({ path }) => path === "manifest.json")?.attributes?.[IMAGE_RECORD];
  if (record === undefined)
    throw new EngineError(400, "unrecognized image format: file is not a Docker or OCI image archive");
  const saved: readonly SavedImage[] = JSON.parse(record);
  const lines: string[] = [];
  for (const { image, references } of saved) {
    await prepareFiles(engine, image);
    const states: Record<string, TreeState> = {};
    for (const { digest, diffId } of image.layers) {
      if (layerFiles(engine, diffId)) continue;
      const blob = blobOf(entries, digest);
      if (blob) states[diffId] = stateFromArchive(readTar(blob));
    }
    const known = image.id in engine.state.images.images;
    addImage(engine, image, undefined, states);
    for (const reference of references) {
      addImage(engine, image, reference);
      lines.push(`Loaded image: ${familiarName(reference)}`);
    }
    if (references.length === 0) lines.push(`Loaded image ID: ${image.id}`);
    if (!known) imageEvent(engine, "load", image.id);
  }
  return lines;
}

function blobOf(entries: readonly TarEntry[], digest: string): Uint8Array | undefined {
  return entries.find(({ path }) => path === `blobs/sha256/${digest.slice("sha256:".length)}`)?.content;
}
