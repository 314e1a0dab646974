import { StartFailure } from "../container/oci-error.ts";
import type { Engine } from "../engine.ts";
import { packLayer } from "../image/layer-archive.ts";
import { BuildError } from "./build-error.ts";
import { firstStep, type StagePlan } from "./build-plan.ts";
import type { BuildProgress, Vertex } from "./build-progress.ts";
import type { BuildRequest } from "./build-request.ts";
import { cached, isKnownBase, remember, rememberBase } from "./cache.ts";
import { applyInstruction } from "./config-step.ts";
import { copyStep } from "./copy-step.ts";
import type { Instruction } from "./dockerfile.ts";
import { type FileStep, type StepContext, stepText, workdirStep } from "./file-step.ts";
import { prepareDocuments } from "./inline-documents.ts";
import { proxyVariables } from "./proxy-args.ts";
import { runInstruction, startFailureText } from "./run-instruction.ts";
import { type PlannedBuild, StageSources } from "./stage-sources.ts";
import { StageState } from "./stage-state.ts";
import { findStage, type Stage } from "./stages.ts";
import { needsContext } from "./transfers.ts";

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
  readonly #sources: StageSources;
  readonly #running = new Map<Stage, Promise<StageState>>();

  constructor(engine: Engine, request: BuildRequest, progress: BuildProgress, planned: PlannedBuild) {
    this.#engine = engine;
    this.#request = request;
    this.#progress = progress;
    this.#planned = planned;
    const { signal } = this.#cancel;
    this.#signal = request.signal ? AbortSignal.any([request.signal, signal]) : signal;
    const stopped = { ...request, signal: this.#signal };
    this.#sources = new StageSources(engine, stopped, progress, planned, (stage) => this.#stateOf(stage));
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
    const state = await this.#beginning(plan, copiesFirst ? () => this.#sources.bringContext() : async () => {});
    if (first && isPlain(first)) this.#finishBase(plan, await this.#isCached(first, plan, state));
    else if (first && !copiesFirst && !this.#isShared(plan)) this.#finishBase(plan, false);
    if (!this.#request.noCache) await this.#sources.bringContext();
    for (const instruction of instructions) {
      // With --no-cache what comes from the cache is fetched before the context is.
      if (needsContext(instruction)) await this.#sources.bringContext();
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
    return StageState.fromImage(base.image, await this.#sources.baseFiles(vertex, base, meanwhile));
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
      source: (from) => this.#sources.find(from),
    };
    if (instruction.keyword === "RUN") return runInstruction(context, instruction, state);
    if (instruction.keyword === "WORKDIR") return workdirStep(context, instruction, state);
    return copyStep(context, instruction, state);
  }
}
