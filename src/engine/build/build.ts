import type { Engine } from "../engine.ts";
import type { Image } from "../image/image.ts";
import { packLayer } from "../image/layer-archive.ts";
import { type BaseImage, baseStepName, bringBase, loadMetadata } from "./base-image.ts";
import { BuildError } from "./build-error.ts";
import type { BuildProgress, Vertex } from "./build-progress.ts";
import type { BuildRequest } from "./build-request.ts";
import { cached, isKnownBase, remember, rememberBase } from "./cache.ts";
import { changeConfig, expander } from "./config-instruction.ts";
import { treeOver } from "./copy-files.ts";
import type { CopySource } from "./copy-source.ts";
import { type Instruction, parseInstruction } from "./dockerfile.ts";
import { exportImage } from "./export-image.ts";
import { copyStep, type FileStep, runInstruction, type StepContext, stepText, workdirStep } from "./file-step.ts";
import { lint } from "./lint.ts";
import { StageState } from "./stage-state.ts";
import { argPairs, findStage, neededStages, type Stage, stagesOf, stepPrefix } from "./stages.ts";
import { loadContext, loadDefinition, loadIgnore, needsContext } from "./transfers.ts";
import type { Variables } from "./words.ts";

const FILE_STEPS = new Set(["ADD", "COPY", "RUN", "WORKDIR"]);

/**
 * Builds an image as BuildKit does, telling every step to `progress`.
 * @throws BuildError with the message after "failed to solve: "
 */
export function build(engine: Engine, request: BuildRequest, progress: BuildProgress): Promise<Image> {
  return new Build(engine, request, progress).run();
}

/** A stage and the steps it will take. */
interface StagePlan {
  readonly stage: Stage;
  /** Of the image it begins with. */
  readonly base: Vertex | undefined;
  readonly instructions: readonly Instruction[];
}

class Build {
  readonly #engine: Engine;
  readonly #request: BuildRequest;
  readonly #progress: BuildProgress;
  readonly #bases = new Map<string, BaseImage>();
  /** The step of each base image; stages with the same one share it. */
  readonly #baseSteps = new Map<string, Vertex>();
  readonly #states = new Map<Stage, StageState>();
  readonly #steps = new Map<Instruction, Vertex>();
  #stages: readonly Stage[] = [];
  #context: CopySource | undefined;

  constructor(engine: Engine, request: BuildRequest, progress: BuildProgress) {
    this.#engine = engine;
    this.#request = request;
    this.#progress = progress;
  }

