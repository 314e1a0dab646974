import type { FileSystem } from "../../kernel/filesystem.ts";
import { StartFailure } from "../container/oci-error.ts";
import type { Engine } from "../engine.ts";
import type { Image } from "../image/image.ts";
import { packLayer } from "../image/layer-archive.ts";
import { type BaseImage, baseStepName, bringBase, ImageLookup, loadMetadata } from "./base-image.ts";
import { checkDockerfile, refuseWarnings } from "./build-check.ts";
import { BuildError } from "./build-error.ts";
import {
  copiedImages,
  firstStep,
  nameSharedBases,
  planStage,
  type StagePlan,
  triggersOf,
  wantContext,
  withTriggers,
} from "./build-plan.ts";
import type { BuildProgress, Vertex } from "./build-progress.ts";
import type { BuildRequest } from "./build-request.ts";
import { cached, isKnownBase, remember, rememberBase } from "./cache.ts";
import { applyInstruction } from "./config-step.ts";
import { treeOver } from "./copy-files.ts";
import type { CopySource } from "./copy-source.ts";
import { copyStep } from "./copy-step.ts";
import { dispatchStages } from "./dispatch.ts";
import type { Dockerfile, Instruction } from "./dockerfile.ts";
import { exportImage } from "./export-image.ts";
import { type FileStep, type StepContext, stepText, workdirStep } from "./file-step.ts";
import { IgnorePatterns } from "./ignore-patterns.ts";
import { prepareDocuments } from "./inline-documents.ts";
import type { LintWarning } from "./lint.ts";
import { proxyVariables } from "./proxy-args.ts";
import { runInstruction, startFailureText } from "./run-instruction.ts";
import { StageState } from "./stage-state.ts";
import { findSource, findStage, mountsNothing, neededStages, type Stage, stagesOf } from "./stages.ts";
import { loadContext, loadDefinition, loadIgnore, needsContext } from "./transfers.ts";
import type { Variables } from "./words.ts";

/**
 * Builds an image as BuildKit does, telling every step to `progress`.
 * @throws BuildError with the message after "failed to solve: "
 */
export async function build(engine: Engine, request: BuildRequest, progress: BuildProgress): Promise<Image> {
  const state = await new Build(engine, request, progress).run();
  return exportImage(engine, progress, state, request);
}

/** Builds, and gives the files the result would have: `--output`. @throws BuildError */
export async function buildFiles(engine: Engine, request: BuildRequest, progress: BuildProgress): Promise<FileSystem> {
  const state = await new Build(engine, request, progress).run();
  return treeOver(engine, state.files).files;
}

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

class Build {
  readonly #engine: Engine;
  readonly #request: BuildRequest;
  readonly #progress: BuildProgress;
  readonly #images: ImageLookup;
  /** By the name the Dockerfile has. */
  readonly #bases = new Map<string, BaseImage>();
  readonly #states = new Map<Stage, StageState>();
  /** Files of images that are only copied from. */
  readonly #sources = new Map<string, CopySource>();
  #stages: readonly Stage[] = [];
  #context: CopySource | undefined;

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

