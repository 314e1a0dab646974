import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { imageFiles, prepareFiles } from "../image/files.ts";
import type { StoredImage } from "../image/image.ts";
import { packLayer } from "../image/layer-archive.ts";
import type { ProgressListener } from "../image/progress.ts";
import { pullImage } from "../image/pull.ts";
import { findImage } from "../image/resolve.ts";
import { BuildError } from "./build-error.ts";
import { BuildProgress } from "./build-progress.ts";
import type { BuildRequest } from "./build-request.ts";
import { cached, cacheKey, remember } from "./cache.ts";
import { classicCopy } from "./classic-copy.ts";
import { classicHistory, configHistory, declaredArgs, NOP } from "./classic-history.ts";
import { applyInstruction } from "./config-step.ts";
import { treeOver } from "./copy-files.ts";
import type { CopySource } from "./copy-source.ts";
import type { Instruction } from "./dockerfile.ts";
import { type FileStep, type StepContext, workdirStep } from "./file-step.ts";
import { IgnorePatterns } from "./ignore-patterns.ts";
import { runInstruction } from "./run-instruction.ts";
import type { StageState } from "./stage-state.ts";
import { findSource, type Stage } from "./stages.ts";
import type { Variables } from "./words.ts";

/** What the classic builder streams: its own text, and the progress of pulls. */
export interface ClassicListener {
  stream(text: string): void | Promise<void>;
  readonly progress: ProgressListener;
}

/** What a step's container costs beside its command, ms. */
const CONTAINER_MS = 180;
const FILE_STEPS = new Set(["ADD", "COPY", "RUN", "WORKDIR"]);
/** These change files or copy them without a container of their own. */
const WITHOUT_CONTAINER = new Set(["ADD", "COPY"]);
/** What only BuildKit can do. */
const BUILDKIT_FLAGS = ["chmod", "mount", "network", "security", "parents", "exclude", "checksum"];

/** Carries out instructions as the builder before BuildKit did: in a container each, whose changes are kept. */
export class ClassicSteps {
  readonly #engine: Engine;
  readonly #request: BuildRequest;
  readonly #listener: ClassicListener;
  /** All there are. */
  stages: readonly Stage[] = [];
  /** What those that are built have become. */
  readonly states = new Map<Stage, StageState>();
  /** Once a step is not in the cache, none after it is. */
  #missed = false;

  constructor(engine: Engine, request: BuildRequest, listener: ClassicListener) {
    this.#engine = engine;
    this.#request = request;
    this.#listener = listener;
  }

  /** Each stage asks the cache anew. */
  beginStage(): void {
    this.#missed = this.#request.noCache;
  }

