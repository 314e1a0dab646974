import { EngineError } from "../errors.ts";
import type { ImageConfig } from "../image/image.ts";
import { fullReference, parseReference, withDefaultTag } from "../image/reference.ts";
import type { ImageLookup } from "./base-image.ts";
import { BuildError } from "./build-error.ts";
import { triggersOf, withTriggers } from "./build-plan.ts";
import type { BuildRequest } from "./build-request.ts";
import type { Dockerfile } from "./dockerfile.ts";
import { IgnorePatterns } from "./ignore-patterns.ts";
import { collectWarnings, type LintWarning, lintBases, lintRead, lintText } from "./lint.ts";
import { EXPERIMENTAL, type LintOptions, type LintRule, lintOptions } from "./lint-rules.ts";
import { lintStages } from "./lint-stages.ts";
import { findStage, globalArgs, neededStages, OWN_PLATFORM, stagesOf } from "./stages.ts";

/**
 * What BuildKit's checks say of a Dockerfile, and of what it will do with its bases and arguments.
 * @throws BuildError when the `check` directive cannot be read
 */
export async function checkDockerfile(
  images: ImageLookup,
  dockerfile: Dockerfile,
  request: BuildRequest,
  refused = false,
): Promise<LintWarning[]> {
  const options = optionsOf(dockerfile, request);
  if (options.skipAll) return [];
  if (refused) return lintRead(dockerfile).filter(({ rule }) => isTold(rule, options));
  const text = lintText(dockerfile);
  const more = await checkStages(images, dockerfile, request).catch((error: unknown) => {
    // What is wrong is told by the build itself.
    if (error instanceof BuildError) return [];
    throw error;
  });
  return [...text, ...more].filter(({ rule }) => isTold(rule, options));
}

const isTold = (rule: LintRule, { skip, experimental }: LintOptions): boolean =>
  !skip.has(rule) && (!EXPERIMENTAL.has(rule) || experimental.has(rule) || experimental.has("all"));

async function checkStages(images: ImageLookup, dockerfile: Dockerfile, request: BuildRequest): Promise<LintWarning[]> {
  const { buildArgs, target, ignore } = request;
  const bases = lintBases(dockerfile, globalArgs(dockerfile, buildArgs));
  let read: ReturnType<typeof stagesOf>;
  try {
    read = stagesOf(dockerfile, buildArgs);
  } catch (error) {
    // What is wrong with the stages is told when they are built; one of another platform is read before its checks.
    if (error instanceof BuildError) return error.shown > 1 ? [] : bases;
    throw error;
  }
  const { stages, globals } = read;
  const platforms = collectWarnings((say) => {
    for (const { platform = OWN_PLATFORM, base, from } of stages) {
      if (platform === OWN_PLATFORM || findStage(stages, base)) continue;
      const detail = `Base image ${base} was pulled with platform "${OWN_PLATFORM}", expected "${platform}" for current build`;
      say("InvalidBaseImagePlatform", detail, from.range);
    }
  });
  const linted = [];
  for (const stage of neededStages(stages, target)) {
    const below = findStage(stages, stage.base, stage.index);
    const base = below || stage.base === "scratch" ? undefined : await configOf(images, stage.base);
    if (!below && stage.base !== "scratch" && !base) return bases;
    linted.push({
      stage,
      instructions: withTriggers(stage, below ? triggersOf(below) : (base?.OnBuild ?? [])),
      below,
      base,
    });
  }
  const patterns = ignore === undefined ? undefined : new IgnorePatterns(ignore);
  return [...bases, ...platforms, ...lintStages(linted, { buildArgs, globals, ignore: patterns })];
}

async function configOf(images: ImageLookup, name: string): Promise<ImageConfig | undefined> {
  try {
    return (await images.find(fullReference(withDefaultTag(parseReference(name))))).config;
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

/** A build argument goes before the directive. */
function optionsOf({ directives }: Dockerfile, { buildArgs }: Pick<BuildRequest, "buildArgs">): LintOptions {
  const options = lintOptions(buildArgs.BUILDKIT_DOCKERFILE_CHECK ?? directives.check ?? "");
  if (typeof options === "string") throw new BuildError(`failed to parse check options: ${options}`);
  return options;
}

/** What `# check=error=true` makes of warnings. @throws BuildError */
export function refuseWarnings(
  dockerfile: Dockerfile,
  request: Pick<BuildRequest, "buildArgs">,
  warnings: readonly LintWarning[],
): void {
  if (warnings.length === 0 || !optionsOf(dockerfile, request).error) return;
  const rules = new Set(warnings.map(({ rule }) => rule));
  throw new BuildError(`lint violation found for rules: ${[...rules].join(", ")}`);
}
