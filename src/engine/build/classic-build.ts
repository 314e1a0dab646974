import type { Engine } from "../engine.ts";
import { conflict, EngineError, invalid } from "../errors.ts";
import { addImage, imageEvent } from "../image/add.ts";
import { imageFiles, prepareFiles } from "../image/files.ts";
import type { Image } from "../image/image.ts";
import { shortDigest } from "../image/progress.ts";
import { familiarName } from "../image/reference.ts";
import { findImage, requireImage } from "../image/resolve.ts";
import { BuildError } from "./build-error.ts";
import { triggersOf } from "./build-plan.ts";
import type { BuildRequest } from "./build-request.ts";
import { NOP } from "./classic-history.ts";
import { type ClassicListener, ClassicSteps } from "./classic-steps.ts";
import { classicWords } from "./classic-words.ts";
import { type Dockerfile, type Instruction, parseInstruction, readDockerfile } from "./dockerfile.ts";
import { StageState } from "./stage-state.ts";
import { argPairs, findStage, neededStages, type Stage, stagesOf } from "./stages.ts";
import type { Variables } from "./words.ts";

/** Arguments that every build knows. */
const PROXY_ARGS = /^(http|https|ftp|no|all)_proxy$/i;

/** A build that failed on its way: what the daemon streams as the last thing, and the status of the command behind it. */
export class ClassicFailure extends Error {
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.name = "ClassicFailure";
    this.status = status;
  }
}

/**
 * Builds an image as the builder before BuildKit did, one container a step: `DOCKER_BUILDKIT=0` and docker-compose 1
 * (recording 20).
 * @throws EngineError for a Dockerfile that cannot be read, ClassicFailure for a step that fails, in that builder's words
 */
export async function classicBuild(engine: Engine, request: BuildRequest, listener: ClassicListener): Promise<Image> {
  let begun = false;
  const stream = (text: string) => {
    begun = true;
    return listener.stream(text);
  };
  try {
    return await new ClassicBuild(engine, request, { ...listener, stream }).run();
  } catch (error) {
    if (!(error instanceof BuildError) && !(error instanceof EngineError)) throw error;
    const message = error instanceof BuildError ? classicWords(error) : error.message;
    if (!begun) throw invalid(message);
    throw new ClassicFailure(message, Number(/returned a non-zero code: (\d+)$/.exec(message)?.[1] ?? 1));
  }
}

class ClassicBuild {
  readonly #engine: Engine;
  readonly #request: BuildRequest;
  readonly #listener: ClassicListener;
  readonly #steps: ClassicSteps;
  #step = 0;
  #total = 0;

  constructor(engine: Engine, request: BuildRequest, listener: ClassicListener) {
    this.#engine = engine;
    this.#request = request;
    this.#listener = listener;
    this.#steps = new ClassicSteps(engine, request, listener);
  }

