import { type BuildError, excerpt } from "../../engine/build/build-error.ts";
import type { BuildProgress } from "../../engine/build/build-progress.ts";
import { logText } from "./plain-display.ts";

const RULE = "------\n";

/** What buildx says of a build that failed: the step with its output, the lines of the Dockerfile, and why. */
export function failureText(
  error: BuildError,
  progress: BuildProgress,
  dockerfile: { readonly name: string; readonly source: string | undefined },
): string {
  const steps = progress.vertices
    .filter((vertex) => vertex.error !== undefined)
    .map((vertex) => {
      const logs = vertex.logs.map((log) => `${logText(vertex, log)}\n`).join("");
      return `${RULE} > ${vertex.name}:\n${logs}${RULE}`;
    });
  const lines =
    error.range && dockerfile.source !== undefined ? excerpt(dockerfile.name, dockerfile.source, error.range) : "";
  return `${steps.join("")}${lines}ERROR: failed to build: failed to solve: ${error.message}\n`;
}

/** What buildx says of what could be better. @param tty in colour */
export function warningsText({ warnings }: BuildProgress, tty: boolean): string {
  if (warnings.length === 0) return "";
  const count = warnings.length === 1 ? "1 warning" : `${warnings.length} warnings`;
  const title = `${count} found (use docker --debug to expand):\n`;
  return `\n ${tty ? `\x1b[33m${title}\x1b[0m` : title}${warnings.map(({ text }) => ` - ${text}\n`).join("")}`;
}
