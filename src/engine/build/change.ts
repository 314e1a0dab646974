import { invalid } from "../errors.ts";
import type { ImageConfig } from "../image/image.ts";
import { BuildError } from "./build-error.ts";
import { changeConfig, expander } from "./config-instruction.ts";
import { parseInstruction } from "./dockerfile.ts";

/** The instructions that `--change` may hold (moby, builder/dockerfile/dispatchers.go). */
const ALLOWED: ReadonlySet<string> = new Set([
  "CMD",
  "ENTRYPOINT",
  "ENV",
  "EXPOSE",
  "HEALTHCHECK",
  "LABEL",
  "ONBUILD",
  "STOPSIGNAL",
  "USER",
  "VOLUME",
  "WORKDIR",
]);

/**
 * A config with the instructions of `docker commit --change` or `docker import --change` applied.
 * @throws EngineError 400 for what is no such instruction
 */
export function applyChanges(config: ImageConfig, changes: readonly string[]): ImageConfig {
  let changed = config;
  for (const line of changes) {
    try {
      const [word = ""] = line.trim().split(/\s+/);
      if (!ALLOWED.has(word.toUpperCase())) throw invalid(`${word} is not a valid change command`);
      const instruction = parseInstruction(line);
      const env = Object.fromEntries((changed.Env ?? []).map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
      if (instruction.keyword === "WORKDIR") {
        changed = { ...changed, WorkingDir: expander(env, {}).word(instruction.rest) };
        continue;
      }
      changed = changeConfig(instruction, changed, expander(env, {}))?.config ?? changed;
    } catch (error) {
      if (error instanceof BuildError) throw invalid(error.message);
      throw error;
    }
  }
  return changed;
}