  async run(): Promise<Image> {
    const { dockerfile, buildArgs, target, tags } = this.#request;
    if (dockerfile.source === undefined) throw conflict(`Cannot locate specified Dockerfile: ${dockerfile.name}`);
    const parsed = readLines(dockerfile.name, dockerfile.source);
    const { stages, globals } = stagesOf(parsed, buildArgs);
    this.#steps.stages = stages;
    const built = stages.slice(0, (neededStages(stages, target).at(-1)?.index ?? 0) + 1);
    // Labels of the command line are steps of their own at the end of the last stage (moby, builder/dockerfile/builder.go).
    const labels = Object.entries(this.#request.labels).sort(([a], [b]) => (a < b ? -1 : 1));
    const before = parsed.instructions.slice(
      0,
      parsed.instructions.findIndex(({ keyword }) => keyword === "FROM"),
    );
    this.#total = before.length + labels.length;
    for (const { instructions } of built) this.#total += 1 + instructions.length;
    for (const { keyword, text } of before) await this.#announce(`${keyword} ${text}`);
    let image: Image | undefined;
    for (const stage of built) image = await this.#stage(stage, globals, stage === built.at(-1) ? labels : []);
    if (!image) throw invalid("No build stage in current context");
    await this.#sayUnused([...before, ...built.flatMap(({ instructions }) => instructions)]);
    await this.#say(`Successfully built ${shortDigest(image.id)}\n`);
    for (const tag of tags) {
      addImage(this.#engine, image, tag);
      imageEvent(this.#engine, "tag", image.id, familiarName(tag));
      await this.#say(`Successfully tagged ${familiarName(tag)}\n`);
    }
    return image;
  }

  /** Tells of the arguments that no ARG asked for (moby, builder/dockerfile/buildargs.go). */
  async #sayUnused(instructions: readonly Instruction[]): Promise<void> {
    const asked = new Set(
      instructions.filter(({ keyword }) => keyword === "ARG").flatMap((one) => argPairs(one, {}).map(([name]) => name)),
    );
    const unused = Object.keys(this.#request.buildArgs).filter((name) => !asked.has(name) && !PROXY_ARGS.test(name));
    if (unused.length > 0)
      await this.#say(`[Warning] One or more build-args [${unused.join(" ")}] were not consumed\n`);
  }

  async #stage(stage: Stage, globals: Variables, labels: readonly (readonly [string, string])[]): Promise<Image> {
    await this.#announce(`${stage.from.keyword} ${stage.from.text}`);
    this.#steps.beginStage();
    const state = await this.#beginning(stage);
    await this.#triggers(stage, state, globals);
    let image = state.image(this.#engine.timestamp(), "");
    const isNothing = stage.base === "scratch" && state.steps.length === 0;
    await this.#say(` ---> ${isNothing ? "" : shortDigest(image.id)}\n`);
    if (isNothing && stage.instructions.length === 0 && labels.length === 0)
      throw new BuildError("No image was generated. Is your Dockerfile empty?");
    for (const instruction of stage.instructions) {
      await this.#announce(`${instruction.keyword} ${instruction.text}`);
      image = await this.#done(state, await this.#steps.carryOut(instruction, state, globals));
    }
    for (const [name, value] of labels) {
      await this.#announce(`LABEL ${name}=${value}`);
      state.config = { ...state.config, Labels: { ...state.config.Labels, [name]: value } };
      state.addStep(`${NOP}LABEL ${name}=${value}`);
      image = await this.#done(state, await this.#steps.committed(state));
    }
    this.#steps.states.set(stage, state);
    const layers = Object.fromEntries(state.built.map(({ layer, state: files }) => [layer.diffId, files]));
    addImage(this.#engine, image, undefined, layers);
    return image;
  }

  /** A step's end, in the words that tell its image. */
  async #done(state: StageState, used: boolean): Promise<Image> {
    if (used) await this.#say(" ---> Using cache\n");
    const image = state.image(this.#engine.timestamp(), "");
    await this.#say(` ---> ${shortDigest(image.id)}\n`);
    return image;
  }

  async #beginning(stage: Stage): Promise<StageState> {
    const below = findStage(this.#steps.stages, stage.base, stage.index);
    const other = below && this.#steps.states.get(below);
    if (other) return StageState.fromStage(other);
    if (stage.base === "scratch") return StageState.fromScratch();
    if (this.#request.pull || !findImage(this.#engine, stage.base)) await this.#steps.pull(stage.base);
    const { image } = requireImage(this.#engine, stage.base);
    await prepareFiles(this.#engine, image);
    return StageState.fromImage(image, imageFiles(this.#engine, image));
  }

  /** What ONBUILD of the base asked for: no steps of their own (moby, builder/dockerfile/dispatchers.go). */
  async #triggers(stage: Stage, state: StageState, globals: Variables): Promise<void> {
    const below = findStage(this.#steps.stages, stage.base, stage.index);
    const lines = below ? triggersOf(below) : (findImage(this.#engine, stage.base)?.image.config.OnBuild ?? []);
    if (lines.length === 0) return;
    await this.#say(`# Executing ${lines.length} build trigger${lines.length > 1 ? "s" : ""}\n`);
    for (const line of lines)
      if (await this.#steps.carryOut(parseInstruction(line), state, globals)) await this.#say(" ---> Using cache\n");
  }

  async #announce(text: string): Promise<void> {
    this.#step++;
    await this.#say(`Step ${this.#step}/${this.#total} : ${text}\n`);
  }

  async #say(text: string): Promise<void> {
    await this.#listener.stream(text);
  }
}

/** Reads a Dockerfile; what is wrong with its lines is told as the daemon tells it. @throws BuildError */
function readLines(name: string, source: string): Dockerfile {
  if (source === "") throw new BuildError(`the Dockerfile (${name}) cannot be empty`);
  let read: ReturnType<typeof readDockerfile>;
  try {
    read = readDockerfile(source);
  } catch (error) {
    if (error instanceof BuildError) throw new BuildError(`failed to parse Dockerfile: ${error.message}`, error.range);
    throw error;
  }
  if (read.refusal) throw read.refusal;
  return read.dockerfile;
}
