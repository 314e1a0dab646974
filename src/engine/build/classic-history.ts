import { DEFAULT_SHELL } from "./config-instruction.ts";
import type { Instruction } from "./dockerfile.ts";
import type { FileStep } from "./file-step.ts";
import type { StageState } from "./stage-state.ts";
import { argPairs } from "./stages.ts";
import { expandWord } from "./words.ts";

/** What the builder before BuildKit writes into an image's history (moby, builder/dockerfile/dispatchers.go). */

/** Before a line of the history that no command made. */
export const NOP = "/bin/sh -c #(nop)  ";

/** The line of an instruction that changes no file: it begins with the shell, and has words as they were given. */
export function configHistory(createdBy: string, { keyword, rest }: Instruction, state: StageState): string {
  const shell = (state.config.Shell ?? DEFAULT_SHELL).join(" ");
  const line = createdBy.replace(NOP, `${shell} #(nop)  `);
  if (keyword === "EXPOSE") return line.replace(/EXPOSE .*$/, () => `EXPOSE ${expandWord(rest, state.variables)}`);
  if (keyword !== "HEALTHCHECK") return line;
  return line.replace(/"/g, "").replace(/'\\x([0-9a-f]+)'/, (_, digits: string) => String(Number.parseInt(digits, 16)));
}

/** The line of the history as the classic builder writes it: of what is copied, a digest. */
export function classicHistory({ createdBy, source }: FileStep, { keyword, flags }: Instruction): string {
  const line = createdBy.replace(/ # buildkit$/, "");
  if (keyword === "RUN") return line.replace(/^RUN /, "");
  if (source === undefined) return `/bin/sh -c #(nop) ${line}`;
  const owner = flags.find(({ name }) => name === "chown")?.value;
  return `/bin/sh -c #(nop) ${keyword} ${owner === undefined ? "" : `--chown=${owner} `}${source} `;
}

/** ARG as it is declared: what it is given is no part of it, so that the cache holds. */
export const declaredArgs = (instruction: Instruction, state: StageState): string =>
  `${(state.config.Shell ?? DEFAULT_SHELL).join(" ")} #(nop)  ARG ${argPairs(instruction, state.variables)
    .map(([name, value]) => (value === undefined ? name : `${name}=${value}`))
    .join(" ")}`;
