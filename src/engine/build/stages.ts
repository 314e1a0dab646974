import { quote } from "../go-quote.ts";
import { parsePlatform } from "../image/platform.ts";
import { BuildError, located, type SourceRange } from "./build-error.ts";
import type { Dockerfile, Instruction } from "./dockerfile.ts";
import { withSuggestion } from "./suggestion.ts";
import { expandWord, type Variables } from "./words.ts";

/** What one FROM begins. */
export interface Stage {
  readonly index: number;
  /** As AS gives it, in lower case. */
  readonly name: string | undefined;
  readonly from: Instruction;
  /** What it builds on: an image or another stage, with its variables put in. */
  readonly base: string;
  /** What `FROM --platform` asks for: "linux/arm64". */
  readonly platform?: string;
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
  const globals = globalArgs(dockerfile, buildArgs);
  const stages: Stage[] = [];
  let current: Instruction[] | undefined;
  for (const instruction of dockerfile.instructions) {
    if (instruction.keyword === "FROM") {
      current = [];
      stages.push(stageOf(stages.length, instruction, globals, current));
    } else if (current) current.push(instruction);
    else if (instruction.keyword !== "ARG")
      throw new BuildError("no build stage in current context", instruction.range);
  }
  if (stages.length === 0) throw new BuildError("dockerfile contains no stages to build");
  return { stages, globals };
}

/** The values of the ARGs before the first FROM. @throws BuildError for one that cannot be expanded */
export function globalArgs({ instructions }: Dockerfile, buildArgs: Variables): Record<string, string> {
  const globals: Record<string, string> = { ...PLATFORM_ARGS };
  const first = instructions.findIndex(({ keyword }) => keyword !== "ARG");
  for (const instruction of instructions.slice(0, Math.max(0, first))) {
    for (const [name, value] of argPairs(instruction, globals)) {
      const given = buildArgs[name] ?? value;
      if (given !== undefined) globals[name] = given;
    }
  }
  return globals;
}

/** Where everything here runs. */
export const OWN_PLATFORM = "linux/amd64";

/** @throws BuildError for one that cannot be read, or is empty */
function platformOf({ flags, range }: Instruction, globals: Variables): { platform?: string } {
  const text = flags.find(({ name }) => name === "platform")?.value;
  if (text === undefined) return {};
  const asked = located(range, () => expandWord(text, globals));
  if (asked === "") throw new BuildError(`empty platform value from expression ${text}`, range);
  const platform = parsePlatform(asked);
  if (platform instanceof Error)
    throw new BuildError(`failed to parse platform ${text}: ${platform.message}`, range, { shown: 2 });
  return { platform };
}

function stageOf(index: number, from: Instruction, globals: Variables, instructions: Instruction[]): Stage {
  const [image = "", , name] = from.rest.split(/\s+/);
  const base = located(from.range, () => expandWord(image, globals));
  if (base === "") throw new BuildError(`base name (${image}) should not be blank`, from.range);
  return { index, name: name?.toLowerCase(), from, base, instructions, ...platformOf(from, globals) };
}

/** The names an ARG declares, with their defaults. */
export function argPairs({ rest }: Instruction, variables: Variables): [name: string, value: string | undefined][] {
  return rest.split(/\s+(?=[A-Za-z_]\w*(?:=|\s|$))/).map((pair) => {
    const cut = pair.indexOf("=");
    if (cut < 0) return [pair.trim(), undefined];
    return [pair.slice(0, cut), expandWord(pair.slice(cut + 1), variables)];
  });
}

/** The stage of that name, of those before `before`: what FROM and `--target` mean. */
export function findStage(stages: readonly Stage[], name: string, before = stages.length): Stage | undefined {
  return stages.slice(0, before).findLast((stage) => stage.name === name);
}

/** The stage that a name in any case, or a number, means: `COPY --from`. */
export function findSource(stages: readonly Stage[], reference: string): Stage | undefined {
  const named = findStage(stages, reference.toLowerCase());
  return named ?? (/^\d+$/.test(reference) ? stages[Number(reference)] : undefined);
}

