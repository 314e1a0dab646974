import type { BuildProgress, Vertex } from "./build-progress.ts";
import { type Instruction, parseInstruction } from "./dockerfile.ts";
import { findSource, findStage, namedSources, type Stage, stepPrefix } from "./stages.ts";
import { needsContext } from "./transfers.ts";

const FILE_STEPS = new Set(["ADD", "COPY", "RUN", "WORKDIR"]);

/** A stage and the steps it will take. */
export interface StagePlan {
  readonly stage: Stage;
  /** The step of the image it begins with. */
  readonly base: Vertex | undefined;
  /** That step's name, as this stage has it. */
  readonly baseName: string;
  /** ONBUILD's of the base first. */
  readonly instructions: readonly Instruction[];
  /** The steps of the instructions that change files. */
  readonly steps: ReadonlyMap<Instruction, Vertex>;
}

/** The step that brings a base image. */
interface BaseStep {
  readonly name: string;
  /** Whether it is the first of the stage's own; a named context's is none. */
  readonly isNumbered: boolean;
}

/** Whether an instruction is a step of its own: `WORKDIR /` makes nothing. */
const isStep = ({ keyword, rest }: Instruction): boolean =>
  FILE_STEPS.has(keyword) && !(keyword === "WORKDIR" && /^\/+$/.test(rest));

/** The first instruction of a stage that is a step. */
export const firstStep = ({ instructions, steps }: StagePlan): Instruction | undefined =>
  instructions.find((instruction) => steps.has(instruction));

/**
 * What ONBUILD of a base adds in front of a stage: the image's, or those of the stage below.
 * @throws BuildError
 */
export function withTriggers(stage: Stage, onBuild: readonly string[]): Instruction[] {
  const { range } = stage.from;
  return [...onBuild.map((line) => ({ ...parseInstruction(line), range })), ...stage.instructions];
}

/** The lines that a stage leaves to those that stand on it. */
export const triggersOf = (stage: Stage): string[] =>
  stage.instructions.filter(({ keyword }) => keyword === "ONBUILD").map(({ rest }) => rest);

/**
 * Lists the steps of a stage before any of them begins.
 * @param count how many stages there are
 * @param baseStep the step that brings the base image, when it begins with one
 * @param shared steps of base images by their name: stages with the same one share it
 */
export function planStage(
  progress: BuildProgress,
  { stage, instructions, triggers }: { stage: Stage; instructions: readonly Instruction[]; triggers: number },
  { count, baseStep, shared }: { count: number; baseStep: BaseStep | undefined; shared: Map<string, Vertex> },
): StagePlan {
  const total = counted(instructions) + (baseStep ? 1 : 0);
  let number = 0;
  let base: Vertex | undefined;
  let baseName = "";
  if (baseStep) {
    if (baseStep.isNumbered) number++;
    // What ONBUILD adds is not known yet when the base gets its name.
    const known = total - counted(instructions.slice(0, triggers));
    baseName = `${baseStep.isNumbered ? stepPrefix(stage, count, number, known) : ""}${baseStep.name}`;
    base = shared.get(baseStep.name) ?? progress.add(baseName);
    shared.set(baseStep.name, base);
  }
  const steps = new Map<Instruction, Vertex>();
  instructions.forEach((instruction, i) => {
    if (!isStep(instruction)) return;
    number++;
    // The name is put in when the step begins: its variables are known then.
    const trigger = i < triggers ? "ONBUILD " : "";
    steps.set(instruction, progress.add(`${stepPrefix(stage, count, number, total)}${trigger}`));
  });
  return { stage, base, baseName, instructions, steps };
}

const counted = (instructions: readonly Instruction[]): number =>
  instructions.filter(({ keyword }) => FILE_STEPS.has(keyword)).length;

/**
 * The step of a base that several stages have is named as the last of them names it that BuildKit comes to: each
 * stage's own base first, then what it copies from (buildkit, client/llb/state.go).
 */
export function nameSharedBases(stages: readonly Stage[], plans: readonly StagePlan[]): void {
  const seen = new Set<Stage>();
  const visit = (stage: Stage) => {
    if (seen.has(stage)) return;
    seen.add(stage);
    const plan = plans.find((one) => one.stage === stage);
    if (plan?.base) plan.base.name = plan.baseName;
    const below = findStage(stages, stage.base, stage.index);
    if (below) visit(below);
    for (const name of stage.instructions.flatMap(namedSources)) {
      const other = findSource(stages, name);
      if (other) visit(other);
    }
  };
  const last = plans.at(-1)?.stage;
  if (last) visit(last);
}

/** What files are copied from that is no stage: images, by the instruction that names them first. */
export function copiedImages(stages: readonly Stage[], needed: readonly Stage[]): Map<string, Instruction> {
  const images = new Map<string, Instruction>();
  for (const stage of needed) {
    for (const instruction of stage.instructions) {
      for (const from of namedSources(instruction)) {
        if (findSource(stages, from) || from === "scratch" || from === "context") continue;
        if (!images.has(from)) images.set(from, instruction);
      }
    }
  }
  return images;
}

/** Whether any of the plans copies from the build's context. */
export const wantContext = (plans: readonly StagePlan[]): boolean =>
  plans.some(({ instructions }) => instructions.some(needsContext));
