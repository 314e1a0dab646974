import type { Engine } from "../engine.ts";
import { targetDescriptor } from "../image/documents.ts";
import type { Image } from "../image/image.ts";
import { imageArchive } from "../image/save.ts";
import type { BuildProgress } from "./build-progress.ts";
import type { BuildRequest } from "./build-request.ts";
import { imageOf } from "./export-image.ts";
import type { StageState } from "./stage-state.ts";

const DOCUMENT_MS = 12;
const LAYERS_MS = 40;

/**
 * Makes an archive of what was built, without keeping it: `--output type=oci`, `type=docker,dest=…` (buildkit,
 * exporter/oci/export.go). No proof of how it was built goes with it. The manifest that `docker` writes is OCI's here too.
 * @param send takes the archive, and the size that the real one would have
 */
export async function exportArchive(
  engine: Engine,
  progress: BuildProgress,
  state: StageState,
  {
    format,
    tags,
    labels,
    annotations,
    signal,
  }: Pick<BuildRequest, "tags" | "labels" | "annotations" | "signal"> & { format: "oci" | "docker" },
  send: (archive: string, size: number) => Promise<void>,
): Promise<Image> {
  const vertex = progress.add(`exporting to ${format} image format`);
  progress.start(vertex);
  const part = async (id: string, work: () => Promise<void>) => {
    const status = progress.startStatus(vertex, id);
    await work();
    progress.finishStatus(vertex, status);
  };
  const pause = (ms: number) => () => engine.clock.sleep(ms, signal);
  await part("exporting layers", pause(LAYERS_MS));
  const image = imageOf(engine, state, { labels, annotations }, false);
  await part(`exporting manifest ${image.manifestDigest}`, pause(DOCUMENT_MS));
  await part(`exporting config ${image.configDigest}`, pause(DOCUMENT_MS));
  const { archive, size } = await imageArchive(
    engine,
    [{ image, references: tags, descriptor: targetDescriptor(image) }],
    format,
  );
  await part("sending tarball", () => send(archive, size));
  progress.finish(vertex);
  return image;
}
