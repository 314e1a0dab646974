import { EngineError } from "../errors.ts";
import type { ImageConfig } from "../image/image.ts";
import { fullReference, parseReference, withDefaultTag } from "../image/reference.ts";
import type { ImageLookup } from "./base-image.ts";
import { BuildError } from "./build-error.ts";
import { triggersOf, withTriggers } from "./build-plan.ts";
import type { BuildRequest } from "./build-request.ts";
import type { Dockerfile } from "./dockerfile.ts";
import { IgnorePatterns } from "./ignore-patterns.ts";
import { type LintWarning, lintBases, lintText } from "./lint.ts";
import { type LintOptions, lintOptions } from "./lint-rules.ts";
import { lintStages } from "./lint-stages.ts";
import { findStage, neededStages, stagesOf } from "./stages.ts";

/**
 * What BuildKit's checks say of a Dockerfile, and of what it will do with its bases and arguments.
 * @throws BuildError when the `check` directive cannot be read
 */
export async function checkDockerfile(
  images: ImageLookup,
  dockerfile: Dockerfile,
  request: BuildRequest,
): Promise<LintWarning[]> {
  const options = optionsOf(dockerfile);
  if (options.skipAll) return [];
  const text = lintText(dockerfile);
  const more = await checkStages(images, dockerfile, request).catch((error: unknown) => {
    // What is wrong with the stages is told when they are built.
    if (error instanceof BuildError) return [];
    throw error;
  });
  return [...text, ...more].filter(({ rule }) => !options.skip.has(rule));
}

async function checkStages(images: ImageLookup, dockerfile: Dockerfile, request: BuildRequest): Promise<LintWarning[]> {
  const { buildArgs, target, ignore } = request;
  const { stages, globals } = stagesOf(dockerfile, buildArgs);
  const bases = lintBases(dockerfile, globals);
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
  return [...bases, ...lintStages(linted, { buildArgs, globals, ignore: patterns })];
}

async function configOf(images: ImageLookup, name: string): Promise<ImageConfig | undefined> {
  try {
    return (await images.find(fullReference(withDefaultTag(parseReference(name))))).config;
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

function optionsOf({ directives }: Dockerfile): LintOptions {
  const options = lintOptions(directives.check ?? "");
  if (typeof options === "string") throw new BuildError(`failed to parse check options: ${options}`);
  return options;
}

/** What `# check=error=true` makes of warnings. @throws BuildError */
export function refuseWarnings(dockerfile: Dockerfile, warnings: readonly LintWarning[]): void {
  if (warnings.length === 0 || !optionsOf(dockerfile).error) return;
  const rules = new Set(warnings.map(({ rule }) => rule));
  throw new BuildError(`lint violation found for rules: ${[...rules].join(", ")}`);
}
