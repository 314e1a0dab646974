import type { Arity } from "./command.ts";
import type { CommandSpec } from "./command-data.ts";

/** A mistake in how a command was called: what is printed on standard error, and the exit status. */
export interface UsageError {
  readonly text: string;
  readonly status: number;
}

/** `docker ps` of a command's path. */
export function commandName(spec: Pick<CommandSpec, "path">): string {
  return spec.path === "" ? "docker" : `docker ${spec.path}`;
}

/** A flag that does not exist, lacks its value or has a bad one (docker/cli, `FlagErrorFunc`). @param message pflag's */
export function flagError(spec: CommandSpec, message: string): UsageError {
  if (isCompose(spec)) return { text: message, status: 1 };
  return { text: `${message}\n\n${usageAndHint(spec, "Run")}`, status: 125 };
}

/** Too few or too many arguments (docker/cli, `cli/required.go`); undefined when the number is right. */
export function arityError(spec: CommandSpec, { min, max }: Arity, count: number): UsageError | undefined {
  if (count >= min && count <= max) return undefined;
  // These three of Compose's ask docker's own library.
  if (isCompose(spec) && !/ (cp|publish|wait)$/.test(spec.path))
    return { text: composeArity(spec, { min, max }, count), status: 1 };
  let problem: string;
  // The word of the hint is Docker's own inconsistency.
  let hint: "Run" | "See" = "Run";
  if (max === 0) problem = "accepts no arguments";
  else if (min === max) problem = `requires ${plural(min)}`;
  else if (max === Number.POSITIVE_INFINITY) {
    problem = `requires at least ${plural(min)}`;
    hint = "See";
  } else if (min === 0) problem = `requires at most ${plural(max)}`;
  else problem = `requires at least ${min} and at most ${plural(max)}`;
  const text = `docker: '${commandName(spec)}' ${problem}\n\n${usageAndHint(spec, hint)}`;
  return { text: isBuildx(spec) ? `ERROR: ${text}` : text, status: 1 };
}

/** A word that names no subcommand. @param group the group's own path as it was called */
export function unknownCommand(group: CommandSpec, word: string): UsageError {
  if (group.canonical === "buildx") return { text: `ERROR: unknown command: ${JSON.stringify(word)}`, status: 1 };
  const name = commandName(group);
  const text = `docker: unknown command: ${name} ${word}\n\n`;
  if (group.path === "") return { text: `${text}Run 'docker --help' for more information`, status: 1 };
  return { text: `${isBuildx(group) ? "ERROR: " : ""}${text}${usageAndHint(group, "Run")}`, status: 1 };
}

function usageAndHint(spec: CommandSpec, hint: "Run" | "See"): string {
  return `Usage:  ${spec.usage}\n\n${hint} '${commandName(spec)} --help' for more information`;
}

function plural(count: number): string {
  return `${count} argument${count === 1 ? "" : "s"}`;
}

function isCompose(spec: CommandSpec): boolean {
  return spec.path.split(" ")[0] === "compose";
}

function isBuildx(spec: CommandSpec): boolean {
  return spec.path.split(" ")[0] === "buildx";
}

/** cobra's own words, which compose keeps. */
function composeArity(spec: CommandSpec, { min, max }: Arity, count: number): string {
  if (max === 0) return `unknown command for "${commandName(spec)}"`;
  if (min === max) return `accepts ${min} arg(s), received ${count}`;
  if (count < min) return `requires at least ${min} arg(s), only received ${count}`;
  return `accepts at most ${max} arg(s), received ${count}`;
}
