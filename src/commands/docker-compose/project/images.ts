import { storedCredentials } from "../../../cli/registry/stored-credentials.ts";
import { EngineError } from "../../../engine/errors.ts";
import type { ProgressEvent } from "../../../engine/image/progress.ts";
import { pullImage } from "../../../engine/image/pull.ts";
import { pushImage } from "../../../engine/image/push.ts";
import { requireTagged } from "../../../engine/image/resolve.ts";
import { ProgressStream } from "../display/progress-stream.ts";
import { NeedsBuild, NoSuchImage, StreamFailure } from "../failures.ts";
import { textAt } from "../python/py-value.ts";
import { buildImage } from "./build-image.ts";
import type { Service } from "./service.ts";

/** What `up` does about images that are to be built. */
export type BuildAction = "missing" | "force" | "skip";

export interface EnsureImageOptions {
  readonly build?: BuildAction;
  readonly quietPull?: boolean;
  /** Leave the build to the docker command. */
  readonly cli?: boolean;
}

/**
 * Pulls or builds a service's image when it is not there (compose/service.py, `ensure_image_exists`).
 * @throws Failure, NoSuchImage
 */
export async function ensureImage(service: Service, options: EnsureImageOptions = {}): Promise<void> {
  const { build = "missing", quietPull = false, cli = false } = options;
  if (service.canBeBuilt && build === "force") {
    await buildImage(service, { cli });
    return;
  }
  if (service.image()) return;
  if (!service.canBeBuilt) {
    await pullServiceImage(service, { quiet: quietPull });
    return;
  }
  if (build === "skip") throw new NeedsBuild(service.name);
  await buildImage(service, { cli });
  await service.parts.session.logger.warning(
    `Image for service ${service.name} was built because it did not already exist. To rebuild this image you must use \`docker-compose build\` or \`docker-compose up --build\`.`,
  );
}

export interface PullOptions {
  readonly quiet?: boolean;
  readonly ignoreFailures?: boolean;
  /** Told of the progress, when it is not shown on its own. */
  readonly onProgress?: (event: ProgressEvent) => void;
}

/** Pulls what `image` says; a service without one is passed over. @throws NoSuchImage, EngineError */
export async function pullServiceImage(service: Service, options: PullOptions = {}): Promise<void> {
  const image = textAt(service.options, "image");
  if (image === undefined) return;
  const { engine, logger, process } = service.parts.session;
  const { repository, separator, tag } = splitReference(image);
  if (!options.quiet && !options.onProgress)
    await logger.info(`Pulling ${service.name} (${repository}${separator}${tag})...`);
  const stream = new ProgressStream(process.stdout);
  const show = options.onProgress ?? ((event: ProgressEvent) => (options.quiet ? undefined : stream.progress(event)));
  const reference = `${repository}${separator}${tag || "latest"}`;
  try {
    const credentials = storedCredentials(process, reference);
    await pullImage(engine, reference, show, { signal: process.signal, credentials });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (!options.ignoreFailures) throw pullFailure(error);
    await logger.error(error.message);
  }
}

/** docker-py tells a missing image from everything else that is missing by the daemon's words. */
function pullFailure(error: EngineError): Error {
  const missing = /No such image|not found: does not exist or no pull access|repository does not exist/;
  return error.status === 404 && missing.test(error.message) ? new NoSuchImage(error.message) : error;
}

/** Pushes the image of a service that is built and has a name of its own. @throws StreamFailure */
export async function pushServiceImage(service: Service, ignoreFailures: boolean): Promise<void> {
  const image = textAt(service.options, "image");
  if (image === undefined || !service.canBeBuilt) return;
  const { engine, logger, process } = service.parts.session;
  const { repository, separator, tag } = splitReference(image);
  await logger.info(`Pushing ${service.name} (${repository}${separator}${tag || "latest"})...`);
  const stream = new ProgressStream(process.stdout);
  const reference = `${repository}${separator}${tag || "latest"}`;
  try {
    const credentials = storedCredentials(process, reference);
    await pushImage(engine, requireTagged(reference), {
      signal: process.signal,
      onProgress: (event) => stream.progress(event),
      credentials,
    });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (!ignoreFailures) throw new StreamFailure(error.message);
    await logger.error(error.message);
  }
}

/** "repo:tag" or "repo@digest" taken apart (compose/service.py, `parse_repository_tag`). */
export function splitReference(image: string): { repository: string; separator: string; tag: string } {
  const at = image.lastIndexOf("@");
  if (at >= 0) return { repository: image.slice(0, at), separator: "@", tag: image.slice(at + 1) };
  const colon = image.lastIndexOf(":");
  if (colon < 0 || image.slice(colon).includes("/")) return { repository: image, separator: ":", tag: "" };
  return { repository: image.slice(0, colon), separator: ":", tag: image.slice(colon + 1) };
}