  /** Carries one out; true when an earlier build had done it already. */
  async carryOut(instruction: Instruction, state: StageState, globals: Variables): Promise<boolean> {
    const modern = instruction.flags.find(({ name }) => BUILDKIT_FLAGS.includes(name));
    if (modern)
      throw new BuildError(
        `the --${modern.name} option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled`,
      );
    if (FILE_STEPS.has(instruction.keyword)) return this.#fileStep(instruction, state);
    applyInstruction(instruction, state, { buildArgs: this.#request.buildArgs, globals }, NOP);
    const line = state.steps.pop();
    if (line) {
      const createdBy =
        instruction.keyword === "ARG"
          ? declaredArgs(instruction, state)
          : configHistory(line.createdBy, instruction, state);
      state.steps.push({ ...line, createdBy });
    }
    return this.committed(state);
  }

  /** Keeps a step that changed no file; true when an earlier build had done it already. */
  async committed(state: StageState): Promise<boolean> {
    const key = cacheKey(state.key, state.steps.at(-1)?.createdBy ?? "");
    state.key = key;
    if (!this.#missed && this.#engine.state.images.buildCache?.[`classic ${key}`]) return true;
    this.#missed = true;
    await this.#removed(await this.#container());
    remember(this.#engine, `classic ${key}`, "");
    return false;
  }

  async #fileStep(instruction: Instruction, state: StageState): Promise<boolean> {
    const progress = new BuildProgress(this.#engine.clock);
    const vertex = progress.add(instruction.keyword);
    progress.onChange = (of, change) => {
      const line = of.logs.at(-1);
      if (change === "log" && line) void this.#listener.stream(`${line.text}\n`);
    };
    const step = await this.#prepare(progress, instruction, state);
    const key = `classic ${step.key}`;
    const hit = this.#missed ? undefined : cached(this.#engine, key);
    state.key = step.key;
    const createdBy = classicHistory(step, instruction);
    if (hit) {
      state.addLayer(hit, createdBy, hit.createdAt);
      return true;
    }
    this.#missed = true;
    const container = WITHOUT_CONTAINER.has(instruction.keyword) ? undefined : await this.#container();
    const files = await step.execute(vertex).catch(async (error: unknown) => {
      if (container !== undefined && this.#request.kept === "none") await this.#tellRemoved(container);
      throw error;
    });
    const layer = await this.#engine.clock.hold(packLayer(files));
    const created = remember(this.#engine, key, createdBy, { layer, state: files });
    state.addLayer({ layer, state: files }, createdBy, created);
    if (container !== undefined) await this.#removed(container);
    return false;
  }

  #prepare(progress: BuildProgress, instruction: Instruction, state: StageState): Promise<FileStep> | FileStep {
    const { signal, network, extraHosts } = this.#request;
    const context: StepContext = {
      engine: this.#engine,
      progress,
      network,
      signal,
      extraHosts,
      source: (from) => this.#source(from),
    };
    if (instruction.keyword === "RUN") return this.#run(context, instruction, state);
    if (instruction.keyword === "WORKDIR") return workdirStep(context, instruction, state);
    return classicCopy(context, instruction, state);
  }

  /** Where a command ran does not decide whether it must run again. */
  async #run(context: StepContext, instruction: Instruction, state: StageState): Promise<FileStep> {
    const step = await runInstruction(context, instruction, state);
    const { key } = await runInstruction({ ...context, network: "default" }, instruction, state);
    const { missingNetwork } = this.#request;
    if (missingNetwork === undefined) return { ...step, key };
    const execute = () =>
      Promise.reject(new BuildError(`failed to set up container networking: network ${missingNetwork} not found`));
    return { ...step, key, execute };
  }

  async #source(from: string | undefined): Promise<CopySource> {
    const { context, ignore } = this.#request;
    if (from === undefined)
      return { ...context, ...(ignore === undefined ? {} : { ignore: new IgnorePatterns(ignore) }) };
    const stage = findSource(this.stages, from);
    const state = stage && this.states.get(stage);
    if (state) return { files: treeOver(this.#engine, state.files).files, root: "/" };
    const found = findImage(this.#engine, from) ?? (await this.pull(from));
    if (!found) throw new EngineError(404, `invalid from flag value ${from}`);
    await prepareFiles(this.#engine, found);
    return { files: treeOver(this.#engine, imageFiles(this.#engine, found)).files, root: "/" };
  }

  /** Brings an image that is not here. @throws EngineError */
  async pull(reference: string): Promise<StoredImage> {
    const { signal, credentials } = this.#request;
    const own = credentials?.(reference);
    return await pullImage(this.#engine, reference, this.#listener.progress, { signal, credentials: own });
  }

  async #container(): Promise<string> {
    const id = this.#engine.random.hex(64).slice(0, 12);
    await this.#listener.stream(` ---> Running in ${id}\n`);
    await this.#engine.clock.sleep(CONTAINER_MS, this.#request.signal);
    return id;
  }

  async #removed(id: string): Promise<void> {
    if (this.#request.kept !== "all") await this.#tellRemoved(id);
  }

  async #tellRemoved(id: string): Promise<void> {
    await this.#listener.stream(` ---> Removed intermediate container ${id}\n`);
  }
}
