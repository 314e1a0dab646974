import { BuildError, parseError } from "./build-error.ts";
import type { Dockerfile, Instruction } from "./dockerfile.ts";
import { expandWord, type Variables } from "./words.ts";

/** What one FROM begins. */
export interface Stage {
  readonly index: number;
  /** As AS gives it, in lower case. */
  readonly name: string | undefined;
  readonly from: Instruction;
  /** What it builds on: an image or another stage, with its variables put in. */
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

/** What ARG before the first FROM can say without being told. */
export const PLATFORM_ARGS: Variables = {
  BUILDPLATFORM: "linux/amd64",
  BUILDOS: "linux",
  BUILDARCH: "amd64",
  BUILDVARIANT: "",
  TARGETPLATFORM: "linux/amd64",
  TARGETOS: "linux",
  TARGETARCH: "amd64",
  TARGETVARIANT: "",
};

/**
 * The stages of a Dockerfile, and the values of the ARGs before the first.
 * @throws BuildError when something other than ARG comes before FROM, or a base has no name
 */
export function stagesOf(dockerfile: Dockerfile, buildArgs: Variables): { stages: Stage[]; globals: Variables } {
  const globals: Record<string, string> = { ...PLATFORM_ARGS };
  const stages: Stage[] = [];
  let current: Instruction[] | undefined;
  for (const instruction of dockerfile.instructions) {
    if (instruction.keyword === "FROM") {
      current = [];
      stages.push(stageOf(stages.length, instruction, globals, current));
    } else if (current) current.push(instruction);
    else if (instruction.keyword === "ARG") {
      for (const [name, value] of argPairs(instruction, globals)) {
        const given = buildArgs[name] ?? value;
        if (given !== undefined) globals[name] = given;
      }
    } else throw new BuildError("no build stage in current context", instruction.range);
  }
  if (stages.length === 0) throw new BuildError("dockerfile contains no stages to build");
  return { stages, globals };
}

function stageOf(index: number, from: Instruction, globals: Variables, instructions: Instruction[]): Stage {
  const [image = "", , name] = from.rest.split(/\s+/);
  const base = expandWord(image, globals);
  if (base === "") throw new BuildError(`base name (${image}) should not be blank`, from.range);
  if (name !== undefined && !/^[a-z][a-z0-9-_.]*$/i.test(name))
    throw parseError(
      `invalid name for build stage: ${JSON.stringify(name)}, name can't start with a number or contain symbols`,
      from.range,
    );
  return { index, name: name?.toLowerCase(), from, base, instructions };
}

/** The names an ARG declares, with their defaults. */
export function argPairs({ rest }: Instruction, variables: Variables): [name: string, value: string | undefined][] {
  return rest.split(/\s+(?=[A-Za-z_]\w*(?:=|\s|$))/).map((pair) => {
    const cut = pair.indexOf("=");
    if (cut < 0) return [pair.trim(), undefined];
    return [pair.slice(0, cut), expandWord(pair.slice(cut + 1), variables)];
  });
}

/** The stage that a name or a number means, of those before `before`. */
export function findStage(stages: readonly Stage[], reference: string, before = stages.length): Stage | undefined {
  const lower = reference.toLowerCase();
  const named = stages.slice(0, before).findLast(({ name }) => name === lower);
  if (named) return named;
  return /^\d+$/.test(reference) && Number(reference) < before ? stages[Number(reference)] : undefined;
}

/** What an instruction takes files from beside the context: `COPY --from`, `RUN --mount=from=…`. */
export function namedSources({ keyword, flags }: Instruction): string[] {
  const named = keyword === "COPY" ? flags.filter(({ name }) => name === "from").map(({ value }) => value) : [];
  const fields = flags.filter(({ name }) => name === "mount").flatMap(({ value }) => value.split(","));
  return [...named, ...fields.filter((field) => field.startsWith("from=")).map((field) => field.slice("from=".length))];
}

/** The stages that a target needs, in order, itself the last. @throws BuildError for a target there is not */
export function neededStages(stages: readonly Stage[], target: string): Stage[] {
  const wanted = target === "" ? stages.at(-1) : findStage(stages, target);
  if (!wanted) throw new BuildError(`target stage ${JSON.stringify(target)} could not be found`);
  const needed = new Set<Stage>();
  const visit = (stage: Stage) => {
    if (needed.has(stage)) return;
    const below = findStage(stages, stage.base, stage.index);
    if (below) visit(below);
    for (const from of stage.instructions.flatMap(namedSources)) {
      const other = findStage(stages, from, stage.index);
      if (other) visit(other);
    }
    needed.add(stage);
  };
  visit(wanted);
  return [...needed];
}

/**
 * "[base 2/3] " before the name of a step: the stage's name where there are several.
 * @param count how many stages there are; an image that files are copied from counts as one
 */
export function stepPrefix(stage: Stage, count: number, step: number, total: number): string {
  const name = count > 1 ? `${stage.name ?? `stage-${stage.index}`} ` : "";
  return `[${name}${String(step).padStart(String(total).length)}/${total}] `;
}
