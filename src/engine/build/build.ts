import type { FileSystem } from "../../kernel/filesystem.ts";
import type { Engine } from "../engine.ts";
import type { Image } from "../image/image.ts";
import { type BaseImage, baseStepName, ImageLookup, loadMetadata } from "./base-image.ts";
import { checkDockerfile, refuseWarnings } from "./build-check.ts";
import { BuildError } from "./build-error.ts";
import { copiedImages, nameSharedBases, planStage, type StagePlan, triggersOf, withTriggers } from "./build-plan.ts";
import type { BuildProgress, Vertex } from "./build-progress.ts";
import type { BuildRequest } from "./build-request.ts";
import { treeOver } from "./copy-files.ts";
import { dispatchStages } from "./dispatch.ts";
import type { Dockerfile, Instruction } from "./dockerfile.ts";
import { exportImage } from "./export-image.ts";
import { IgnorePatterns } from "./ignore-patterns.ts";
import type { LintWarning } from "./lint.ts";
import { contextOf, loadContextIgnore, withContexts } from "./named-contexts.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { StageBuilder } from "./stage-builder.ts";
import { StageState } from "./stage-state.ts";
import { findStage, mountsNothing, namedSources, neededStages, type Stage, stagesOf } from "./stages.ts";
import { loadDefinition, loadIgnore } from "./transfers.ts";
import type { Variables } from "./words.ts";

/**
 * Builds an image as BuildKit does, telling every step to `progress`.
 * @throws BuildError with the message after "failed to solve: "
 */
export function build(engine: Engine, request: BuildRequest, progress: BuildProgress): Promise<Image> {
  return buildFor(engine, request, progress, (state) => exportImage(engine, progress, state, request));
}

/**
 * Builds, and hands over what the wanted stage has become. What a build that fails leaves unfinished is canceled.
 * @throws BuildError
 */
export async function buildFor<Result>(
  engine: Engine,
  request: BuildRequest,
  progress: BuildProgress,
  use: (state: StageState) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(await new Build(engine, request, progress).run());
  } catch (error) {
    progress.cancel();
    throw error;
  }
}

/** The files of what was built: what `--output type=local` writes. */
export const builtFiles = (engine: Engine, state: StageState): FileSystem => treeOver(engine, state.files).files;

/** What a look at a Dockerfile found. */
export interface CheckResult {
  readonly warnings: readonly LintWarning[];
  /** Why it cannot be built at all. */
  readonly error: BuildError | undefined;
}

/** Only looks at the Dockerfile: `--check`. */
export function check(engine: Engine, request: BuildRequest, progress: BuildProgress): Promise<CheckResult> {
  return new Build(engine, request, progress).check();
}

/** What a target can be told: `--call=outline`. @throws BuildError */
export function outline(engine: Engine, request: BuildRequest, progress: BuildProgress): Promise<Outline> {
  return new Build(engine, request, progress).outline();
}

class Build {
  readonly #engine: Engine;
  readonly #request: BuildRequest;
  readonly #progress: BuildProgress;
  readonly #images: ImageLookup;
  /** By the name the Dockerfile has. */
  readonly #bases = new Map<string, BaseImage>();
  #stages: readonly Stage[] = [];

  constructor(engine: Engine, request: BuildRequest, progress: BuildProgress) {
    this.#engine = engine;
    this.#request = request;
    this.#progress = progress;
    this.#images = new ImageLookup(engine, request);
  }