  async run(): Promise<Image> {
    const { target, buildArgs, tags, labels, provenance, signal } = this.#request;
    const dockerfile = await loadDefinition(this.#engine, this.#progress, this.#request);
    const { stages, globals } = stagesOf(dockerfile, buildArgs);
    this.#stages = stages;
    const needed = neededStages(stages, target);
    for (const stage of needed) {
      if (findStage(stages, stage.base, stage.index) || stage.base === "scratch") continue;
      if (this.#bases.has(stage.base)) continue;
      this.#bases.set(stage.base, await loadMetadata(this.#engine, this.#progress, stage.base, stage.from, signal));
    }
    for (const warning of lint(dockerfile)) this.#progress.warn(warning);
    await loadIgnore(this.#engine, this.#progress, this.#request);
    const plans = needed.map((stage) => this.#plan(stage));
    for (const plan of plans) await this.#buildStage(plan, globals, plans);
    const last = needed.at(-1);
    const state = last && this.#states.get(last);
    if (!state) throw new BuildError("no stage to export");
    return exportImage(this.#engine, this.#progress, state, {
      tags,
      labels,
      provenance,
      ...(signal ? { signal } : {}),
    });
  }

  /** The steps of a stage, listed before any of them begins. */
  #plan(stage: Stage): StagePlan {
    const base = this.#bases.get(stage.base);
    const fromStage = findStage(this.#stages, stage.base, stage.index) !== undefined;
    const triggers = fromStage ? [] : (base?.image.config.OnBuild ?? []).map((line) => parseInstruction(line));
    const instructions = [...triggers, ...stage.instructions];
    const isImage = base !== undefined && !fromStage;
    const total = instructions.filter(({ keyword }) => FILE_STEPS.has(keyword)).length + (isImage ? 1 : 0);
    let vertex = isImage ? this.#baseSteps.get(stage.base) : undefined;
    if (isImage && !vertex) {
      vertex = this.#progress.add(`${stepPrefix(stage, this.#stages, 1, total)}${baseStepName(base)}`);
      this.#baseSteps.set(stage.base, vertex);
    }
    let number = isImage ? 1 : 0;
    for (const instruction of instructions) {
      if (!FILE_STEPS.has(instruction.keyword)) continue;
      number++;
      // The name is put in when the step begins: its variables are known then.
      this.#steps.set(instruction, this.#progress.add(stepPrefix(stage, this.#stages, number, total)));
    }
    return { stage, base: vertex, instructions };
  }

  async #buildStage({ stage, base, instructions }: StagePlan, globals: Variables, plans: readonly StagePlan[]) {
    const bringContext = async () => {
      if (!this.#context && plans.some((plan) => plan.instructions.some(needsContext)))
        this.#context = await loadContext(
          this.#engine,
          this.#progress,
          this.#request,
          plans.flatMap((plan) => plan.instructions),
        );
    };
    const first = instructions.find(({ keyword }) => FILE_STEPS.has(keyword));
    const copiesFirst = first !== undefined && needsContext(first);
    const state = await this.#beginning(stage, base, copiesFirst ? bringContext : async () => {});
    if (first && !copiesFirst) this.#finishBase(stage, base, await this.#isCached(first, instructions, state, globals));
    if (!this.#request.noCache) await bringContext();
    for (const instruction of instructions) {
      // With --no-cache what comes from the cache is fetched before the context is.
      if (needsContext(instruction)) await bringContext();
      if (FILE_STEPS.has(instruction.keyword)) await this.#fileStep(stage, base, instruction, state);
      else this.#configStep(instruction, state, globals);
    }
    this.#finishBase(stage, base, false);
    this.#states.set(stage, state);
  }

  /** Whether a stage's first step is in the cache, before it is taken: then its base need not be there. */
  async #isCached(first: Instruction, instructions: readonly Instruction[], state: StageState, globals: Variables) {
    if (first.keyword !== "RUN" && first.keyword !== "WORKDIR") return false;
    const probe = StageState.fromStage(state);
    for (const instruction of instructions.slice(0, instructions.indexOf(first)))
      this.#configStep(instruction, probe, globals);
    const step = await this.#prepare(first, probe);
    return !(step.mayRepeat && this.#request.noCache) && cached(this.#engine, step.key) !== undefined;
  }

  async #beginning(stage: Stage, vertex: Vertex | undefined, meanwhile: () => Promise<void>): Promise<StageState> {
    const below = findStage(this.#stages, stage.base, stage.index);
    const other = below && this.#states.get(below);
    if (other) return StageState.fromStage(other);
    const base = this.#bases.get(stage.base);
    if (!base || !vertex) return StageState.fromScratch();
    const { signal } = this.#request;
    const files = await bringBase(this.#engine, this.#progress, vertex, base, meanwhile, signal);
    // An ONBUILD instruction has done its work here.
    return StageState.fromImage(base.image, files);
  }

  /** A base that is only looked up, because what stands on it is in the cache, counts as done; one used again as cached. */
  #finishBase(stage: Stage, vertex: Vertex | undefined, onlyLookedUp: boolean): void {
    const base = this.#bases.get(stage.base);
    if (!vertex || !base || vertex.completed !== undefined) return;
    const { manifestDigest } = base.image;
    this.#progress.finish(vertex, { cached: !onlyLookedUp && isKnownBase(this.#engine, manifestDigest) });
    rememberBase(this.#engine, manifestDigest, base.reference);
  }

  async #fileStep(stage: Stage, base: Vertex | undefined, instruction: Instruction, state: StageState): Promise<void> {
    const vertex = this.#steps.get(instruction);
    if (!vertex) return;
    vertex.name += stepText(instruction, state);
    let step: FileStep;
    try {
      step = await this.#prepare(instruction, state);
    } catch (error) {
      this.#finishBase(stage, base, false);
      if (error instanceof BuildError) this.#progress.finish(vertex, { canceled: true });
      throw error;
    }
    const hit = step.mayRepeat && this.#request.noCache ? undefined : cached(this.#engine, step.key);
    this.#finishBase(stage, base, hit !== undefined);
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
      const created = remember(this.#engine, step.key, vertex.name, { layer, state: files });
      state.addLayer({ layer, state: files }, step.createdBy, created);
      this.#progress.finish(vertex);
    } catch (error) {
      if (error instanceof BuildError) this.#progress.finish(vertex, { error: error.message });
      throw error;
    }
  }

  async #prepare(instruction: Instruction, state: StageState): Promise<FileStep> {
    const context: StepContext = {
      engine: this.#engine,
      progress: this.#progress,
      network: this.#request.network,
      signal: this.#request.signal,
      source: (from, of) => this.#source(from, of),
    };
    if (instruction.keyword === "RUN") return runInstruction(context, instruction, state);
    if (instruction.keyword === "WORKDIR") return workdirStep(context, instruction, state);
    return copyStep(context, instruction, state);
  }

  async #source(from: string | undefined, instruction: Instruction): Promise<CopySource> {
    if (from === undefined) return this.#context ?? { files: treeOver(this.#engine, []).files, root: "/" };
    const stage = findStage(this.#stages, from);
    const state = stage && this.#states.get(stage);
    if (state) return { files: treeOver(this.#engine, state.files).files, root: "/" };
    const { signal } = this.#request;
    const base = await loadMetadata(this.#engine, this.#progress, from, instruction, signal);
    const vertex = this.#progress.add(baseStepName(base));
    const files = await bringBase(this.#engine, this.#progress, vertex, base, async () => {}, signal);
    this.#progress.finish(vertex);
    return { files: treeOver(this.#engine, files).files, root: "/" };
  }

  #configStep(instruction: Instruction, state: StageState, globals: Variables): void {
    const { keyword, range } = instruction;
    if (keyword === "ARG") {
      const { buildArgs } = this.#request;
      for (const [name, value] of argPairs(instruction, state.variables)) {
        const given = buildArgs[name] ?? value ?? globals[name];
        if (given !== undefined) state.args[name] = given;
        state.addStep(`ARG ${name}${given === undefined ? "" : `=${given}`}`);
      }
      return;
    }
    const onUnset = (name: string) =>
      this.#progress.warn(`UndefinedVar: Usage of undefined variable '$${name}' (line ${range.start})`);
    const change = changeConfig(instruction, state.config, expander(state.variables, { onUnset }));
    if (!change) return;
    state.config = change.config;
    if (keyword === "CMD") state.commandSet = true;
    // A base's command makes no sense with another entrypoint.
    if (keyword === "ENTRYPOINT" && !state.commandSet) {
      const { Cmd: _, ...config } = state.config;
      state.config = config;
    }
    state.addStep(change.createdBy);
  }
}
