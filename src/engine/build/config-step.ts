import { resolvePath } from "../../kernel/filesystem.ts";
import { changeConfig, expander } from "./config-instruction.ts";
import type { Instruction } from "./dockerfile.ts";
import type { StageState } from "./stage-state.ts";
import { argPairs } from "./stages.ts";
import { expandWord, type Variables } from "./words.ts";

/** What ARG takes its values from. */
export interface ArgSources {
  readonly buildArgs: Variables;
  /** The ARGs before the first FROM. */
  readonly globals: Variables;
}

/**
 * Carries out an instruction that changes no file (buildkit, dockerfile2llb/convert.go).
 * @param prefix what stands before the line in the history
 * @throws BuildError
 */
export function applyInstruction(
  instruction: Instruction,
  state: StageState,
  { buildArgs, globals }: ArgSources,
  prefix = "",
): void {
  const { keyword } = instruction;
  if (keyword === "ARG") {
    const shown = argPairs(instruction, state.variables).map(([name, value]) => {
      const given = buildArgs[name] ?? value ?? globals[name];
      if (given !== undefined) state.args[name] = given;
      return `${name}${given === undefined ? "" : `=${given}`}`;
    });
    state.addStep(`${prefix}ARG ${shown.join(" ")}`);
    return;
  }
  if (keyword === "WORKDIR") {
    const path = resolvePath(state.config.WorkingDir ?? "/", expandWord(instruction.rest, state.variables));
    state.config = { ...state.config, WorkingDir: path };
    state.addStep(`${prefix}WORKDIR ${path}`);
    return;
  }
  const change = changeConfig(instruction, state.config, expander(state.variables, {}));
  if (!change) return;
  state.config = change.config;
  if (keyword === "CMD") state.commandSet = true;
  // A base's command makes no sense with another entrypoint.
  if (keyword === "ENTRYPOINT" && !state.commandSet) {
    const { Cmd: _, ...config } = state.config;
    state.config = config;
  }
  // ONBUILD and nothing else leaves no line.
  if (keyword !== "ONBUILD" || prefix !== "") state.addStep(`${prefix}${change.createdBy}`);
}
