import type { Engine } from "../engine.ts";
import type { imageFiles } from "../image/files.ts";
import { type BaseImage, baseStepName, bringBase } from "./base-image.ts";
import { type StagePlan, wantContext } from "./build-plan.ts";
import type { BuildProgress, Vertex } from "./build-progress.ts";
import type { BuildRequest } from "./build-request.ts";
import { isKnownBase, rememberBase } from "./cache.ts";
import { treeOver } from "./copy-files.ts";
import type { CopySource } from "./copy-source.ts";
import { contextOf, loadNamedContext } from "./named-contexts.ts";
import type { StageState } from "./stage-state.ts";
import { findSource, type Stage } from "./stages.ts";
import { loadContext } from "./transfers.ts";
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

type StateOf = (stage: Stage | undefined) => Promise<StageState> | undefined;

/** What stages take files from: images, the client's directories, other stages. Each is fetched once, for whoever asks first. */
export class StageSources {
  readonly #engine: Engine;
  readonly #request: BuildRequest;
  readonly #progress: BuildProgress;
  readonly #planned: PlannedBuild;
  readonly #stateOf: StateOf;
  readonly #bases = new Map<Vertex, Promise<ReturnType<typeof imageFiles>>>();
  /** Files of images that are only copied from. */
  readonly #images = new Map<string, Promise<CopySource>>();
  #context: Promise<CopySource> | undefined;
  /** The directories of `--build-context`. */
  #named: Promise<void> | undefined;

  /** @param stateOf what a stage becomes, when it is there; undefined for one that is not built */
  constructor(engine: Engine, request: BuildRequest, progress: BuildProgress, planned: PlannedBuild, stateOf: StateOf) {
    this.#engine = engine;
    this.#request = request;
    this.#progress = progress;
    this.#planned = planned;
    this.#stateOf = stateOf;
  }

  /** The layers of an image that stages begin with. @param meanwhile what goes on while it is looked up */
  baseFiles(vertex: Vertex, base: BaseImage, meanwhile: () => Promise<void>): Promise<ReturnType<typeof imageFiles>> {
    const { signal } = this.#request;
    const known = this.#bases.get(vertex);
    const files = known ?? bringBase(this.#engine, this.#progress, vertex, base, meanwhile, signal);
    this.#bases.set(vertex, files);
    return files;
  }

  /** Fetches what the client has: the context, and the directories of `--build-context`; once. */
  async bringContext(): Promise<void> {
    this.#named ??= this.#bringNamed();
    await this.#named;
    const { plans } = this.#planned;
    if (!wantContext(plans)) return;
    const all = plans.flatMap((one) => one.instructions);
    this.#context ??= loadContext(this.#engine, this.#progress, this.#request, all);
    await this.#context;
  }

  async #bringNamed(): Promise<void> {
    const instructions = this.#planned.plans.flatMap((one) => one.instructions);
    for (const [name, context] of Object.entries(this.#request.contexts ?? {})) {
      if (context.type !== "local") continue;
      const { source } = context;
      await loadNamedContext(this.#engine, this.#progress, { name, source }, instructions, this.#request.signal);
    }
  }

  /** The files that `--from` names; without a name, the context's. @throws BuildError */
  async find(from: string | undefined): Promise<CopySource> {
    const over = (layers: StageState["files"]): CopySource => ({
      files: treeOver(this.#engine, layers).files,
      root: "/",
    });
    if (from === undefined || from === "context") return (await this.#context) ?? over([]);
    const context = contextOf(this.#request.contexts, from);
    if (context?.type === "local") return context.source;
    const state = await this.#stateOf(findSource(this.#planned.stages, from));
    if (state) return over(state.files);
    const known = this.#images.get(from);
    if (known) return known;
    const base = this.#planned.bases.get(from);
    if (!base) return over([]);
    const source = this.#imageFiles(base).then(over);
    this.#images.set(from, source);
    return source;
  }

  async #imageFiles(base: BaseImage): Promise<ReturnType<typeof imageFiles>> {
    const vertex = this.#progress.add(baseStepName(base));
    const files = await bringBase(this.#engine, this.#progress, vertex, base, async () => {}, this.#request.signal);
    this.#progress.finish(vertex, { cached: isKnownBase(this.#engine, base.image.manifestDigest) });
    rememberBase(this.#engine, base.image, base.reference);
    return files;
  }
}
