import { resolvePath } from "../../kernel/filesystem.ts";
import { containerUser } from "../container/user.ts";
import { EngineError } from "../errors.ts";
import { BuildError, located } from "./build-error.ts";
import { treeOver } from "./copy-files.ts";
import { findItems } from "./copy-source.ts";
import { copyStep } from "./copy-step.ts";
import { copyWords } from "./copy-words.ts";
import type { Instruction } from "./dockerfile.ts";
import { type FileStep, flagOf, type StepContext } from "./file-step.ts";
import { isRemote } from "./source-names.ts";
import type { StageState } from "./stage-state.ts";
import { expandWord } from "./words.ts";

/**
 * A COPY or ADD of the builder before BuildKit, which asks more of it (moby, builder/dockerfile/copy.go): something must
 * be there, and the owner must be known.
 * @throws BuildError
 */
export async function classicCopy(
  context: StepContext,
  instruction: Instruction,
  state: StageState,
): Promise<FileStep> {
  const { keyword, range } = instruction;
  const fail = (why: string) => new BuildError(`${keyword} failed: ${why}`, range);
  const { names } = located(range, () => copyWords(instruction, state.variables));
  const local = names.filter((name) => !isRemote(name));
  const from = flagOf(instruction, "from");
  const place = await context.source(from, instruction);
  let found = names.length - local.length;
  for (const name of local) {
    if (from === undefined && leaves(name)) throw fail(`forbidden path outside the build context: ${name} ()`);
    const count = findItems(place, name).length;
    const path = resolvePath("/", name).slice(1);
    const where = from === undefined ? "file not found in build context or excluded by .dockerignore: " : "";
    if (count === 0 && !/[*?[]/.test(name)) throw fail(`${where}stat ${path}: file does not exist`);
    found += count;
  }
  if (found === 0 && instruction.heredocs.length === 0) throw fail("no source files were specified");
  checkOwner(context, instruction, state);
  return copyStep(context, instruction, state);
}

/** Whether a path goes above the directory it begins in. */
function leaves(path: string): boolean {
  let depth = 0;
  for (const part of path.split("/")) {
    if (part === "..") depth--;
    else if (part !== "" && part !== ".") depth++;
    if (depth < 0) return !path.startsWith("/");
  }
  return false;
}

function checkOwner({ engine }: StepContext, instruction: Instruction, state: StageState): void {
  const asked = flagOf(instruction, "chown");
  if (asked === undefined) return;
  const { files } = treeOver(engine, state.files);
  const [user = "", group = ""] = expandWord(asked, state.variables).split(":");
  const refuse = (kind: string, name: string, why: string) =>
    new BuildError(
      `unable to convert uid/gid chown string to host mapping: can't find ${kind} for ${why} ${name}: no such ${why}: ${name}`,
      instruction.range,
    );
  if (!isKnown(() => containerUser(files, user))) throw refuse("uid", user, "user");
  if (group !== "" && !isKnown(() => containerUser(files, `0:${group}`))) throw refuse("gid", group, "group");
}

function isKnown(look: () => unknown): boolean {
  try {
    look();
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}
