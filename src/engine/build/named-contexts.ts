import type { Engine } from "../engine.ts";
import type { BuildProgress } from "./build-progress.ts";
import type { NamedContext } from "./build-request.ts";
import { byteCount, type CopySource, findItems } from "./copy-source.ts";
import type { Instruction } from "./dockerfile.ts";
import type { Stage } from "./stages.ts";
import { splitWords } from "./words.ts";

/** What `--build-context` puts in the place of stages and images (buildkit, frontend/dockerui/namedcontext.go). */

type Contexts = Readonly<Record<string, NamedContext>>;

/** What a transfer takes beside the files' own bytes, as of the build's context. */
const OVERHEAD = 24;
const NOTHING = 2;
const TRANSFER_MS = 6;

/** The context of a name, in any case. */
export const contextOf = (contexts: Contexts | undefined, name: string): NamedContext | undefined =>
  contexts?.[name.toLowerCase()];

/** The stages of a Dockerfile, those that a named context stands for without their own instructions. */
export function withContexts(stages: readonly Stage[], contexts: Contexts | undefined): Stage[] {
  return stages.map((stage) => {
    const isReplaced = stage.name !== undefined && contextOf(contexts, stage.name)?.type === "image";
    return isReplaced && stage.name !== undefined ? { ...stage, base: stage.name, instructions: [] } : stage;
  });
}

/** Asks the client what a named directory leaves out. */
export async function loadContextIgnore(
  engine: Engine,
  progress: BuildProgress,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  const vertex = progress.add(`[context ${name}] load .dockerignore`);
  progress.start(vertex);
  const transfer = progress.startStatus(vertex, `transferring ${name}:`);
  await engine.clock.sleep(TRANSFER_MS, signal);
  progress.finishStatus(vertex, transfer, NOTHING);
  progress.finish(vertex);
}

/** Fetches what instructions take of a named directory: for COPY what they name, for a mount all of it. */
export async function loadNamedContext(
  engine: Engine,
  progress: BuildProgress,
  { name, source }: { name: string; source: CopySource },
  instructions: readonly Instruction[],
  signal?: AbortSignal,
): Promise<void> {
  const copied = instructions.flatMap((instruction) => copiedNames(instruction, name));
  const parts = [copied, ...(instructions.some((one) => mounts(one, name)) ? [["/"]] : [])];
  for (const names of parts.filter((one) => one.length > 0)) {
    const vertex = progress.add(`[context ${name}] load from client`);
    progress.start(vertex);
    const transfer = progress.startStatus(vertex, `transferring ${name}:`);
    await engine.clock.sleep(TRANSFER_MS, signal);
    const bytes = byteCount(
      source,
      names.flatMap((one) => findItems(source, one)),
    );
    progress.finishStatus(vertex, transfer, bytes + OVERHEAD);
    progress.finish(vertex);
  }
}

function copiedNames({ keyword, flags, json, rest }: Instruction, name: string): string[] {
  if (keyword !== "COPY" || !flags.some((flag) => flag.name === "from" && flag.value.toLowerCase() === name)) return [];
  return (json ? [...json] : splitWords(rest)).slice(0, -1);
}

const mounts = ({ keyword, flags }: Instruction, name: string): boolean =>
  keyword === "RUN" &&
  flags.some((flag) => flag.name === "mount" && flag.value.toLowerCase().split(",").includes(`from=${name}`));
