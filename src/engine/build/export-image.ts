import { byteLength } from "../../kernel/bytes.ts";
import { digestOf } from "../../kernel/sha256.ts";
import type { TreeState } from "../../kernel/tree-state.ts";
import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { addImage, imageEvent } from "../image/add.ts";
import { type configText, manifestText, sealed } from "../image/documents.ts";
import type { Image, ImageConfig } from "../image/image.ts";
import { pushImage } from "../image/push.ts";
import { familiarName } from "../image/reference.ts";
import { BuildError } from "./build-error.ts";
import type { BuildProgress } from "./build-progress.ts";
import type { BuildRequest } from "./build-request.ts";
import { BUILDKIT_COMMENT, type StageState } from "./stage-state.ts";

type ExportRequest = Pick<
  BuildRequest,
  "tags" | "labels" | "annotations" | "provenance" | "push" | "credentials" | "signal"
>;

const LAYERS_MS = 40;
const LAYER_MS = 60;
const DOCUMENT_MS = 12;
/** What is there already is only looked for (recording 07). */
const KNOWN_MS = 6;
const UNPACK_MS = 80;

/** Makes the image of what a stage has become, and names it. */
export async function exportImage(
  engine: Engine,
  progress: BuildProgress,
  state: StageState,
  { tags, labels, annotations, provenance, push = false, credentials, signal }: ExportRequest,
): Promise<Image> {
  const vertex = progress.add("exporting to image");
  progress.start(vertex);
  const part = async (id: string, ms: number) => {
    const status = progress.startStatus(vertex, id);
    await engine.clock.sleep(ms, signal);
    progress.finishStatus(vertex, status);
  };
  const fresh = state.built.filter(({ layer }) => !(layer.diffId in engine.state.images.layers));
  await part("exporting layers", LAYERS_MS + fresh.length * LAYER_MS);
  const image = imageOf(engine, state, { labels, annotations }, provenance);
  const known = Object.values(engine.state.images.images);
  const isKnown = known.some((one) => one.image.manifestDigest === image.manifestDigest);
  await part(`exporting manifest ${image.manifestDigest}`, isKnown ? KNOWN_MS : DOCUMENT_MS);
  await part(`exporting config ${image.configDigest}`, isKnown ? KNOWN_MS : DOCUMENT_MS);
  if (image.attestation) await part(`exporting attestation manifest ${image.attestation.digest}`, DOCUMENT_MS);
  if (image.id !== image.manifestDigest) await part(`exporting manifest list ${image.id}`, DOCUMENT_MS);
  const states: Record<string, TreeState> = {};
  for (const { layer, state: files } of state.built) states[layer.diffId] = files;
  const stored = addImage(engine, image, undefined, states);
  stored.built = { ref: engine.random.base36(25), at: engine.timestamp() };
  for (const tag of tags) {
    await part(`naming to ${tag}`, DOCUMENT_MS);
    addImage(engine, image, tag, {}, "gone");
    imageEvent(engine, "tag", image.id, familiarName(tag));
    await part(`unpacking to ${tag}`, UNPACK_MS);
    if (!push) continue;
    try {
      await sendImage(engine, { tag, id: image.id, credentials, signal }, part, tag === tags[0]);
    } catch (error) {
      if (error instanceof BuildError) progress.finish(vertex, { error: error.message });
      throw error;
    }
  }
  if (tags.length === 0) {
    const name = `moby-dangling@${image.id}`;
    await part(`naming to ${name}`, DOCUMENT_MS);
    await part(`unpacking to ${name}`, UNPACK_MS);
  }
  progress.finish(vertex);
  return image;
}

/**
 * Sends what was made to the registry of its name (buildkit, util/push/push.go).
 * @param first its layers go before its first name, and are there for the others
 * @throws BuildError what the registry says against it
 */
async function sendImage(
  engine: Engine,
  { tag, id, credentials, signal }: Pick<ExportRequest, "credentials" | "signal"> & { tag: string; id: string },
  part: (id: string, ms: number) => Promise<void>,
  first: boolean,
): Promise<void> {
  try {
    if (first) await part("pushing layers", LAYERS_MS);
    await pushImage(engine, tag, { credentials: credentials?.(tag), signal });
    await part(`pushing manifest for ${tag}@${id}`, DOCUMENT_MS);
  } catch (error) {
    if (error instanceof EngineError) throw new BuildError(`failed to push ${tag}: ${error.message}`);
    throw error;
  }
}

/** The image that a stage has become. @param provenance whether a proof of how it was built goes with it */
export function imageOf(
  engine: Engine,
  state: StageState,
  { labels, annotations }: Pick<ExportRequest, "labels" | "annotations">,
  provenance: boolean,
): Image {
  const history = state.history(engine.timestamp());
  const config: ImageConfig =
    Object.keys(labels).length > 0 ? { ...state.config, Labels: { ...state.config.Labels, ...labels } } : state.config;
  const content = {
    created: history.at(-1)?.created ?? engine.timestamp(),
    comment: BUILDKIT_COMMENT,
    config,
    layers: [...state.baseLayers, ...state.built.map(({ layer }) => layer)],
    history,
    ...(annotations ? { annotations } : {}),
  };
  if (!provenance) return sealed({ ...content, soleManifest: "build" });
  return sealed({ ...content, attestation: attestationOf(engine, content) });
}

/** The proof says when the build began: so no two builds of the same thing have the same index (recording 07). */
function attestationOf(engine: Engine, content: Parameters<typeof configText>[0]): { digest: string; size: number } {
  const statement = JSON.stringify({
    _type: "https://in-toto.io/Statement/v0.1",
    predicateType: "https://slsa.dev/provenance/v0.2",
    subject: [{ digest: { sha256: digestOf(manifestText(content)).slice("sha256:".length) } }],
    predicate: {
      buildType: "https://mobyproject.org/buildkit@v1",
      invocation: { configSource: { entryPoint: "Dockerfile" }, environment: { platform: "linux/amd64" } },
      metadata: { buildInvocationID: engine.random.base36(25), buildStartedOn: engine.timestamp() },
    },
  });
  const config = "{}";
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: { mediaType: "application/vnd.oci.empty.v1+json", digest: digestOf(config), size: byteLength(config) },
    layers: [
      {
        mediaType: "application/vnd.in-toto+json",
        digest: digestOf(statement),
        size: byteLength(statement),
        annotations: { "in-toto.io/predicate-type": "https://slsa.dev/provenance/v0.2" },
      },
    ],
  });
  return { digest: digestOf(manifest), size: byteLength(manifest) };
}
