import type { ComposeProject, ComposeService } from "../../compose/project.ts";
import { build, type CheckResult, check } from "../../engine/build/build.ts";
import { BuildError, excerpt } from "../../engine/build/build-error.ts";
import type { BuildProgress } from "../../engine/build/build-progress.ts";
import type { BuildRequest } from "../../engine/build/build-request.ts";
import { byteLength } from "../../kernel/bytes.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { findBuilder } from "../buildx/builders.ts";
import { checkText } from "../buildx/failure-text.ts";
import { logText } from "../buildx/plain-display.ts";
import { CommandError } from "../command.ts";
import { type BakeFlags, bakeDefinition, dockerfilePath, keyText } from "./bake-definition.ts";
import { BakeProgress } from "./bake-progress.ts";
import { bakeRequest } from "./bake-request.ts";
import { openBakeScreen } from "./bake-screen.ts";
import type { ComposeInvocation } from "./invocation.ts";

export interface BakeOptions extends BakeFlags {
  readonly quiet?: boolean;
  /** `--builder` */
  readonly builder?: string;
  /** Takes what is told line by line, instead of the screen. */
  readonly log?: (line: string) => void;
}

/** What starting buildx takes, ms (recording 13). */
const START_MS = 140;
const DEFINITIONS_MS = 20;
const PROVENANCE_MS = 25;

interface Target {
  readonly service: ComposeService;
  readonly request: BuildRequest;
  readonly progress: BuildProgress;
}

/**
 * Builds the images of services, all at once, as Compose has `docker buildx bake` do it (docker/compose, build_bake.go).
 * @throws CommandError when one cannot be built, in bake's words
 */
export async function bake(
  compose: ComposeInvocation,
  project: ComposeProject,
  services: readonly ComposeService[],
  options: BakeOptions = {},
): Promise<void> {
  const { context } = compose;
  const { process, engine } = context;
  const { clock } = process.machine;
  const progress = new BakeProgress(clock);
  const screen = openBakeScreen(compose, progress, { quiet: options.quiet ?? false, log: options.log });
  const targets: Target[] = [];
  try {
    await process.sleep(START_MS);
    requireBuilder(context, options.builder);
    try {
      for (const service of services) {
        const request = await bakeRequest(context, project, service, options);
        targets.push({ service, request, progress: progress.target(services.length > 1 ? service.name : "") });
      }
    } finally {
      // Bake reads its definitions before it looks for a context.
      const names = services.map(({ name }) => name);
      await readDefinitions(progress, bakeDefinition(project, names, options), (ms) => process.sleep(ms));
      if (options.ssh !== undefined) checkKey(process, options.ssh);
    }
    const findings = await allOf(
      targets.map(async (target) => {
        const { request, progress: own } = target;
        if (options.check) return { target, ...(await check(engine, request, own)) };
        await build(engine, request, own);
        await readProvenance(own, (ms) => clock.sleep(ms));
        return undefined;
      }),
    );
    const checks = findings.filter((one) => one !== undefined);
    const wrong = checks.find(({ error }) => error);
    if (wrong?.error) throw wrong.error;
    if (options.check) {
      await compose.written;
      // Bake writes what it found before its screen is drawn for the last time.
      await context.out(checks.map(findingText).join("\n"));
    }
    await screen.end();
    if (checks.some(({ warnings }) => warnings.length > 0))
      throw new CommandError("failed to execute bake: exit status 1");
  } catch (error) {
    await screen.end();
    const failed = targets.find((target) => target.progress.vertices.some((vertex) => vertex.error !== undefined));
    if (error instanceof BuildError) throw bakeError(compose, error, failed ?? targets[0]);
    throw error;
  }
}

/** @throws the first failure, once all are over */
async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(work);
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}

/** What a look at a Dockerfile found, under its target's name (docker/buildx, commands/bake.go). */
function findingText({ target: { service, request }, warnings }: { target: Target } & CheckResult): string {
  const { source } = request.dockerfile;
  const name = dockerfilePath(service.build?.context ?? "", service.build?.dockerfile) ?? request.dockerfile.name;
  return `${service.name}\n\n${checkText(warnings, { name, source })}`;
}

/** @throws CommandError for a key that cannot be lent to a build (buildkit, session/sshforward/sshprovider) */
function checkKey({ env, files, cwd }: ComposeInvocation["context"]["process"], key: string): void {
  const [id = "", path = ""] = keyText(key).split(/=(.*)/s);
  const fail = (why: string) => {
    throw new CommandError(`failed to convert agent config {${id} [${path}] false}: ${why}\n`);
  };
  if (path === "") {
    if (!env.SSH_AUTH_SOCK) fail("invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set");
  } else if (!files.exists(resolvePath(cwd, path)))
    fail(`failed to convert agent config for ID: ${JSON.stringify(id)}: stat ${path}: no such file or directory`);
}

/** @throws CommandError in bake's line, which Compose sets apart */
function requireBuilder(context: ComposeInvocation["context"], name: string | undefined): void {
  try {
    findBuilder(context, name ?? context.process.env.BUILDX_BUILDER);
  } catch (error) {
    if (error instanceof CommandError) throw new CommandError(`${error.message.replace("ERROR: ", "")}\n`);
    throw error;
  }
}

async function readProvenance(progress: BuildProgress, sleep: (ms: number) => Promise<void>): Promise<void> {
  const vertex = progress.add("resolving provenance for metadata file");
  progress.start(vertex);
  await sleep(PROVENANCE_MS);
  progress.finish(vertex);
}

async function readDefinitions(
  { own }: BakeProgress,
  definition: string,
  sleep: (ms: number) => Promise<void>,
): Promise<void> {
  const vertex = own.add("[internal] load local bake definitions");
  own.start(vertex);
  const status = own.startStatus(vertex, "reading from stdin");
  await sleep(DEFINITIONS_MS);
  own.finishStatus(vertex, status, byteLength(definition));
  own.finish(vertex);
}

/** The step that failed, then bake's own lines, which Compose sets apart from each other. */
function bakeError(compose: ComposeInvocation, error: BuildError, target: Target | undefined): CommandError {
  const rule = "------\n";
  for (const vertex of target?.progress.vertices ?? []) {
    if (vertex.error === undefined) continue;
    const logs = vertex.logs.map((log) => `${logText(vertex, log)}\n`).join("");
    compose.write(`${rule} > ${vertex.name}:\n${logs}${rule}`);
  }
  const source = target?.request.dockerfile.source;
  const lines =
    error.range && target && source !== undefined
      ? excerpt(target.request.dockerfile.name, source, error.range).replace(/\n$/, "").split("\n")
      : [];
  const message = `target ${target?.service.name ?? ""}: failed to solve: ${error.message}`;
  return new CommandError([...lines, message].map((line) => `${line}\n`).join("\n"));
}
