import { BuildError, located } from "./build-error.ts";
import type { BuildRequest } from "./build-request.ts";
import { chmodMode } from "./chmod-mode.ts";
import { type ArgSources, applyInstruction } from "./config-step.ts";
import { copyWords } from "./copy-words.ts";
import type { Instruction } from "./dockerfile.ts";
import { flagOf } from "./file-step.ts";
import { runMounts } from "./run-mount.ts";
import { StageState } from "./stage-state.ts";
import { findSource, findStage, type Stage } from "./stages.ts";
import { expandWord } from "./words.ts";

/** A stage with what its instructions begin on. */
export interface DispatchedStage {
  readonly stage: Stage;
  /** ONBUILD's of the base first. */
  readonly instructions: readonly Instruction[];
  /** What its image says; undefined for a stage on another, or on nothing. */
  readonly beginning: StageState | undefined;
}

/**
 * Goes through what stages will do, as BuildKit does before it carries out any of it: what is wrong with an instruction
 * ends the build before its first step (buildkit, dockerfile2llb/convert.go, dispatchStages).
 * @param stages all there are
 * @throws BuildError
 */
export function dispatchStages(
  stages: readonly Stage[],
  needed: readonly DispatchedStage[],
  sources: ArgSources & Pick<BuildRequest, "network" | "hostNetwork">,
): void {
  const states = new Map<Stage, StageState>();
  // Those that are needed are gone through in the order of the Dockerfile.
  const inOrder = [...needed].sort((a, b) => a.stage.index - b.stage.index);
  for (const { stage, instructions, beginning } of inOrder) {
    const below = findStage(stages, stage.base, stage.index);
    const other = below && states.get(below);
    const state = other ? StageState.fromStage(other) : (beginning ?? StageState.fromScratch());
    for (const instruction of instructions)
      located(instruction.range, () => {
        refuseLaterStage(stages, stage, instruction);
        dispatch(instruction, state, sources);
      });
    states.set(stage, state);
  }
  for (const instruction of needed.flatMap(({ instructions }) => instructions)) refuseEntitlement(instruction, sources);
}

/** What a build must be allowed by its command line (buildkit, solver/llbsolver/vertex.go). */
function refuseEntitlement(
  instruction: Instruction,
  { network, hostNetwork = false }: Pick<BuildRequest, "network" | "hostNetwork">,
): void {
  if (instruction.keyword !== "RUN") return;
  const fail = (entitlement: string) => new BuildError(`failed to load LLB: ${entitlement} is not allowed`);
  if (flagOf(instruction, "security") === "insecure") throw fail("security.insecure");
  if (flagOf(instruction, "network") === "host" && network !== "host" && !hostNetwork) throw fail("network.host");
}

function refuseLaterStage(stages: readonly Stage[], stage: Stage, instruction: Instruction): void {
  const from = instruction.keyword === "COPY" ? flagOf(instruction, "from") : undefined;
  const source = from === undefined ? undefined : findSource(stages, from);
  if (!source || source.index < stage.index) return;
  const here = stage.name ?? `stage-${stage.index}`;
  throw new BuildError(
    `cannot copy from stage ${JSON.stringify(from)}, it needs to be defined before current stage ${JSON.stringify(here)}`,
  );
}

function dispatch(instruction: Instruction, state: StageState, sources: ArgSources): void {
  const { keyword, range } = instruction;
  if (keyword === "RUN") {
    runMounts(instruction, state.variables, state.config.WorkingDir ?? "/");
    return;
  }
  if (keyword !== "COPY" && keyword !== "ADD") {
    applyInstruction(instruction, state, sources);
    return;
  }
  copyWords(instruction, state.variables);
  const mode = flagOf(instruction, "chmod");
  if (mode !== undefined) chmodMode(expandWord(mode, state.variables), range);
}
