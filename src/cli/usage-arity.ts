import type { Arity } from "./command.ts";
import type { CommandSpec } from "./command-data.ts";

/**
 * How many arguments a usage line asks for: `IMAGE [COMMAND] [ARG...]` at least one, `PATH | URL | -` exactly one. For
 * commands that are known but not simulated, so that a line Docker would refuse is refused here too.
 */
export function arityOfUsage(spec: CommandSpec): Arity {
  const [line = ""] = spec.usage.split("\n");
  const rest = line.slice(`docker ${spec.path}`.length).replace(/\[OPTIONS\]/g, "");
  const words = (rest.replace(/\s*\|\s*/g, "|").match(/\[(?:[^[\]]|\[[^\]]*\])*\]|\([^)]*\)|\S+/g) ?? []).filter(
    Boolean,
  );
  const required = words.filter((word) => !word.startsWith("["));
  const max = words.some((word) => word.includes("...")) ? Number.POSITIVE_INFINITY : words.length;
  return { min: required.length, max };
}
