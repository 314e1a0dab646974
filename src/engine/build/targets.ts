import type { Engine } from "../engine.ts";
import type { BuildProgress } from "./build-progress.ts";
import type { BuildRequest } from "./build-request.ts";
import { commentOf } from "./comments.ts";
import { loadDefinition } from "./transfers.ts";

/** A stage as something to build. */
export interface BuildTarget {
  /** "" for a stage without a name. */
  readonly name: string;
  /** What a comment above it says: `# name what it is for`. */
  readonly description: string;
  readonly isDefault: boolean;
  /** As it is written. */
  readonly base: string;
  readonly platform: string;
  readonly line: number;
  /** The whole Dockerfile. */
  readonly source: string;
}

/** What a Dockerfile can build: `--call=targets` (buildkit, dockerfile2llb/convert.go, ListTargets). @throws BuildError */
export async function targets(engine: Engine, request: BuildRequest, progress: BuildProgress): Promise<BuildTarget[]> {
  const { instructions, source } = await loadDefinition(engine, progress, request, async () => {});
  const lines = source.split("\n");
  const froms = instructions.filter(({ keyword }) => keyword === "FROM");
  return froms.map(({ rest, range, flags }, i) => {
    const [base = "", , name = ""] = rest.split(/\s+/);
    return {
      name: name.toLowerCase(),
      description: commentOf(lines, range.start - 1, name),
      isDefault: i === froms.length - 1,
      base,
      platform: flags.find((flag) => flag.name === "platform")?.value ?? "",
      line: range.start,
      source,
    };
  });
}