  async check(): Promise<CheckResult> {
    let warnings: LintWarning[] = [];
    try {
      const dockerfile = await loadDefinition(
        this.#engine,
        this.#progress,
        this.#request,
        async (parsed, _, refused) => {
          warnings = await checkDockerfile(this.#images, parsed, this.#request, refused);
        },
      );
      const { needed, globals } = await this.#lookUp(dockerfile);
      this.#dispatch(needed, globals);
      refuseWarnings(dockerfile, this.#request, warnings);
      return { warnings, error: undefined };
    } catch (error) {
      if (error instanceof BuildError) return { warnings, error };
      throw error;
    }
  }

  async outline(): Promise<Outline> {
    const { dockerfile, needed, globals } = await this.#look();
    const target = needed.at(-1);
    if (!target) throw new BuildError("no stage to export");
    const { buildArgs } = this.#request;
    return outlineOf(dockerfile, { stages: this.#stages, target, globals, buildArgs });
  }

  async run(): Promise<StageState> {
    const { needed, globals, images } = await this.#look();
    const shared = new Map<string, Vertex>();
    const plans = needed.map((stage) => this.#plan(stage, this.#stages.length + images, shared));
    nameSharedBases(this.#stages, plans);
    const planned = { stages: this.#stages, plans, bases: this.#bases, globals };
    return new StageBuilder(this.#engine, this.#request, this.#progress, planned).run();
  }

  /** Reads the Dockerfile, finds what its images are, and whether anything is wrong with it. */
  async #look() {
    const dockerfile = await loadDefinition(
      this.#engine,
      this.#progress,
      this.#request,
      async (parsed, vertex, refused) => {
        const warnings = await checkDockerfile(this.#images, parsed, this.#request, refused);
        for (const warning of warnings) this.#progress.warn(vertex, warning);
      },
    );
    const found = await this.#lookUp(dockerfile);
    this.#dispatch(found.needed, found.globals);
    refuseWarnings(dockerfile, this.#request, this.#progress.warnings);
    return { dockerfile, ...found };
  }

  /** Reads the stages, and finds what their images are. */
  async #lookUp(dockerfile: Dockerfile): Promise<{ needed: Stage[]; globals: Variables; images: number }> {
    const { buildArgs, target, signal, contexts } = this.#request;
    const { stages: written, globals } = stagesOf(dockerfile, buildArgs);
    const stages = withContexts(written, contexts);
    this.#stages = stages;
    const needed = neededStages(stages, target);
    const images = copiedImages(stages, needed);
    const wanted = new Map<string, Instruction>();
    for (const stage of needed) {
      if (stage.base === "scratch" || findStage(stages, stage.base, stage.index)) continue;
      if (!wanted.has(stage.base)) wanted.set(stage.base, stage.from);
    }
    for (const [name, from] of images) if (!wanted.has(name)) wanted.set(name, from);
    const others = stages.map(({ name, index }) => name ?? `stage-${index}`);
    const copied = [...wanted.keys(), ...written.flatMap(({ instructions }) => instructions.flatMap(namedSources))];
    const local = new Set(
      copied.map((name) => name.toLowerCase()).filter((name) => contextOf(contexts, name)?.type === "local"),
    );
    const ignored = Promise.all(
      [...local].map((name) => loadContextIgnore(this.#engine, this.#progress, name, signal)),
    );
    // What fails first is told; these end with it.
    ignored.catch(() => {});
    for (const [name, from] of wanted) {
      const context = contextOf(contexts, name);
      if (context?.type === "local") continue;
      const image = { name, from, others, instead: context?.image };
      this.#bases.set(name, await loadMetadata(this.#engine, this.#progress, this.#images, image, signal));
    }
    await ignored;
    await loadIgnore(this.#engine, this.#progress, this.#request);
    // A mount that names nothing to come from counts as coming from nothing, which is one more.
    return { needed, globals, images: images.size + (stages.some(mountsNothing) ? 1 : 0) };
  }

  /** What is wrong with an instruction is told before the first step. */
  #dispatch(needed: readonly Stage[], globals: Variables): void {
    const stages = needed.map((stage) => {
      const image = this.#baseOf(stage)?.image;
      const instructions = withTriggers(stage, this.#onBuild(stage));
      return { stage, instructions, beginning: image && StageState.fromImage(image, []) };
    });
    const { buildArgs, network, hostNetwork = false, ignore } = this.#request;
    if (ignore !== undefined) new IgnorePatterns(ignore);
    dispatchStages(this.#stages, stages, { buildArgs, globals, network, hostNetwork });
  }

  /** The image that a stage begins with; undefined for one on another stage, or on nothing. */
  #baseOf(stage: Stage): BaseImage | undefined {
    const isStage = findStage(this.#stages, stage.base, stage.index) !== undefined;
    return isStage ? undefined : this.#bases.get(stage.base);
  }

  #onBuild(stage: Stage): readonly string[] {
    const below = findStage(this.#stages, stage.base, stage.index);
    return below ? triggersOf(below) : (this.#bases.get(stage.base)?.image.config.OnBuild ?? []);
  }

  #plan(stage: Stage, count: number, shared: Map<string, Vertex>): StagePlan {
    const base = this.#baseOf(stage);
    const onBuild = this.#onBuild(stage);
    const instructions = withTriggers(stage, onBuild);
    const baseStep = base && { name: baseStepName(base), isNumbered: !base.context };
    return planStage(this.#progress, { stage, instructions, triggers: onBuild.length }, { count, baseStep, shared });
  }
}
