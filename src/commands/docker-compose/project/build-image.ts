import { readBuildInput } from "../../../cli/buildx/build-context.ts";
import { CommandError } from "../../../cli/command.ts";
import { languageOf, notSimulated } from "../../../cli/not-simulated.ts";
import { storedCredentials } from "../../../cli/registry/stored-credentials.ts";
import type { BuildRequest } from "../../../engine/build/build-request.ts";
import { ClassicFailure, classicBuild } from "../../../engine/build/classic-build.ts";
import { EngineError } from "../../../engine/errors.ts";
import { fullReference, parseReference, withDefaultTag } from "../../../engine/image/reference.ts";
import { runCommand } from "../../run-command.ts";
import { isUrl } from "../config/process-service.ts";
import { ProgressStream } from "../display/progress-stream.ts";
import { BuildFailed, UserError } from "../failures.ts";
import { isList, mapAt, type PyMap, textAt, textDict, textsAt } from "../python/py-value.ts";
import type { Service } from "./service.ts";

export interface BuildOptions {
  /** Leave it to the docker command, as COMPOSE_DOCKER_CLI_BUILD says. */
  readonly cli?: boolean;
  readonly noCache?: boolean;
  readonly pull?: boolean;
  readonly forceRemove?: boolean;
  readonly memory?: string;
  readonly args?: Readonly<Record<string, string>>;
  readonly silent?: boolean;
  /** `--progress`, for the docker command. */
  readonly progress?: string;
}

/**
 * Builds a service's image (compose/service.py, `build`).
 * @throws BuildFailed
 */
export async function buildImage(service: Service, options: BuildOptions): Promise<void> {
  const { logger } = service.parts.session;
  if (!options.silent) await logger.info(`Building ${service.name}`);
  const build = mapAt(service.options, "build");
  const args = { ...textDict(mapAt(build, "args")), ...options.args };
  if (options.cli) await throughDocker(service, build, args, options);
  else await throughDaemon(service, build, args, options);
}

/** `docker build`, with whatever builder that one uses. */
async function throughDocker(
  service: Service,
  build: PyMap,
  args: Readonly<Record<string, string>>,
  options: BuildOptions,
): Promise<void> {
  const context = textAt(build, "context") ?? "";
  const dockerfile = textAt(build, "dockerfile");
  const pairs = (flag: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${value}`]);
  const option = (flag: string, value: string | undefined) => (value ? [flag, value] : []);
  const { process } = service.parts.session;
  const words = [
    "docker",
    "build",
    ...pairs("--build-arg", args),
    ...textsAt(build, "cache_from").flatMap((image) => ["--cache-from", image]),
    ...option("--file", dockerfile && (isUrl(context) ? dockerfile : `${context}/${dockerfile}`)),
    ...(options.forceRemove ? ["--force-rm"] : []),
    ...pairs("--label", textDict(mapAt(build, "labels"))),
    ...option("--memory", options.memory),
    ...option("--network", textAt(build, "network")),
    ...(options.noCache ? ["--no-cache"] : []),
    ...option("--progress", options.progress),
    ...(options.pull ? ["--pull"] : []),
    "--tag",
    service.imageName,
    ...option("--target", textAt(build, "target")),
    ...extraHosts(build).flatMap((host) => ["--add-host", host]),
    context,
  ];
  const silent = { isTTY: false, write: () => Promise.resolve() };
  const status = await runCommand(process, words, options.silent ? { stdout: silent } : {});
  if (status !== 0) throw new BuildFailed(service.name, "Build failed");
}

function extraHosts(build: PyMap): string[] {
  const { extra_hosts: hosts } = build;
  if (isList(hosts)) return textsAt(build, "extra_hosts");
  return Object.entries(textDict(mapAt(build, "extra_hosts"))).map(([host, address]) => `${host}:${address}`);
}

/** The daemon's own builder, the one before BuildKit. */
async function throughDaemon(
  service: Service,
  build: PyMap,
  args: Readonly<Record<string, string>>,
  options: BuildOptions,
): Promise<void> {
  const { engine, process } = service.parts.session;
  const stream = new ProgressStream(process.stdout);
  try {
    await classicBuild(engine, await buildRequest(service, build, args, options), {
      stream: async (text) => {
        if (options.silent) return;
        if (text.startsWith("Successfully built")) await stream.aux();
        await stream.stream(text);
      },
      progress: (event) => (options.silent ? undefined : stream.progress(event)),
    });
  } catch (error) {
    if (error instanceof ClassicFailure) throw new BuildFailed(service.name, error.message);
    throw error;
  }
}

async function buildRequest(
  service: Service,
  build: PyMap,
  args: Readonly<Record<string, string>>,
  options: BuildOptions,
): Promise<BuildRequest> {
  const { engine, process } = service.parts.session;
  const context = textAt(build, "context") ?? "";
  const dockerfile = textAt(build, "dockerfile");
  if (isUrl(context)) throw new UserError(notSimulated(`docker-compose build ${context}`, languageOf(process.env)));
  try {
    const input = await readBuildInput(process, engine, context, dockerfile ? `${context}/${dockerfile}` : "");
    const network = textAt(build, "network");
    return {
      ...input,
      dockerfile: { name: dockerfile ?? "Dockerfile", source: input.dockerfile.source },
      tags: [fullReference(withDefaultTag(parseReference(service.imageName)))],
      target: textAt(build, "target") ?? "",
      buildArgs: args,
      labels: textDict(mapAt(build, "labels")),
      noCache: options.noCache ?? false,
      network: network === "none" || network === "host" ? network : "default",
      provenance: false,
      pull: options.pull ?? false,
      extraHosts: Object.fromEntries(extraHosts(build).map((host) => host.split(/:(.*)/s))),
      signal: process.signal,
      credentials: (reference) => storedCredentials(process, reference),
    };
  } catch (error) {
    if (error instanceof CommandError)
      throw new EngineError(500, `Cannot locate specified Dockerfile: ${dockerfile ?? "Dockerfile"}`);
    throw error;
  }
}
