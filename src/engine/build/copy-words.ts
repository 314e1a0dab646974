import { BuildError } from "./build-error.ts";
import type { Instruction } from "./dockerfile.ts";
import { flagOf } from "./file-step.ts";
import { isRemote } from "./source-names.ts";
import { expandWord, splitWords, type Variables } from "./words.ts";

/** What a COPY or ADD names. */
export interface CopyWords {
  /** Files and URLs, without heredocs. */
  readonly names: readonly string[];
  readonly destination: string;
}

/**
 * The words of a COPY or ADD with their variables put in (buildkit, dockerfile2llb/convert.go, dispatchCopy).
 * @throws BuildError without lines: a word that cannot be expanded, a URL where there can be none
 */
export function copyWords(instruction: Instruction, variables: Variables): CopyWords {
  const words = (instruction.json ?? splitWords(instruction.rest)).map((word) => expandWord(word, variables));
  const names = words.slice(0, -1).filter((name) => !name.startsWith("<<"));
  checkRemote(names, instruction);
  return { names, destination: words.at(-1) ?? "" };
}

function checkRemote(names: readonly string[], instruction: Instruction): void {
  if (instruction.keyword === "COPY" && names.some(isRemote)) {
    const isGit = names.some((name) => /^git@|\.git(#|$)/.test(name));
    throw new BuildError(isGit ? "source can't be a git ref for COPY" : "source can't be a URL for COPY");
  }
  if (flagOf(instruction, "checksum") === undefined) return;
  if (names.length !== 1) throw new BuildError("checksum can't be specified for multiple sources");
  if (!isRemote(names[0] ?? "")) throw new BuildError("checksum requires HTTP(S) or Git sources");
}