  async run(): Promise<StageState> {
    const dockerfile = await loadDefinition(
      this.#engine,
      this.#progress,
      this.#request,
      async (parsed, vertex, refused) => {
        const warnings = await checkDockerfile(this.#images, parsed, this.#request, refused);
        for (const warning of warnings) this.#progress.warn(vertex, warning);
      },
    );
    const { needed, globals, images } = await this.#lookUp(dockerfile);
    this.#dispatch(needed, globals);
    refuseWarnings(dockerfile, this.#request, this.#progress.warnings);
    const shared = new Map<string, Vertex>();
    const plans = needed.map((stage) => this.#plan(stage, this.#stages.length + images, shared));
    nameSharedBases(this.#stages, plans);
    for (const plan of plans) await this.#buildStage(plan, globals, plans);
    const last = needed.at(-1);
    const state = last && this.#states.get(last);
    if (!state) throw new BuildError("no stage to export");
    return state;
  }

  /** Reads the stages, and finds what their images are. */
  async #lookUp(dockerfile: Dockerfile): Promise<{ needed: Stage[]; globals: Variables; images: number }> {
    const { buildArgs, target, signal } = this.#request;
    const { stages, globals } = stagesOf(dockerfile, buildArgs);
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
    for (const [name, from] of wanted) {
      const image = { name, from, others };
      this.#bases.set(name, await loadMetadata(this.#engine, this.#progress, this.#images, image, signal));
    }
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
    const { buildArgs, network, ignore } = this.#request;
    if (ignore !== undefined) new IgnorePatterns(ignore);
    dispatchStages(this.#stages, stages, { buildArgs, globals, network });
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
    const baseStep = base && baseStepName(base);
    return planStage(this.#progress, { stage, instructions, triggers: onBuild.length }, { count, baseStep, shared });
  }

  async #buildStage(plan: StagePlan, globals: Variables, plans: readonly StagePlan[]): Promise<void> {
    const { stage, instructions, steps } = plan;
    const bringContext = async () => {
      if (this.#context || !wantContext(plans)) return;
      const all = plans.flatMap((one) => one.instructions);
      this.#context = await loadContext(this.#engine, this.#progress, this.#request, all);
    };
    await prepareDocuments(this.#engine, this.#progress, instructions);
    const first = firstStep(plan);
    const copiesFirst = first !== undefined && needsContext(first);
    const state = await this.#beginning(plan, copiesFirst ? bringContext : async () => {});
    if (first && !copiesFirst) this.#finishBase(plan, await this.#isCached(first, plan, state, globals));
    if (!this.#request.noCache) await bringContext();
    for (const instruction of instructions) {
      // With --no-cache what comes from the cache is fetched before the context is.
      if (needsContext(instruction)) await bringContext();
      const vertex = steps.get(instruction);
      if (vertex) await this.#fileStep(plan, instruction, vertex, state);
      else applyInstruction(instruction, state, { buildArgs: this.#request.buildArgs, globals });
    }
    this.#finishBase(plan, false);
    this.#states.set(stage, state);
  }

  /** Whether a stage's first step is in the cache, before it is taken: then its base need not be there. */
  async #isCached(first: Instruction, { stage, instructions }: StagePlan, state: StageState, globals: Variables) {
    if (first.keyword !== "WORKDIR" && (first.keyword !== "RUN" || first.flags.length > 0)) return false;
    const probe = StageState.fromStage(state);
    for (const instruction of instructions.slice(0, instructions.indexOf(first)))
      applyInstruction(instruction, probe, { buildArgs: this.#request.buildArgs, globals });
    const step = await this.#prepare(first, probe);
    return !(step.mayRepeat && this.#mustRepeat(stage)) && cached(this.#engine, step.key) !== undefined;
  }

  #mustRepeat({ name, index }: Stage): boolean {
    const { noCache, noCacheFilter = [] } = this.#request;
    // The only stage has no name but its own.
    const shown = name ?? (this.#stages.length > 1 ? `stage-${index}` : undefined);
    const filter = noCacheFilter.flatMap((one) => one.toLowerCase().split(","));
    return noCache || (shown !== undefined && filter.includes(shown));
  }

  async #beginning({ stage, base: vertex }: StagePlan, meanwhile: () => Promise<void>): Promise<StageState> {
    const below = findStage(this.#stages, stage.base, stage.index);
    const other = below && this.#states.get(below);
    if (other) return StageState.fromStage(other);
    const base = this.#bases.get(stage.base);
    if (!base || !vertex) return StageState.fromScratch();
    const { signal } = this.#request;
    const files = await bringBase(this.#engine, this.#progress, vertex, base, meanwhile, signal);
    return StageState.fromImage(base.image, files);
  }

  /** A base that is only looked up, because what stands on it is in the cache, counts as done; one used again as cached. */
  #finishBase({ stage, base: vertex }: StagePlan, onlyLookedUp: boolean): void {
    const base = this.#bases.get(stage.base);
    if (!vertex || !base || vertex.completed !== undefined) return;
    const { manifestDigest } = base.image;
    this.#progress.finish(vertex, { cached: !onlyLookedUp && isKnownBase(this.#engine, manifestDigest) });
    rememberBase(this.#engine, base.image, base.reference);
  }

  async #fileStep(plan: StagePlan, instruction: Instruction, vertex: Vertex, state: StageState): Promise<void> {
    vertex.name += stepText(instruction, state);
    let step: FileStep;
    try {
      step = await this.#prepare(instruction, state);
    } catch (error) {
      this.#finishBase(plan, false);
      if (error instanceof BuildError) this.#progress.finish(vertex, { canceled: true });
      throw error;
    }
    const hit = step.mayRepeat && this.#mustRepeat(plan.stage) ? undefined : cached(this.#engine, step.key);
    this.#finishBase(plan, hit !== undefined);
    state.key = step.key;
    if (hit) {
      this.#progress.finish(vertex, { cached: true });
      state.addLayer(hit, step.createdBy, hit.createdAt);
      return;
    }
    this.#progress.start(vertex);
    try {
      const files = await step.execute(vertex);
      const layer = await this.#engine.clock.hold(packLayer(files));
      const created = remember(this.#engine, step.key, step.description ?? vertex.name, { layer, state: files });
      state.addLayer({ layer, state: files }, step.createdBy, created);
      this.#progress.finish(vertex);
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      if (error.cause instanceof StartFailure)
        this.#progress.log(vertex, `runc run failed: ${startFailureText(error.cause)}`);
      this.#progress.finish(vertex, { error: error.message });
      throw error;
    }
  }

  async #prepare(instruction: Instruction, state: StageState): Promise<FileStep> {
    const { network, signal, secrets, extraHosts } = this.#request;
    const context: StepContext = {
      ...{ engine: this.#engine, progress: this.#progress, network, signal, secrets, extraHosts },
      proxies: proxyVariables(this.#request.buildArgs),
      source: (from) => this.#source(from),
    };
    if (instruction.keyword === "RUN") return runInstruction(context, instruction, state);
    if (instruction.keyword === "WORKDIR") return workdirStep(context, instruction, state);
    return copyStep(context, instruction, state);
  }

  async #source(from: string | undefined): Promise<CopySource> {
    const nothing = (): CopySource => ({ files: treeOver(this.#engine, []).files, root: "/" });
    if (from === undefined || from === "context") return this.#context ?? nothing();
    const stage = findSource(this.#stages, from);
    const state = stage && this.#states.get(stage);
    if (state) return { files: treeOver(this.#engine, state.files).files, root: "/" };
    const known = this.#sources.get(from);
    if (known) return known;
    const base = this.#bases.get(from);
    if (!base) return nothing();
    const vertex = this.#progress.add(baseStepName(base));
    const files = await bringBase(this.#engine, this.#progress, vertex, base, async () => {}, this.#request.signal);
    this.#progress.finish(vertex, { cached: isKnownBase(this.#engine, base.image.manifestDigest) });
    rememberBase(this.#engine, base.image, base.reference);
    const source: CopySource = { files: treeOver(this.#engine, files).files, root: "/" };
    this.#sources.set(from, source);
    return source;
  }
}
