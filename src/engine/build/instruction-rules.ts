import { quote } from "../go-quote.ts";
import { BuildError, parseError } from "./build-error.ts";
import type { Instruction, Keyword } from "./dockerfile.ts";
import { readHealthcheck } from "./healthcheck-instruction.ts";
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

/** Instructions that take a list of texts where they take JSON at all. */
const WITH_JSON: ReadonlySet<Keyword> = new Set([
  "ADD",
  "CMD",
  "COPY",
  "ENTRYPOINT",
  "HEALTHCHECK",
  "RUN",
  "SHELL",
  "VOLUME",
]);

/**
 * What the parser of lines asks, before it is known what an instruction is for: it does not name the line
 * (frontend/dockerfile/parser/line_parsers.go).
 * @throws BuildError
 */
export function checkLine(instruction: Instruction): void {
  const { keyword, rest, range } = instruction;
  if (keyword === "ENV" || keyword === "LABEL") checkPairs(instruction);
  const list = keyword === "HEALTHCHECK" ? rest.replace(/^\S+\s+/, "") : rest;
  if (WITH_JSON.has(keyword) && isMixedList(list))
    throw new BuildError("when using JSON array syntax, arrays must be comprised of strings only", range);
}

function isMixedList(text: string): boolean {
  if (!text.startsWith("[")) return false;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.some((item) => typeof item !== "string");
  } catch {
    return false;
  }
}

function checkPairs({ keyword, rest, range }: Instruction): void {
  const words = splitWords(rest);
  const [first = ""] = words;
  if (words.length === 1 && !first.includes("=")) throw new BuildError(`${keyword} must have two arguments`, range);
  const wrong = first.includes("=") ? words.find((word) => !word.includes("=")) : undefined;
  if (wrong === undefined) return;
  throw new BuildError(`Syntax error - can't find = in ${quote(wrong)}. Must be of the form: name=value`, range);
}

/** @throws BuildError */
export function checkInstruction(instruction: Instruction): void {
  const { keyword, flags, rest, json, range } = instruction;
  const fail = (message: string) => {
    throw parseError(message, range);
  };
  const words = rest === "" ? [] : rest.split(/\s+/);
  const count = json?.length ?? words.length;
  if (keyword === "FROM") checkFrom(words, fail);
  if (EXACTLY_ONE.has(keyword) && count === 0) fail(`${keyword} requires exactly one argument`);
  if (AT_LEAST_ONE.has(keyword) && count === 0) fail(`${keyword} requires at least one argument`);
  if ((keyword === "COPY" || keyword === "ADD") && count < 2)
    fail(`${keyword} requires at least two arguments, but only one was provided. Destination could not be determined`);
  // Of HEALTHCHECK NONE the flags are not even read.
  if (keyword !== "HEALTHCHECK" || words[0]?.toUpperCase() !== "NONE") checkFlags(flags, FLAGS[keyword] ?? [], fail);
  if (["ARG", "ENV", "LABEL"].includes(keyword) && splitWords(rest).some((word) => word.startsWith("=")))
    fail(`${keyword} names can not be blank`);
  if (keyword === "VOLUME" && (json ?? words).some((path) => path.trim() === ""))
    fail("VOLUME specified can not be an empty string");
  if (keyword === "COPY" || keyword === "ADD") {
    if (/^<<-?["']?[A-Za-z_]/.test((json ?? words).at(-1) ?? ""))
      fail(`${keyword} cannot accept a heredoc as a destination`);
  }
  if (keyword === "SHELL" && !json) fail("SHELL requires the arguments to be in JSON form");
  if (keyword === "ONBUILD") checkOnbuild(words[0]?.toUpperCase() ?? "", fail);
  if (keyword === "HEALTHCHECK") checkHealth(instruction, fail);
  if (keyword === "RUN") checkRun(instruction, fail);
}

type Fail = (message: string) => void;

function checkFrom(words: readonly string[], fail: Fail): void {
  const [, as, name = ""] = words;
  const isNamed = words.length === 3 && as?.toLowerCase() === "as";
  if (words.length !== 1 && !isNamed) fail("FROM requires either one or three arguments");
  if (isNamed && !/^[a-z][a-z0-9-_.]*$/i.test(name))
    fail(`invalid name for build stage: ${quote(name)}, name can't start with a number or contain symbols`);
}

function checkRun({ flags }: Instruction, fail: Fail): void {
  for (const { name, value } of flags) {
    if (name === "network" && !["default", "none", "host"].includes(value))
      fail(`invalid network mode ${quote(value)}`);
    if (name === "security" && !["insecure", "sandbox"].includes(value)) fail(`security ${quote(value)} is not valid`);
    if (name === "mount" && /(?:^|,)from=[^,]*\$./i.test(value))
      fail("'from' doesn't support variable expansion, define alias stage instead");
  }
}

/** Without a value they are true. */
const BOOLEAN: ReadonlySet<string> = new Set(["link", "keep-git-dir", "parents", "unpack"]);
const REPEATED: ReadonlySet<string> = new Set(["mount", "exclude", "device"]);

/** buildkit, frontend/dockerfile/instructions/bflag.go */
function checkFlags(flags: Instruction["flags"], known: readonly string[], fail: Fail): void {
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

function checkOnbuild(trigger: string, fail: Fail): void {
  if (trigger === "ONBUILD") fail("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed");
  if (trigger === "MAINTAINER" || trigger === "FROM") fail(`${trigger} isn't allowed as an ONBUILD trigger`);
}

function checkHealth(instruction: Instruction, fail: Fail): void {
  try {
    readHealthcheck(instruction);
  } catch (error) {
    if (error instanceof Error) fail(error.message);
  }
}