/** What an instruction takes files from beside the context: `COPY --from`, `RUN --mount=from=…`. */
export function namedSources({ keyword, flags }: Instruction): string[] {
  const named = keyword === "COPY" ? flags.filter(({ name }) => name === "from").map(({ value }) => value) : [];
  const fields = flags.filter(({ name }) => name === "mount").flatMap(({ value }) => value.split(","));
  return [...named, ...fields.filter((field) => field.startsWith("from=")).map((field) => field.slice("from=".length))];
}

/** Whether a RUN of a stage mounts something that comes neither from a stage nor from an image. */
export const mountsNothing = ({ instructions }: Stage): boolean =>
  instructions.some(({ flags }) => flags.some(({ name, value }) => name === "mount" && !/(^|,)from=/.test(value)));

/**
 * The stages that a target needs, in order, itself the last.
 * @throws BuildError for a target or a number there is not, for stages that copy from each other
 */
export function neededStages(stages: readonly Stage[], target: string): Stage[] {
  const wanted = target === "" ? stages.at(-1) : findStage(stages, target.toLowerCase());
  const names = stages.map(({ name, index }) => name ?? `stage-${index}`);
  if (!wanted) throw new BuildError(withSuggestion(`target stage ${quote(target)} could not be found`, target, names));
  checkSources(stages);
  const needed = new Set<Stage>();
  const visit = (stage: Stage) => {
    if (needed.has(stage)) return;
    needed.add(stage);
    const below = findStage(stages, stage.base, stage.index);
    if (below) visit(below);
    for (const { stage: other } of sourceStages(stages, stage)) visit(other);
    // What it needs goes before it.
    needed.delete(stage);
    needed.add(stage);
  };
  visit(wanted);
  return [...needed];
}

/** @throws BuildError for a source of COPY that no stage can be, or that needs what it is needed for */
function checkSources(stages: readonly Stage[]): void {
  for (const { keyword, flags } of stages.flatMap(({ instructions }) => instructions)) {
    const from = keyword === "COPY" ? flags.find(({ name }) => name === "from")?.value : undefined;
    if (from === undefined) continue;
    if (expandWord(from, {}) !== from)
      throw new BuildError(
        "variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround",
      );
    if (/^[+-]?\d+$/.test(from) && !stages[Number(from)]) throw new BuildError(`invalid stage index ${Number(from)}`);
  }
  const done = new Set<Stage>();
  for (const stage of stages) {
    const circle = findCircle(stages, stage, { done, path: new Set(), ranges: [] });
    if (circle)
      throw new BuildError(`circular dependency detected on stage: ${stage.name ?? `stage-${stage.index}`}`, circle);
  }
}

interface Search {
  readonly done: Set<Stage>;
  readonly path: ReadonlySet<Stage>;
  readonly ranges: readonly SourceRange[];
}

/** The lines of the first instruction of a circle; undefined when there is none. */
function findCircle(stages: readonly Stage[], stage: Stage, { done, path, ranges }: Search): SourceRange | undefined {
  if (done.has(stage)) return undefined;
  done.add(stage);
  for (const { stage: other, range } of sourceStages(stages, stage)) {
    const next = [...ranges, range];
    if (path.has(other) || other === stage) return next[0];
    const circle = findCircle(stages, other, { done, path: new Set([...path, stage]), ranges: next });
    if (circle) return circle;
  }
  return undefined;
}

function sourceStages(stages: readonly Stage[], { instructions }: Stage): { stage: Stage; range: SourceRange }[] {
  return instructions.flatMap((instruction) =>
    namedSources(instruction).flatMap((name) => {
      const stage = findSource(stages, name);
      return stage ? [{ stage, range: instruction.range }] : [];
    }),
  );
}

/**
 * "[base 2/3] " before the name of a step: the stage's name where there are several.
 * @param count how many stages there are; an image that files are copied from counts as one
 */
export function stepPrefix(stage: Stage, count: number, step: number, total: number): string {
  const name = count > 1 ? `${stage.name ?? `stage-${stage.index}`} ` : "";
  return `[${name}${String(step).padStart(String(total).length)}/${total}] `;
}
