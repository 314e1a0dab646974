import { type BuildError, excerpt } from "../../engine/build/build-error.ts";
import { type BuildProgress, warningText } from "../../engine/build/build-progress.ts";
import type { BuildRequest } from "../../engine/build/build-request.ts";
import type { LintWarning } from "../../engine/build/lint.ts";
import { LINT_RULES, ruleUrl } from "../../engine/build/lint-rules.ts";
import { logText } from "./plain-display.ts";

const RULE = "------\n";

/**
 * What buildx says of a build that failed: the step with its output, the lines of the Dockerfile, and why.
 * @param warnings what could be better, which comes in between
 */
export function failureText(
  error: BuildError,
  progress: BuildProgress,
  dockerfile: BuildRequest["dockerfile"],
  warnings = "",
): string {
  const lines =
    error.range && dockerfile.source !== undefined ? excerpt(dockerfile.name, dockerfile.source, error.range) : "";
  return `${failedSteps(progress)}${warnings}${lines.repeat(error.shown)}ERROR: failed to build: failed to solve: ${error.message}\n`;
}

/** The steps that failed, each with what it wrote. */
export function failedSteps({ vertices }: Pick<BuildProgress, "vertices">): string {
  const steps = vertices
    .filter((vertex) => vertex.error !== undefined)
    .map((vertex) => {
      const logs = vertex.logs.map((log) => `${logText(vertex, log)}\n`).join("");
      return `${RULE} > ${vertex.name}:\n${logs}${RULE}`;
    });
  return steps.join("");
}

/**
 * What buildx says of what could be better, yellow even where nobody sees it (docker/buildx, commands/build.go).
 * @param debug whether each is explained
 */
export function warningsText(
  { warnings }: BuildProgress,
  dockerfile: BuildRequest["dockerfile"],
  debug: boolean,
): string {
  if (warnings.length === 0) return "";
  const count = warnings.length === 1 ? "1 warning" : `${warnings.length} warnings`;
  const title = `${count} found${debug ? "" : " (use docker --debug to expand)"}:\n`;
  const lines = warnings.map(
    (warning) => ` - ${warningText(warning)}\n${debug ? explanation(warning, dockerfile) : ""}`,
  );
  return `\n \x1b[33m${title}\x1b[0m${lines.join("")}`;
}

function explanation({ rule, range }: LintWarning, { name, source = "" }: BuildRequest["dockerfile"]): string {
  return `${LINT_RULES[rule]}\n${ruleUrl(rule) === "" ? "" : `More info: ${ruleUrl(rule)}\n`}${excerpt(name, source, range)}\n`;
}

/** What `docker build --check` says (buildkit, frontend/subrequests/lint/lint.go). */
export function checkText(warnings: readonly LintWarning[], { name, source = "" }: BuildRequest["dockerfile"]): string {
  if (warnings.length === 0) return "Check complete, no warnings found.\n";
  const count = warnings.length === 1 ? "1 warning has" : `${warnings.length} warnings have`;
  const inOrder = [...warnings].sort((a, b) => a.range.start - b.range.start);
  const urlText = (rule: LintWarning["rule"]) => (ruleUrl(rule) === "" ? "" : ` - ${ruleUrl(rule)}`);
  const parts = inOrder.map(
    ({ rule, detail, range }) => `\nWARNING: ${rule}${urlText(rule)}\n${detail}\n${excerpt(name, source, range)}`,
  );
  return `Check complete, ${count} been found!\n${parts.join("")}`;
}
