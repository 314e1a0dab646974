import type { Engine } from "../engine.ts";
import { conflict, EngineError, invalid } from "../errors.ts";
import { addImage, imageEvent } from "../image/add.ts";
import { imageFiles, prepareFiles } from "../image/files.ts";
import type { Image, StoredImage } from "../image/image.ts";
import { packLayer } from "../image/layer-archive.ts";
import { type ProgressListener, shortDigest } from "../image/progress.ts";
import { pullImage } from "../image/pull.ts";
import { familiarName } from "../image/reference.ts";
import { findImage, requireImage } from "../image/resolve.ts";
import { BuildError } from "./build-error.ts";
import { triggersOf } from "./build-plan.ts";
import { BuildProgress } from "./build-progress.ts";
import type { BuildRequest } from "./build-request.ts";
import { cached, cacheKey, remember } from "./cache.ts";
import { classicCopy } from "./classic-copy.ts";
import { classicWords } from "./classic-words.ts";
import { DEFAULT_SHELL } from "./config-instruction.ts";
import { applyInstruction } from "./config-step.ts";
import { treeOver } from "./copy-files.ts";
import type { CopySource } from "./copy-source.ts";
import { type Dockerfile, type Instruction, parseInstruction, readDockerfile } from "./dockerfile.ts";
import { type FileStep, type StepContext, workdirStep } from "./file-step.ts";
import { IgnorePatterns } from "./ignore-patterns.ts";
import { runInstruction } from "./run-instruction.ts";
import { StageState } from "./stage-state.ts";
import { argPairs, findSource, findStage, neededStages, type Stage, stagesOf } from "./stages.ts";
import { expandWord, type Variables } from "./words.ts";

/** What the classic builder streams: its own text, and the progress of pulls. */
export interface ClassicListener {
  stream(text: string): void | Promise<void>;
  readonly progress: ProgressListener;
}

/** What a step's container costs beside its command, ms. */
const CONTAINER_MS = 180;
/** Before a line of the history that no command made. */
const NOP = "/bin/sh -c #(nop)  ";
const FILE_STEPS = new Set(["ADD", "COPY", "RUN", "WORKDIR"]);
/** These change files or copy them without a container of their own. */
const WITHOUT_CONTAINER = new Set(["ADD", "COPY"]);

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

/** What only BuildKit can do. */
const BUILDKIT_FLAGS = ["chmod", "mount", "network", "security", "parents", "exclude", "checksum"];

class ClassicBuild {
  readonly #engine: Engine;
  readonly #request: BuildRequest;
  readonly #listener: ClassicListener;
  readonly #states = new Map<Stage, StageState>();
  #stages: readonly Stage[] = [];
  #step = 0;
  /** Once a step is not in the cache, none after it is. */
  #missed: boolean;
  #total = 0;

  constructor(engine: Engine, request: BuildRequest, listener: ClassicListener) {
    this.#engine = engine;
    this.#request = request;
    this.#listener = listener;
    this.#missed = request.noCache;
  }

