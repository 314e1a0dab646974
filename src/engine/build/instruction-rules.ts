import { BuildError, parseError } from "./build-error.ts";
import type { Instruction, Keyword } from "./dockerfile.ts";
import { closest } from "./suggestion.ts";
import { splitWords } from "./words.ts";

/** What each instruction asks of how it is written, in BuildKit's words (frontend/dockerfile/instructions/parse.go). */

const FLAGS: Partial<Record<Keyword, readonly string[]>> = {
  ADD: ["chown", "chmod", "link", "keep-git-dir", "checksum", "exclude", "unpack"],
  COPY: ["from", "chown", "chmod", "link", "parents", "exclude"],
  FROM: ["platform"],
  HEALTHCHECK: ["interval", "timeout", "start-period", "start-interval", "retries"],
  RUN: ["mount", "network", "security", "device"],
};

const EXACTLY_ONE: ReadonlySet<Keyword> = new Set(["MAINTAINER", "STOPSIGNAL", "USER", "WORKDIR"]);
const AT_LEAST_ONE: ReadonlySet<Keyword> = new Set(["ENV", "EXPOSE", "LABEL", "VOLUME", "ARG", "SHELL", "ONBUILD"]);

/** @throws BuildError */
export function checkInstruction(instruction: Instruction): void {
  const { keyword, flags, rest, json, range } = instruction;
  const fail = (message: string) => {
    throw parseError(message, range);
  };
  checkFlags(flags, FLAGS[keyword] ?? [], fail);
  const words = rest === "" ? [] : rest.split(/\s+/);
  if (keyword === "FROM" && words.length !== 1 && (words.length !== 3 || words[1]?.toLowerCase() !== "as"))
    fail("FROM requires either one or three arguments");
  if (keyword === "ARG") {
    const nameless = words.find((word) => word.startsWith("="));
    if (nameless !== undefined) fail("ARG names can not be blank");
  }
  if (EXACTLY_ONE.has(keyword) && words.length === 0) fail(`${keyword} requires exactly one argument`);
  if (AT_LEAST_ONE.has(keyword) && words.length === 0) fail(`${keyword} requires at least one argument`);
  if (keyword === "COPY" || keyword === "ADD") {
    if ((json?.length ?? words.length) < 2)
      fail(
        `${keyword} requires at least two arguments, but only one was provided. Destination could not be determined`,
      );
  }
  if (keyword === "ENV" || keyword === "LABEL") checkPairs(instruction);
  if (keyword === "SHELL" && !json) fail("SHELL requires the arguments to be in JSON form");
  if (keyword === "RUN" && rest === "") fail("RUN requires at least one argument");
  if (keyword === "ONBUILD") checkOnbuild(words[0]?.toUpperCase() ?? "", fail);
  if (keyword === "HEALTHCHECK") checkHealth(words, fail);
}

/** These come from the parser, which does not say on which line. */
function checkPairs({ keyword, rest, range }: Instruction): void {
  const words = splitWords(rest);
  const [first = ""] = words;
  if (words.length === 1 && !first.includes("=")) throw new BuildError(`${keyword} must have two arguments`, range);
  const wrong = first.includes("=") ? words.find((word) => !word.includes("=")) : undefined;
  if (wrong === undefined) return;
  const message = `Syntax error - can't find = in ${JSON.stringify(wrong)}. Must be of the form: name=value`;
  throw new BuildError(message, range);
}

/** Without a value they are true. */
const BOOLEAN: ReadonlySet<string> = new Set(["link", "keep-git-dir", "parents", "unpack"]);
const REPEATED: ReadonlySet<string> = new Set(["mount", "exclude", "device"]);

/** buildkit, frontend/dockerfile/instructions/bflag.go */
function checkFlags(flags: Instruction["flags"], known: readonly string[], fail: (message: string) => void): void {
  const seen = new Set<string>();
  for (const { name, value, bare } of flags) {
    if (!known.includes(name)) {
      const near = closest(name, known);
      fail(`unknown flag: --${name}${near === undefined ? "" : ` (did you mean ${near}?)`}`);
    }
    if (seen.has(name) && !REPEATED.has(name)) fail(`duplicate flag specified: --${name}`);
    seen.add(name);
    if (BOOLEAN.has(name) ? !bare && value === "" : bare) fail(`missing a value on flag: --${name}`);
    if (BOOLEAN.has(name) && !bare && !/^(true|false)$/i.test(value))
      fail(`expecting boolean value for flag --${name}, not: ${value}`);
  }
}

function checkOnbuild(trigger: string, fail: (message: string) => void): void {
  if (trigger === "ONBUILD") fail("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
  if (trigger === "MAINTAINER" || trigger === "FROM") fail(`${trigger} isn't allowed as an ONBUILD trigger`);
}

function checkHealth(words: readonly string[], fail: (message: string) => void): void {
  const [type = ""] = words;
  if (type === "") fail("HEALTHCHECK requires at least one argument");
  if (type.toUpperCase() === "NONE" && words.length > 1) fail("HEALTHCHECK NONE takes no arguments");
  if (type.toUpperCase() === "CMD" && words.length === 1) fail("Missing command after HEALTHCHECK CMD");
  if (!["NONE", "CMD"].includes(type.toUpperCase()))
    fail(`Unknown type "${type.toUpperCase()}" in HEALTHCHECK (try CMD)`);
}
