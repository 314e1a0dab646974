import type { SourceRange } from "./build-error.ts";
import { commentOf } from "./comments.ts";
import type { Dockerfile, Instruction } from "./dockerfile.ts";
import { argPairs, findSource, findStage, namedSources, type Stage } from "./stages.ts";
import type { Variables } from "./words.ts";

/** What a target can be told: `--call=outline` (buildkit, frontend/dockerfile/dockerfile2llb/outline.go). */
export interface Outline {
  readonly name: string;
  readonly description: string;
  readonly args: readonly OutlineArg[];
  readonly secrets: readonly OutlineMount[];
  readonly ssh: readonly OutlineMount[];
  /** The whole Dockerfile. */
  readonly source: string;
}

export interface OutlineArg {
  readonly name: string;
  readonly value: string;
  readonly description: string;
  readonly range: SourceRange;
}

/** A secret, or an agent of ssh. */
export interface OutlineMount {
  readonly name: string;
  readonly required: boolean;
  readonly range: SourceRange;
}

/**
 * @param stages all there are
 * @param target the stage that is wanted: what it stands on and copies from counts too
 * @param globals the values of ARGs before the first FROM
 */
export function outlineOf(
  dockerfile: Dockerfile,
  {
    stages,
    target,
    globals,
    buildArgs,
  }: { stages: readonly Stage[]; target: Stage; globals: Variables; buildArgs: Variables },
): Outline {
  const lines = dockerfile.source.split("\n");
  const wanted = stagesBelow(stages, target, new Set());
  const first = dockerfile.instructions.findIndex(({ keyword }) => keyword === "FROM");
  const used = new Set(wanted.flatMap(({ from }) => variableNames(from.text)));
  const before = dockerfile.instructions.slice(0, first).filter(({ keyword }) => keyword === "ARG");
  const args = new Map<string, OutlineArg>();
  const declare = (
    instruction: Instruction,
    variables: Record<string, string>,
    isWanted: (name: string) => boolean,
  ) => {
    for (const [name, preset] of argPairs(instruction, variables)) {
      const value = buildArgs[name] ?? preset ?? globals[name] ?? "";
      variables[name] = value;
      const { range } = instruction;
      if (isWanted(name) && !args.has(name))
        args.set(name, { name, value, description: commentOf(lines, range.start - 1, name), range });
    }
  };
  for (const stage of wanted) {
    const variables: Record<string, string> = {};
    for (const instruction of stage.instructions)
      if (instruction.keyword === "ARG") declare(instruction, variables, () => true);
  }
  for (const instruction of before) declare(instruction, { ...globals }, (name) => used.has(name));
  const runs = wanted.flatMap(({ instructions }) => instructions.filter(({ keyword }) => keyword === "RUN"));
  const { name = "", from } = target;
  return {
    name,
    description: commentOf(lines, from.range.start - 1, name),
    args: inOrder([...args.values()]),
    secrets: mountsOf(runs, "secret"),
    ssh: mountsOf(runs, "ssh"),
    source: dockerfile.source,
  };
}

function stagesBelow(stages: readonly Stage[], stage: Stage, seen: Set<Stage>): Stage[] {
  if (seen.has(stage)) return [];
  seen.add(stage);
  const below = findStage(stages, stage.base, stage.index);
  const others = stage.instructions.flatMap(namedSources).flatMap((name) => findSource(stages, name) ?? []);
  return [stage, ...[...(below ? [below] : []), ...others].flatMap((one) => stagesBelow(stages, one, seen))];
}

const variableNames = (text: string): string[] => [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = ""]) => name);

const inOrder = <Item extends { readonly range: SourceRange }>(items: Item[]): Item[] =>
  items.sort((a, b) => a.range.start - b.range.start);

/** What RUN asks for with `--mount=type=…`, each name once. */
function mountsOf(runs: readonly Instruction[], type: "secret" | "ssh"): OutlineMount[] {
  const found = new Map<string, OutlineMount>();
  for (const { flags, range } of runs) {
    for (const { value } of flags.filter(({ name }) => name === "mount")) {
      const fields = new Map(
        value.split(",").map((field): [string, string] => {
          const [key = "", text = ""] = field.split("=");
          return [key, text];
        }),
      );
      if (fields.get("type") !== type) continue;
      const target = fields.get("target") ?? fields.get("dst") ?? fields.get("destination") ?? "";
      const name = fields.get("id") ?? (type === "ssh" ? "default" : (target.split("/").at(-1) ?? ""));
      const required = fields.has("required") && fields.get("required") !== "false";
      if (!found.has(name)) found.set(name, { name, required, range });
    }
  }
  return inOrder([...found.values()]);
}
