import { parseError } from "./build-error.ts";
import type { Instruction, Keyword } from "./dockerfile.ts";
import { closest } from "./suggestion.ts";

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
  const known = FLAGS[keyword] ?? [];
  for (const { name } of flags) {
    if (known.includes(name)) continue;
    const near = closest(name, known);
    fail(`unknown flag: --${name}${near === undefined ? "" : ` (did you mean ${near}?)`}`);
  }
  const words = rest === "" ? [] : rest.split(/\s+/);
  if (keyword === "FROM" && words.length !== 1 && (words.length !== 3 || words[1]?.toLowerCase() !== "as"))
    fail("FROM requires either one argument, or three: FROM <source> [as <name>]");
  if (EXACTLY_ONE.has(keyword) && words.length === 0) fail(`${keyword} requires exactly one argument`);
  if (AT_LEAST_ONE.has(keyword) && words.length === 0) fail(`${keyword} requires at least one argument`);
  if (keyword === "COPY" || keyword === "ADD") {
    const count = json?.length ?? words.length;
    if (count === 0) fail(`${keyword} requires at least two arguments`);
    if (count === 1)
      fail(
        `${keyword} requires at least two arguments, but only one was provided. Destination could not be determined`,
      );
  }
  if (keyword === "ENV" && words.length === 1 && !rest.includes("=")) fail("ENV must have two arguments");
  if (keyword === "LABEL" && words.length === 1 && !rest.includes("=")) fail("LABEL must have two arguments");
  if (keyword === "SHELL" && !json) fail("SHELL requires the arguments to be in JSON form");
  if (keyword === "RUN" && rest === "") fail("RUN requires at least one argument");
  if (keyword === "ONBUILD") checkOnbuild(words[0]?.toUpperCase() ?? "", fail);
  if (keyword === "HEALTHCHECK") checkHealth(words, fail);
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
