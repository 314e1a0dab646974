import type { BuildError } from "../../engine/build/build-error.ts";
import { excerpt } from "../../engine/build/build-error.ts";
import { recordBuild } from "../../engine/build/build-history.ts";
import type { BuildProgress } from "../../engine/build/build-progress.ts";
import type { BuildRequest } from "../../engine/build/build-request.ts";
import type { Image } from "../../engine/image/image.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { digestOf } from "../../kernel/sha256.ts";
import type { CommandContext } from "../command.ts";
import { buildMetadata } from "./build-metadata.ts";

/** How a build ended: with an image, with files, or with an error. */
interface BuildEnd {
  readonly image?: Image;
  readonly error?: BuildError;
}

/** Keeps a build for `docker buildx history`. */
export function keepRecord(
  { engine, args, flags, process }: CommandContext,
  request: BuildRequest,
  progress: BuildProgress,
  { image, error }: BuildEnd,
): void {
  const [path = ""] = args;
  const file = flags.string("file");
  const context = path === "-" ? "" : resolvePath(process.cwd, path);
  const local = file === "" ? resolvePath(context, request.dockerfile.name) : resolvePath(process.cwd, file);
  const { target, buildArgs, labels, noCache, noCacheFilter = [], network, extraHosts = {} } = request;
  const { name, source } = request.dockerfile;
  recordBuild(engine, {
    ref: (image && engine.state.images.images[image.id]?.built?.ref) ?? engine.random.base36(25),
    context,
    dockerfile: path === "-" || file === "-" ? "" : local,
    request: { target, buildArgs, labels, noCache, noCacheFilter, network, extraHosts },
    createdAt: progress.startedAt,
    completedAt: engine.clock.now(),
    steps: structuredClone(progress.vertices),
    ...(image
      ? { image: digestsOf(image, () => JSON.stringify(buildMetadata(engine, request, progress.vertices, image))) }
      : {}),
    ...(error
      ? {
          failure: {
            message: error.message,
            excerpt: error.range && source !== undefined ? excerpt(name, source, error.range) : "",
            canceled: request.signal?.aborted ?? false,
          },
        }
      : {}),
  });
}

function digestsOf({ id, manifestDigest, attestation }: Image, provenance: () => string) {
  const digests = { index: id, manifest: manifestDigest };
  return attestation ? { ...digests, provenance: digestOf(provenance()) } : digests;
}
