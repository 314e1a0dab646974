import { parseReference } from "../image/reference.ts";
import type { SourceRange } from "./build-error.ts";
import type { Dockerfile, Instruction } from "./dockerfile.ts";
import type { LintRule } from "./lint-rules.ts";
import { argPairs, PLATFORM_ARGS } from "./stages.ts";
import { closest } from "./suggestion.ts";
import { shownWord, type Variables } from "./words.ts";

/** One thing that could be better, in BuildKit's words. */
export interface LintWarning {
  readonly rule: LintRule;
  readonly detail: string;
  readonly range: SourceRange;
}

/** Tells of one. */
export type Say = (rule: LintRule, detail: string, range: SourceRange) => void;

/** What a check says, in order. */
export const collectWarnings = (work: (say: Say) => void): LintWarning[] => {
  const found: LintWarning[] = [];
  work((rule, detail, range) => found.push({ rule, detail, range }));
  return found;
};

export const isLower = (word: string) => word === word.toLowerCase();
const isUpper = (word: string) => word === word.toUpperCase();

/** What can be said of instructions as they are read, one after the other. */
export function lintRead({ instructions, emptyContinuations }: Dockerfile): LintWarning[] {
  return collectWarnings((say) => {
    for (const line of emptyContinuations)
      say("NoEmptyContinuation", "Empty continuation line", { start: line, end: line });
    for (const instruction of instructions) lintWriting(instruction, say);
  });
}

/** What can be said of a Dockerfile as it is written, before any image is looked up. */
export function lintText(dockerfile: Dockerfile): LintWarning[] {
  const { instructions } = dockerfile;
  const read = lintRead(dockerfile);
  const whole = collectWarnings((say) => {
    lintStageNames(instructions, say);
    lintCasing(instructions, say);
  });
  return [...read, ...whole];
}

function lintWriting({ keyword, word, rest, range }: Instruction, say: Say): void {
  if (keyword === "MAINTAINER")
    say("MaintainerDeprecated", "Maintainer instruction is deprecated in favor of using label", range);
  const words = keyword === "FROM" ? rest.split(/\s+/) : [];
  const [, as, name] = words;
  if (as === undefined || name === undefined) return;
  if (words.length === 3 && !isLower(name)) say("StageNameCasing", `Stage name '${name}' should be lowercase`, range);
  const matches = isLower(word) ? isLower(as) : isUpper(word) ? isUpper(as) : true;
  if (!matches) say("FromAsCasing", `'${as}' and '${word}' keywords' casing do not match`, range);
}

function lintStageNames(instructions: readonly Instruction[], say: Say): void {
  const seen = new Set<string>();
  for (const { keyword, rest, range } of instructions) {
    const name = keyword === "FROM" ? rest.split(/\s+/)[2]?.toLowerCase() : undefined;
    if (name === undefined) continue;
    if (name === "scratch" || name === "context")
      say("ReservedStageName", `Stage name should not use the same name as reserved stage "${name}"`, range);
    if (seen.has(name))
      say("DuplicateStageName", `Duplicate stage name "${name}", stage names should be unique`, range);
    seen.add(name);
  }
}

function lintCasing(instructions: readonly Instruction[], say: Say): void {
  const first = instructions.findIndex(({ keyword }) => keyword === "FROM");
  const counted = instructions.slice(Math.max(0, first));
  const lower = counted.filter(({ word }) => isLower(word)).length;
  const upper = counted.filter(({ word }) => isUpper(word)).length;
  const majority = lower > upper ? "lowercase" : "uppercase";
  for (const { word, range } of counted) {
    if (majority === "lowercase" ? isLower(word) : isUpper(word)) continue;
    const detail = `Command '${word}' should match the case of the command majority (${majority})`;
    say("ConsistentInstructionCasing", detail, range);
  }
}

/** @param globals the ARGs before the first FROM with the values they have in this build */
export function lintBases(dockerfile: Dockerfile, globals: Variables): LintWarning[] {
  return collectWarnings((say) => {
    const defaults: Record<string, string> = { ...PLATFORM_ARGS };
    const declared = new Set(Object.keys(globals));
    const froms = dockerfile.instructions.filter(({ keyword }) => keyword === "FROM");
    const first = dockerfile.instructions.findIndex(({ keyword }) => keyword === "FROM");
    for (const instruction of dockerfile.instructions.slice(0, first)) {
      for (const [name, value] of argPairs(instruction, defaults)) {
        declared.add(name);
        if (value !== undefined) defaults[name] = value;
      }
    }
    for (const { rest, range } of froms) {
      const [image = ""] = rest.split(/\s+/);
      if (!isReference(shownWord(image, defaults)))
        say(
          "InvalidDefaultArgInFrom",
          `Default value for ARG ${image} results in empty or invalid base image name`,
          range,
        );
    }
    for (const { rest, range, flags } of froms) {
      const platform = flags.find(({ name }) => name === "platform")?.value;
      for (const text of [rest.split(/\s+/)[0] ?? "", platform ?? ""]) {
        for (const name of unsetIn(text, globals)) {
          if (declared.has(name)) continue;
          const near = closest(name, [...declared]);
          say("UndefinedArgInFrom", `FROM argument '${name}' is not declared${suggested(near)}`, range);
        }
      }
      if (platform === undefined || platform === "") continue;
      const detail = `Setting platform to predefined ${platform} in FROM is redundant as this is the default behavior`;
      if (/^\$\{?TARGETPLATFORM\}?$/.test(platform)) say("RedundantTargetPlatform", detail, range);
      const name = rest.split(/\s+/)[2];
      if (!platform.includes("$") && !name?.includes(platform.split("/")[1] ?? "\0"))
        say(
          "FromPlatformFlagConstDisallowed",
          `FROM --platform flag should not use constant value "${platform}"`,
          range,
        );
    }
  });
}

/** " (did you mean X?)" */
export const suggested = (near: string | undefined, sign = "") =>
  near === undefined ? "" : ` (did you mean ${sign}${near}?)`;

function isReference(text: string): boolean {
  try {
    parseReference(text);
    return true;
  } catch {
    return false;
  }
}

/** The variables a text uses that have no value. */
export function unsetIn(text: string, variables: Variables): string[] {
  const names = new Set<string>();
  shownWord(text, variables, { onUnset: (name) => names.add(name) });
  return [...names];
}
