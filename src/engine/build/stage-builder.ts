import { StartFailure } from "../container/oci-error.ts";
import type { Engine } from "../engine.ts";
import type { imageFiles } from "../image/files.ts";
import { packLayer } from "../image/layer-archive.ts";
import { type BaseImage, baseStepName, bringBase } from "./base-image.ts";
import { BuildError } from "./build-error.ts";
import { firstStep, type StagePlan, wantContext } from "./build-plan.ts";
import type { BuildProgress, Vertex } from "./build-progress.ts";
import type { BuildRequest } from "./build-request.ts";
import { cached, isKnownBase, remember, rememberBase } from "./cache.ts";
import { applyInstruction } from "./config-step.ts";
import { treeOver } from "./copy-files.ts";
import type { CopySource } from "./copy-source.ts";
import { copyStep } from "./copy-step.ts";
import type { Instruction } from "./dockerfile.ts";
import { type FileStep, type StepContext, stepText, workdirStep } from "./file-step.ts";
import { prepareDocuments } from "./inline-documents.ts";
import { contextOf, loadNamedContext } from "./named-contexts.ts";
import { proxyVariables } from "./proxy-args.ts";
import { runInstruction, startFailureText } from "./run-instruction.ts";
import { StageState } from "./stage-state.ts";
import { findSource, findStage, type Stage } from "./stages.ts";
import { loadContext, needsContext } from "./transfers.ts";
import type { Variables } from "./words.ts";

/** What is to be built, once it has been looked up and found right. */
export interface PlannedBuild {
  /** All the stages there are. */
  readonly stages: readonly Stage[];
  /** Those that are built, the one that is wanted the last. */
  readonly plans: readonly StagePlan[];
  /** By the name the Dockerfile has. */
  readonly bases: ReadonlyMap<string, BaseImage>;
  /** ARGs before the first FROM. */
  readonly globals: Variables;
}

/** Whether what a step needs is known without asking for files. */
const isPlain = ({ keyword, flags }: Instruction): boolean =>
  keyword === "WORKDIR" || (keyword === "RUN" && flags.length === 0);

/** Builds stages as BuildKit's solver does: at the same time, each as far as it needs no other. */
export class StageBuilder {
  readonly #engine: Engine;
  readonly #request: BuildRequest;
  readonly #progress: BuildProgress;
  readonly #planned: PlannedBuild;
  /** Stops the other stages when one fails. */
  readonly #cancel = new AbortController();
  readonly #signal: AbortSignal;
  readonly #running = new Map<Stage, Promise<StageState>>();
  /** Base images that are being fetched: stages share them. */
  readonly #bases = new Map<Vertex, Promise<ReturnType<typeof imageFiles>>>();
  /** Files of images that are only copied from. */
  readonly #sources = new Map<string, Promise<CopySource>>();
  #context: Promise<CopySource> | undefined;
  /** The directories of `--build-context`. */
  #named: Promise<void> | undefined;

  constructor(engine: Engine, request: BuildRequest, progress: BuildProgress, planned: PlannedBuild) {
    this.#engine = engine;
    this.#request = request;
    this.#progress = progress;
    this.#planned = planned;
    const { signal } = this.#cancel;
    this.#signal = request.signal ? AbortSignal.any([request.signal, signal]) : signal;
  }

  /** @returns what the last stage has become @throws BuildError the first failure, once all the others have stopped */
  async run(): Promise<StageState> {
    const all = this.#planned.plans.map((plan) => this.#stage(plan));
    try {
      const last = (await Promise.all(all)).at(-1);
      if (!last) throw new BuildError("no stage to export");
      return last;
    } catch (error) {
      this.#cancel.abort(error);
      await Promise.allSettled(all);
      throw error;
    }
  }