  async run(): Promise<Image> {
    const { dockerfile, buildArgs, target, tags } = this.#request;
    if (dockerfile.source === undefined) throw conflict(`Cannot locate specified Dockerfile: ${dockerfile.name}`);
    const parsed = readLines(dockerfile.name, dockerfile.source);
    const { stages, globals } = stagesOf(parsed, buildArgs);
    this.#stages = stages;
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
    this.#missed = this.#request.noCache;
    const state = await this.#beginning(stage);
    await this.#triggers(stage, state, globals);
    let image = state.image(this.#engine.timestamp(), "");
    const isNothing = stage.base === "scratch" && state.steps.length === 0;
    await this.#say(` ---> ${isNothing ? "" : shortDigest(image.id)}\n`);
    if (isNothing && stage.instructions.length === 0 && labels.length === 0)
      throw new BuildError("No image was generated. Is your Dockerfile empty?");
    for (const instruction of stage.instructions) {
      await this.#announce(`${instruction.keyword} ${instruction.text}`);
      image = await this.#done(state, await this.#instruction(instruction, state, globals));
    }
    for (const [name, value] of labels) {
      await this.#announce(`LABEL ${name}=${value}`);
      state.config = { ...state.config, Labels: { ...state.config.Labels, [name]: value } };
      state.addStep(`${NOP}LABEL ${name}=${value}`);
      image = await this.#done(state, await this.#committed(state));
    }
    this.#states.set(stage, state);
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
    const below = findStage(this.#stages, stage.base, stage.index);
    const other = below && this.#states.get(below);
    if (other) return StageState.fromStage(other);
    if (stage.base === "scratch") return StageState.fromScratch();
    if (!findImage(this.#engine, stage.base)) await this.#pull(stage.base);
    const { image } = requireImage(this.#engine, stage.base);
    await prepareFiles(this.#engine, image);
    return StageState.fromImage(image, imageFiles(this.#engine, image));
  }

  /** What ONBUILD of the base asked for: no steps of their own (moby, builder/dockerfile/dispatchers.go). */
  async #triggers(stage: Stage, state: StageState, globals: Variables): Promise<void> {
    const below = findStage(this.#stages, stage.base, stage.index);
    const lines = below ? triggersOf(below) : (findImage(this.#engine, stage.base)?.image.config.OnBuild ?? []);
    if (lines.length === 0) return;
    await this.#say(`# Executing ${lines.length} build trigger${lines.length > 1 ? "s" : ""}\n`);
    for (const line of lines)
      if (await this.#instruction(parseInstruction(line), state, globals)) await this.#say(" ---> Using cache\n");
  }

  /** Carries one out; true when an earlier build had done it already. */
  async #instruction(instruction: Instruction, state: StageState, globals: Variables): Promise<boolean> {
    const modern = instruction.flags.find(({ name }) => BUILDKIT_FLAGS.includes(name));
    if (modern)
      throw new BuildError(
        `the --${modern.name} option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled`,
      );
    if (FILE_STEPS.has(instruction.keyword)) return this.#fileStep(instruction, state);
    applyInstruction(instruction, state, { buildArgs: this.#request.buildArgs, globals }, NOP);
    const line = state.steps.pop();
    if (line) state.steps.push({ ...line, createdBy: configHistory(line.createdBy, instruction, state) });
    return this.#committed(state);
  }

  /** Keeps a step that changed no file; true when an earlier build had done it already. */
  async #committed(state: StageState): Promise<boolean> {
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
    const files = await step.execute(vertex);
    const layer = await this.#engine.clock.hold(packLayer(files));
    const created = remember(this.#engine, key, createdBy, { layer, state: files });
    state.addLayer({ layer, state: files }, createdBy, created);
    if (container !== undefined) await this.#removed(container);
    return false;
  }

  #prepare(progress: BuildProgress, instruction: Instruction, state: StageState): Promise<FileStep> | FileStep {
    const { signal, network } = this.#request;
    const context: StepContext = {
      engine: this.#engine,
      progress,
      network,
      signal,
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
    return { ...step, key };
  }

  async #source(from: string | undefined): Promise<CopySource> {
    const { context, ignore } = this.#request;
    if (from === undefined)
      return { ...context, ...(ignore === undefined ? {} : { ignore: new IgnorePatterns(ignore) }) };
    const stage = findSource(this.#stages, from);
    const state = stage && this.#states.get(stage);
    if (state) return { files: treeOver(this.#engine, state.files).files, root: "/" };
    const found = findImage(this.#engine, from) ?? (await this.#pull(from));
    if (!found) throw new EngineError(404, `invalid from flag value ${from}`);
    await prepareFiles(this.#engine, found);
    return { files: treeOver(this.#engine, imageFiles(this.#engine, found)).files, root: "/" };
  }

  async #pull(reference: string): Promise<StoredImage> {
    const { signal, credentials } = this.#request;
    const own = credentials?.(reference);
    return await pullImage(this.#engine, reference, this.#listener.progress, { signal, credentials: own });
  }

  async #container(): Promise<string> {
    const id = this.#engine.random.hex(64).slice(0, 12);
    await this.#say(` ---> Running in ${id}\n`);
    await this.#engine.clock.sleep(CONTAINER_MS, this.#request.signal);
    return id;
  }

  #removed(id: string): Promise<void> {
    return this.#say(` ---> Removed intermediate container ${id}\n`);
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

/** The line of an instruction that changes no file: it begins with the shell, and has words as they were given. */
function configHistory(createdBy: string, { keyword, rest }: Instruction, state: StageState): string {
  const shell = (state.config.Shell ?? DEFAULT_SHELL).join(" ");
  const line = createdBy.replace(NOP, `${shell} #(nop)  `);
  if (keyword === "EXPOSE") return line.replace(/EXPOSE .*$/, () => `EXPOSE ${expandWord(rest, state.variables)}`);
  if (keyword !== "HEALTHCHECK") return line;
  return line.replace(/"/g, "").replace(/'\\x([0-9a-f]+)'/, (_, digits: string) => String(Number.parseInt(digits, 16)));
}

/** The line of the history as the classic builder writes it: of what is copied, a digest. */
function classicHistory({ createdBy, source }: FileStep, { keyword, flags }: Instruction): string {
  const line = createdBy.replace(/ # buildkit$/, "");
  if (keyword === "RUN") return line.replace(/^RUN /, "");
  if (source === undefined) return `/bin/sh -c #(nop) ${line}`;
  const owner = flags.find(({ name }) => name === "chown")?.value;
  return `/bin/sh -c #(nop) ${keyword} ${owner === undefined ? "" : `--chown=${owner} `}${source} `;
}
