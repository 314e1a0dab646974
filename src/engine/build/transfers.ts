import type { Engine } from "../engine.ts";
import { BuildError } from "./build-error.ts";
import type { BuildProgress, Vertex } from "./build-progress.ts";
import type { BuildRequest } from "./build-request.ts";
import { rememberSource } from "./cache.ts";
import { byteCount, type CopySource, checksum, findItems } from "./copy-source.ts";
import { type Dockerfile, type Instruction, readDockerfile } from "./dockerfile.ts";
import { IgnorePatterns } from "./ignore-patterns.ts";
import { isRemote } from "./source-names.ts";
import { splitWords } from "./words.ts";

/** What the client sends to BuildKit: the Dockerfile, .dockerignore, and of the context what is asked for. */

const DEFINITION_MS = 20;
const IGNORE_MS = 6;
const CONTEXT_MS = 8;
/** What a transfer takes beside the file's own bytes. */
const OVERHEAD = 32;
const NOTHING = 2;
/** What comparing a file that was sent before takes. */
const COMPARED = 29;

/**
 * @param check what looks at it before the step counts as done; of one that is refused, at what comes before
 * @throws BuildError when there is no Dockerfile, or it cannot be read
 */
export async function loadDefinition(
  engine: Engine,
  progress: BuildProgress,
  request: BuildRequest,
  check: (dockerfile: Dockerfile, vertex: Vertex, refused: boolean) => Promise<void>,
): Promise<Dockerfile> {
  const { dockerfile: definition, sent, signal } = request;
  const { name, source } = definition;
  if (sent === "archive") await unpackArchive(engine, progress, request);
  const vertex =
    sent === "archive"
      ? progress.add("copy /context /")
      : progress.add(`[internal] load build definition from ${name}`);
  progress.start(vertex);
  if (sent === "archive") await engine.clock.sleep(DEFINITION_MS, signal);
  else {
    const transfer = progress.startStatus(vertex, "transferring dockerfile:");
    await engine.clock.sleep(DEFINITION_MS, signal);
    if (sent === "nothing") {
      const message = "failed to read dockerfile: no local sources enabled";
      progress.finish(vertex, { error: "no local sources enabled" });
      throw new BuildError(message);
    }
    progress.finishStatus(vertex, transfer, source === undefined ? NOTHING : source.length + OVERHEAD);
  }
  if (sent === undefined && source !== undefined) rememberSource(engine, "dockerfile", "", source.length, source);
  const at = engine.clock.now();
  try {
    if (source === undefined)
      throw new BuildError(`failed to read dockerfile: open ${name}: no such file or directory`);
    const { dockerfile, refusal } = readDockerfile(source);
    await check(dockerfile, vertex, refusal !== undefined);
    if (refusal) throw refusal;
    return dockerfile;
  } finally {
    progress.finish(vertex, { at });
  }
}

/** A context that came as an archive: it is there once, and is unpacked. */
async function unpackArchive(engine: Engine, progress: BuildProgress, { signal }: BuildRequest): Promise<void> {
  const vertex = progress.add("[internal] load remote build context");
  progress.start(vertex);
  await engine.clock.sleep(CONTEXT_MS, signal);
  progress.finish(vertex);
}

export async function loadIgnore(
  engine: Engine,
  progress: BuildProgress,
  { ignore, sent, signal }: BuildRequest,
): Promise<void> {
  if (sent === "archive") return;
  const vertex = progress.add("[internal] load .dockerignore");
  progress.start(vertex);
  const transfer = progress.startStatus(vertex, "transferring context:", { announced: true });
  await engine.clock.sleep(IGNORE_MS, signal);
  progress.finishStatus(vertex, transfer, ignore === undefined ? NOTHING : ignore.length + OVERHEAD);
  rememberSource(engine, "context .dockerignore", "", ignore?.length ?? 0, ignore ?? "");
  progress.finish(vertex);
}

/** @param instructions all that may copy from it: only what they name is sent */
export async function loadContext(
  engine: Engine,
  progress: BuildProgress,
  { context, ignore, sent, signal }: BuildRequest,
  instructions: readonly Instruction[],
): Promise<CopySource> {
  const source: CopySource = { ...context, ...(ignore === undefined ? {} : { ignore: new IgnorePatterns(ignore) }) };
  if (sent === "archive") return source;
  const vertex = progress.add("[internal] load build context");
  progress.start(vertex);
  const transfer = progress.startStatus(vertex, "transferring context:");
  await engine.clock.sleep(CONTEXT_MS, signal);
  const items = instructions.flatMap(sourceNames).flatMap((name) => findItems(source, name));
  const bytes = byteCount(source, items);
  // What was sent before is only compared.
  const known = items.length > 0 && rememberSource(engine, "context", context.root, bytes, checksum(source, items));
  const moved = known ? items.length * COMPARED : bytes + OVERHEAD;
  progress.finishStatus(vertex, transfer, items.length === 0 ? NOTHING : moved);
  progress.finish(vertex);
  return source;
}

/** Whether an instruction reads the build's context: it copies from it, or mounts it. */
export const needsContext = (instruction: Instruction): boolean => sourceWords(instruction).length > 0;

/** What an instruction takes from the context, without what heredocs hold and what comes from elsewhere. */
function sourceWords(instruction: Instruction): string[] {
  const { keyword, rest, json, flags } = instruction;
  if (keyword === "RUN") return flags.filter(({ name }) => name === "mount").flatMap(({ value }) => boundPath(value));
  if ((keyword !== "COPY" && keyword !== "ADD") || flags.some(({ name }) => name === "from")) return [];
  const words = (json ? [...json] : splitWords(rest)).slice(0, -1);
  return words.filter((name) => !name.startsWith("<<") && !isRemote(name));
}

/** What a mount of RUN shows of the context. */
function boundPath(text: string): string[] {
  const fields = new Map(
    text.split(",").map((field): [string, string] => {
      const cut = field.indexOf("=");
      return cut < 0 ? [field, ""] : [field.slice(0, cut), field.slice(cut + 1)];
    }),
  );
  if ((fields.get("type") ?? "bind") !== "bind" || fields.has("from")) return [];
  return [fields.get("source") ?? fields.get("src") ?? "/"];
}

/** Names that are known before any step: those with variables are not. */
const sourceNames = (instruction: Instruction) => sourceWords(instruction).filter((name) => !name.includes("$"));