  #stage(plan: StagePlan): Promise<StageState> {
    const known = this.#running.get(plan.stage);
    if (known) return known;
    const running = this.#buildStage(plan);
    this.#running.set(plan.stage, running);
    return running;
  }

  /** What a stage becomes, when it is there; undefined for one that is not built. */
  #stateOf(stage: Stage | undefined): Promise<StageState> | undefined {
    const plan = stage && this.#planned.plans.find((one) => one.stage === stage);
    return plan && this.#stage(plan);
  }

  async #buildStage(plan: StagePlan): Promise<StageState> {
    const { instructions, steps } = plan;
    await prepareDocuments(this.#engine, this.#progress, instructions);
    const first = firstStep(plan);
    const copiesFirst = first !== undefined && needsContext(first);
    const state = await this.#beginning(plan, copiesFirst ? () => this.#bringContext() : async () => {});
    if (first && isPlain(first)) this.#finishBase(plan, await this.#isCached(first, plan, state));
    else if (first && !copiesFirst && !this.#isShared(plan)) this.#finishBase(plan, false);
    if (!this.#request.noCache) await this.#bringContext();
    for (const instruction of instructions) {
      // With --no-cache what comes from the cache is fetched before the context is.
      if (needsContext(instruction)) await this.#bringContext();
      const vertex = steps.get(instruction);
      if (vertex) await this.#fileStep(plan, instruction, vertex, state);
      else this.#apply(instruction, state);
    }
    this.#finishBase(plan, false);
    return state;
  }

  #apply(instruction: Instruction, state: StageState): void {
    applyInstruction(instruction, state, { buildArgs: this.#request.buildArgs, globals: this.#planned.globals });
  }

  async #bringContext(): Promise<void> {
    this.#named ??= this.#bringNamed();
    await this.#named;
    const { plans } = this.#planned;
    if (!wantContext(plans)) return;
    const all = plans.flatMap((one) => one.instructions);
    this.#context ??= loadContext(this.#engine, this.#progress, { ...this.#request, signal: this.#signal }, all);
    await this.#context;
  }

  async #bringNamed(): Promise<void> {
    const instructions = this.#planned.plans.flatMap((one) => one.instructions);
    for (const [name, context] of Object.entries(this.#request.contexts ?? {})) {
      if (context.type !== "local") continue;
      const { source } = context;
      await loadNamedContext(this.#engine, this.#progress, { name, source }, instructions, this.#signal);
    }
  }

  /** Whether a stage's first step is in the cache, before it is taken: then its base need not be there. */
  async #isCached(first: Instruction, { stage, instructions }: StagePlan, state: StageState) {
    const probe = StageState.fromStage(state);
    for (const instruction of instructions.slice(0, instructions.indexOf(first))) this.#apply(instruction, probe);
    const step = await this.#prepare(first, probe);
    return !(step.mayRepeat && this.#mustRepeat(stage)) && cached(this.#engine, step.key) !== undefined;
  }

  /** Whether other stages begin with the same image: then it is not this one alone that says whether it is needed. */
  #isShared({ stage, base }: StagePlan): boolean {
    return this.#planned.plans.some((other) => other.stage !== stage && other.base === base);
  }

  #mustRepeat({ name, index }: Stage): boolean {
    const { noCache, noCacheFilter = [] } = this.#request;
    // The only stage has no name but its own.
    const shown = name ?? (this.#planned.stages.length > 1 ? `stage-${index}` : undefined);
    const filter = noCacheFilter.flatMap((one) => one.toLowerCase().split(","));
    return noCache || (shown !== undefined && filter.includes(shown));
  }

  async #beginning({ stage, base: vertex }: StagePlan, meanwhile: () => Promise<void>): Promise<StageState> {
    const { stages, bases } = this.#planned;
    const below = await this.#stateOf(findStage(stages, stage.base, stage.index));
    if (below) return StageState.fromStage(below);
    const base = bases.get(stage.base);
    if (!base || !vertex) return StageState.fromScratch();
    const known = this.#bases.get(vertex);
    const files = known ?? bringBase(this.#engine, this.#progress, vertex, base, meanwhile, this.#signal);
    this.#bases.set(vertex, files);
    return StageState.fromImage(base.image, await files);
  }

  /** A base that is only looked up, because what stands on it is in the cache, counts as done; one used again as cached. */
  #finishBase({ stage, base: vertex }: StagePlan, onlyLookedUp: boolean): void {
    const base = this.#planned.bases.get(stage.base);
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
      if (error instanceof BuildError && !this.#signal.aborted) this.#progress.finish(vertex, { canceled: true });
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
      if (!(error instanceof BuildError) || this.#signal.aborted) throw error;
      if (error.cause instanceof StartFailure)
        this.#progress.log(vertex, `runc run failed: ${startFailureText(error.cause)}`);
      this.#progress.finish(vertex, { error: error.message });
      throw error;
    }
  }

  async #prepare(instruction: Instruction, state: StageState): Promise<FileStep> {
    const { network, secrets, extraHosts, buildArgs } = this.#request;
    const context: StepContext = {
      ...{ engine: this.#engine, progress: this.#progress, network, signal: this.#signal, secrets, extraHosts },
      proxies: proxyVariables(buildArgs),
      source: (from) => this.#source(from),
    };
    if (instruction.keyword === "RUN") return runInstruction(context, instruction, state);
    if (instruction.keyword === "WORKDIR") return workdirStep(context, instruction, state);
    return copyStep(context, instruction, state);
  }

  async #source(from: string | undefined): Promise<CopySource> {
    const over = (layers: StageState["files"]): CopySource => ({
      files: treeOver(this.#engine, layers).files,
      root: "/",
    });
    if (from === undefined || from === "context") return (await this.#context) ?? over([]);
    const context = contextOf(this.#request.contexts, from);
    if (context?.type === "local") return context.source;
    const state = await this.#stateOf(findSource(this.#planned.stages, from));
    if (state) return over(state.files);
    const known = this.#sources.get(from);
    if (known) return known;
    const base = this.#planned.bases.get(from);
    if (!base) return over([]);
    const source = this.#imageFiles(base).then(over);
    this.#sources.set(from, source);
    return source;
  }

  async #imageFiles(base: BaseImage): Promise<ReturnType<typeof imageFiles>> {
    const vertex = this.#progress.add(baseStepName(base));
    const files = await bringBase(this.#engine, this.#progress, vertex, base, async () => {}, this.#signal);
    this.#progress.finish(vertex, { cached: isKnownBase(this.#engine, base.image.manifestDigest) });
    rememberBase(this.#engine, base.image, base.reference);
    return files;
  }
}
