import { encode } from "../../kernel/bytes.ts";
import { gunzip, isGzip } from "../../kernel/gzip.ts";
import { readTar, TarError } from "../../kernel/tar.ts";
import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { addImage, imageEvent, setReference } from "./add.ts";
import { sealed } from "./documents.ts";
import type { ImageConfig, StoredImage } from "./image.ts";
import { packLayer, stateFromArchive } from "./layer-archive.ts";
import { familiarName } from "./reference.ts";
import { requireTagged } from "./resolve.ts";

export interface ImportOptions {
  readonly reference?: string;
  readonly message?: string;
  readonly config?: ImageConfig;
}

/**
 * Makes an image of one layer from an archive of files, as `docker import` does (recording 19).
 * @param archive tar, perhaps gzipped; text that carries bytes
 * @throws EngineError 500 when it is no archive
 */
export async function importImage(
  engine: Engine,
  archive: string,
  { reference, message = "", config = {} }: ImportOptions = {},
): Promise<StoredImage> {
  const full = reference === undefined ? undefined : requireTagged(reference);
  const state = stateFromArchive(await readArchive(engine, archive));
  const layer = await engine.clock.hold(packLayer(state));
  const comment = message === "" ? "Imported from -" : message;
  const created = engine.timestamp();
  const image = sealed({
    created,
    comment,
    config,
    soleManifest: "import",
    layers: [layer],
    history: [{ created, createdBy: "", comment, layer: 0 }],
  });
  const stored = addImage(engine, image, undefined, { [layer.diffId]: state });
  if (full !== undefined) {
    setReference(engine, full, image.id);
    imageEvent(engine, "tag", image.id, familiarName(full));
  }
  imageEvent(engine, "import", image.id);
  return stored;
}

/** The files of an archive, unpacked from gzip when it is that. @throws EngineError 500 when it is none */
export async function readArchive(engine: Engine, archive: string): Promise<ReturnType<typeof readTar>> {
  const bytes = encode(archive);
  try {
    return readTar(isGzip(bytes) ? await engine.clock.hold(gunzip(bytes)) : bytes);
  } catch (error) {
    if (error instanceof TarError) throw new EngineError(500, error.message);
    if (error instanceof TypeError) throw new EngineError(500, "gzip: invalid header");
    throw error;
  }
}
