import { ComposeError } from "../../compose/compose-error.ts";
import { serviceImage } from "../../compose/names.ts";
import { done } from "../../compose/progress.ts";
import type { ComposeProject, ComposeService } from "../../compose/project.ts";
import type { ComposeSession } from "../../compose/session.ts";
import type { Engine } from "../../engine/engine.ts";
import { EngineError } from "../../engine/errors.ts";
import { findImage } from "../../engine/image/resolve.ts";
import type { ComposeInvocation } from "./invocation.ts";
import { pullServiceImage } from "./pull-images.ts";

export interface EnsureImagesOptions {
  /** "always": also those that are there; "never": `--no-build`. */
  readonly build: "always" | "missing" | "never";
  /** The text of `--pull`, when it was given. */
  readonly pull: string | undefined;
  readonly quietPull: boolean;
  readonly quietBuild: boolean;
}

/**
 * Gets every image that services need: pulls those that are missing, then builds those that can be (docker/compose,
 * build.go, ensureImagesExists).
 * @throws ComposeError, CommandError, EngineError
 */
export async function ensureImages(
  compose: ComposeInvocation,
  session: ComposeSession,
  project: ComposeProject,
  options: EnsureImagesOptions,
): Promise<void> {
  const { engine } = session;
  const all = Object.values(project.services);
  for (const { name, image, build } of all)
    if (image === undefined && !build)
      throw new ComposeError(`invalid service ${JSON.stringify(name)}. Must specify either image or build`);
  const isHere = (service: ComposeService) => imageIsHere(engine, serviceImage(project, service));
  const policy = (service: ComposeService) =>
    options.build === "always" && service.build ? "build" : (options.pull ?? service.pullPolicy ?? "");
  const missing = all.filter((service) => {
    const own = policy(service);
    if (service.image === undefined || own === "never" || own === "build") return false;
    return own === "always" || !isHere(service);
  });
  if (missing.length > 0) await pullMissing(compose, project, missing, options);
  if (options.build === "never") return;
  const toBuild = all.filter((service) => service.build && (policy(service) === "build" || !isHere(service)));
  if (toBuild.length === 0) return;
  // Most projects only pull: what builds is fetched when something is to be built.
  if (compose.dryRun) {
    const { dryRunBake } = await engine.clock.hold(import("./bake-dry-run.ts"));
    dryRunBake(session.report, project, toBuild);
    return;
  }
  const { bake } = await engine.clock.hold(import("./bake.ts"));
  await bake(compose, project, toBuild, { quiet: options.quietBuild });
  for (const service of toBuild) session.report(done(serviceImage(project, service), "Built"));
}

/** @throws ComposeError for a name that is none */
function imageIsHere(engine: Engine, image: string): boolean {
  try {
    return findImage(engine, image) !== undefined;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new ComposeError(`unable to get image '${image}': Error response from daemon: ${error.message}`);
  }
}

/** A block of its own above what follows. An image that can be built instead need not be had. */
async function pullMissing(
  compose: ComposeInvocation,
  project: ComposeProject,
  services: readonly ComposeService[],
  { quietPull }: EnsureImagesOptions,
): Promise<void> {
  const once = services.filter((service, at) => services.findIndex(({ image }) => image === service.image) === at);
  const buildable = new Set(Object.values(project.services).flatMap(({ image, build }) => (build ? [image] : [])));
  await compose.progress("Running", async (session) => {
    const { columns, process } = compose.context;
    const options = { quiet: quietPull, columns, dryRun: compose.dryRun, process };
    const results = await Promise.allSettled(once.map((service) => pullServiceImage(session, service, options)));
    results.forEach((result, at) => {
      if (result.status === "fulfilled") return;
      if (result.reason instanceof EngineError && buildable.has(once[at]?.image)) return;
      throw result.reason;
    });
  });
}
