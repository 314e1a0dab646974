import type { Engine } from "../engine.ts";
import type { BuildProgress } from "./build-progress.ts";
import { cacheKey, remember } from "./cache.ts";
import type { Instruction } from "./dockerfile.ts";
import { isProgram } from "./run-instruction.ts";

const NAME = "[internal] preparing inline document";
const PREPARE_MS = 4;

/** Makes files of the heredocs of COPY and ADD, and of those that are programs: a step each. */
export async function prepareDocuments(
  engine: Engine,
  progress: BuildProgress,
  instructions: readonly Instruction[],
): Promise<void> {
  const documents = instructions.flatMap((instruction) =>
    instruction.keyword !== "RUN" || isProgram(instruction) ? instruction.heredocs : [],
  );
  for (const { name, content } of documents) {
    const vertex = progress.add(NAME);
    const key = cacheKey("document", name, content);
    if (engine.state.images.buildCache?.[key]) {
      progress.finish(vertex, { cached: true });
      continue;
    }
    progress.start(vertex);
    await engine.clock.sleep(PREPARE_MS);
    remember(engine, key, NAME, undefined, content.length);
    progress.finish(vertex);
  }
}
