import { LABEL, LABEL_VERSION } from "../../compose/labels.ts";
import { serviceImage } from "../../compose/names.ts";
import type { ComposeBuild, ComposeProject, ComposeService } from "../../compose/project.ts";
import { build } from "../../engine/build/build.ts";
import { BuildError, excerpt } from "../../engine/build/build-error.ts";
import type { BuildProgress } from "../../engine/build/build-progress.ts";
import type { BuildRequest } from "../../engine/build/build-request.ts";
import type { Image } from "../../engine/image/image.ts";
import { requireTagged } from "../../engine/image/resolve.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { readBuildInput } from "../buildx/build-context.ts";
import { logText, PlainDisplay } from "../buildx/plain-display.ts";
import { TerminalDisplay } from "../buildx/terminal-display.ts";
import { CommandError } from "../command.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";
import { BakeProgress } from "./bake-progress.ts";
import type { ComposeInvocation } from "./invocation.ts";

export interface BakeOptions {
  readonly quiet?: boolean;
  readonly noCache?: boolean;
  /** `--build-arg` */
  readonly args?: Readonly<Record<string, string>>;
}

/** What starting buildx takes, ms (recording 13). */
const START_MS = 140;
const FRAME_MS = 150;
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
  const screen = screenOf(compose, progress, options.quiet ?? false);
  const targets: Target[] = [];
  try {
    await process.sleep(START_MS);
    try {
      for (const service of services) {
        const request = await requestOf(compose, project, service, options);
        targets.push({ service, request, progress: progress.target(services.length > 1 ? service.name : "") });
      }
    } finally {
      // Bake reads its definitions before it looks for a context.
      await readDefinitions(progress, definitionSize(targets), (ms) => process.sleep(ms));
    }
    const results = await Promise.allSettled(
      targets.map((target) => buildTarget(target, (request, own) => build(engine, request, own), clock)),
    );
    const failure = results.find((result) => result.status === "rejected");
    if (failure) throw failure.reason;
  } catch (error) {
    await screen.end();
    const failed = targets.find((target) => target.progress.vertices.some((vertex) => vertex.error !== undefined));
    if (error instanceof BuildError) throw bakeError(compose, error, failed ?? targets[0]);
    throw error;
  }
  await screen.end();
}

async function buildTarget(
  { request, progress }: Target,
  run: (request: BuildRequest, progress: BuildProgress) => Promise<Image>,
  clock: { sleep(ms: number): Promise<void> },
): Promise<void> {
  await run(request, progress);
  const vertex = progress.add("resolving provenance for metadata file");
  progress.start(vertex);
  await clock.sleep(PROVENANCE_MS);
  progress.finish(vertex);
}

async function readDefinitions(progress: BakeProgress, size: number, sleep: (ms: number) => Promise<void>) {
  const { own } = progress;
  const vertex = own.add("[internal] load local bake definitions");
  own.start(vertex);
  const status = own.startStatus(vertex, "reading from stdin");
  await sleep(DEFINITIONS_MS);
  own.finishStatus(vertex, status, size);
  own.finish(vertex);
}

/** About the bytes of the definition that Compose writes to bake. */
function definitionSize(targets: readonly Target[]): number {
  const definition = {
    group: { default: { targets: targets.map(({ service }) => service.name) } },
    target: Object.fromEntries(
      targets.map(({ service, request }) => [
        service.name,
        {
          context: service.build?.context,
          dockerfile: service.build?.dockerfile,
          args: service.build?.args,
          labels: request.labels,
          tags: request.tags,
          target: service.build?.target,
          output: ["type=docker"],
        },
      ]),
    ),
  };
  return JSON.stringify(definition, null, 2).length;
}

async function requestOf(
  { context }: ComposeInvocation,
  project: ComposeProject,
  service: ComposeService,
  options: BakeOptions,
): Promise<BuildRequest> {
  const { process, engine } = context;
  const config = service.build;
  if (!config) throw new RangeError(`service ${service.name} has nothing to build`);
  let input: Awaited<ReturnType<typeof readBuildInput>>;
  try {
    input = await readBuildInput(process, engine, config.context, dockerfilePath(config));
  } catch (error) {
    if (error instanceof CommandError)
      throw new CommandError(error.message.replace(/^ERROR: failed to build: /, "").replace(/^ERROR: /, ""));
    throw error;
  }
  if (config.dockerfileInline !== undefined)
    input = { ...input, dockerfile: { name: "Dockerfile", source: config.dockerfileInline } };
  const { network } = config;
  return {
    ...input,
    tags: [...config.tags, serviceImage(project, service)].map(requireTagged),
    target: config.target ?? "",
    buildArgs: { ...buildArgs(config, project.environment), ...options.args },
    labels: {
      ...config.labels,
      [LABEL.project]: project.name,
      [LABEL.service]: service.name,
      [LABEL.version]: LABEL_VERSION,
    },
    noCache: config.noCache || (options.noCache ?? false),
    network: network === "none" || network === "host" ? network : "default",
    provenance: true,
    credentials: (reference) => storedCredentials(process, reference),
    signal: process.signal,
  };
}

function dockerfilePath({ context, dockerfile }: ComposeBuild): string {
  return dockerfile === undefined ? "" : resolvePath(context, dockerfile);
}

function buildArgs({ args }: ComposeBuild, env: Readonly<Record<string, string>>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(args)) {
    const known = value ?? env[name];
    if (known !== undefined) found[name] = known;
  }
  return found;
}

/** Draws while builds go on, as `--progress` asks. */
function screenOf(compose: ComposeInvocation, progress: BakeProgress, quiet: boolean): { end(): Promise<void> } {
  const { process } = compose.context;
  const { clock } = process.machine;
  const mode = quiet ? "quiet" : compose.progressMode;
  if (mode === "quiet" || mode === "json") return { end: () => compose.written };
  const out = (text: string) => compose.write(text);
  if (mode === "plain") {
    new PlainDisplay(progress, out, "");
    return { end: () => compose.written };
  }
  const display = new TerminalDisplay(progress, process.tty?.columns ?? 80, process.tty?.rows ?? 24, "");
  out(display.opening());
  let cancel = () => {};
  const tick = () => {
    if (process.signal.aborted) return;
    if (progress.vertices.some(({ started }) => started !== undefined)) out(display.frame(clock.now(), false));
    cancel = clock.after(FRAME_MS, tick);
  };
  tick();
  return {
    end: () => {
      cancel();
      out(display.frame(clock.now(), true));
      return compose.written;
    },
  };
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
