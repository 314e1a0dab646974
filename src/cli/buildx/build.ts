import { build, buildFiles, check } from "../../engine/build/build.ts";
import { BuildError, excerpt } from "../../engine/build/build-error.ts";
import { BuildProgress } from "../../engine/build/build-progress.ts";
import type { BuildRequest } from "../../engine/build/build-request.ts";
import { targets } from "../../engine/build/targets.ts";
import type { Image } from "../../engine/image/image.ts";
import { requireTagged } from "../../engine/image/resolve.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { absentImageNote } from "../absent-image.ts";
import { type Command, type CommandContext, CommandError, exactArgs } from "../command.ts";
import { writeOutputFile } from "../image/input-file.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { readBuildInput } from "./build-context.ts";
import { checkAsked, flagWarnings, notesOn, refuseFlags, requestOf } from "./build-flags.ts";
import { buildMetadata } from "./build-metadata.ts";
import { type CallFunction, readOptions } from "./build-options.ts";
import { outputOf, writeOutput } from "./build-output.ts";
import { openView, viewMode } from "./build-view.ts";
import { findBuilder } from "./builders.ts";
import { runClassicBuild } from "./classic.ts";
import { checkText, failedSteps, failureText, warningsText } from "./failure-text.ts";
import { keepRecord } from "./keep-record.ts";
import { targetsText } from "./targets-text.ts";

/** What buildx does before it asks anybody, ms (recording 07). */
const PREPARE_MS = 60;

/** `docker build`: docker/buildx, `commands/build.go` (recordings 05, 07). */
export const command: Command = {
  path: "buildx build",
  args: exactArgs(1),
  async run(context) {
    const { flags, args, err, process } = context;
    if (process.env.DOCKER_BUILDKIT === "0") return runClassicBuild(context);
    refuseFlags(context);
    await err(flagWarnings(context));
    const options = readOptions(context);
    findBuilder(context, flags.string("builder"));
    const mode = viewMode(context);
    const progress = new BuildProgress(process.machine.clock);
    await err(notesOn(context));
    const view = await openView(context, progress, mode);
    await process.sleep(PREPARE_MS);
    let request: BuildRequest;
    let output: ReturnType<typeof outputOf>;
    try {
      checkAsked(context);
      output = outputOf(context, options.exports);
      request = await requestOf(context, options, () =>
        readBuildInput(process, context.engine, args[0] ?? "", flags.string("file")),
      );
      if (output.type === "unknown") throw unknownExporter(output.dest);
      progress.begin();
    } catch (error) {
      await view.end(false);
      throw error;
    }
    view.begin();
    request = { ...request, signal: untilStopped(process) };
    const { call } = options;
    const warnings = () => (mode === "quiet" ? "" : warningsText(progress, request.dockerfile, isDebug(context)));
    try {
      const finish = await (call.name === "build"
        ? runBuild(context, request, progress, output)
        : runCall(context, request, progress, call));
      await view.end(true);
      await err(warnings());
      // Quiet buildx prints the id of what was made, of nothing too.
      if (call.name !== "build" && isQuiet(context)) await context.out("\n");
      return await finish();
    } catch (error) {
      await view.end(true);
      if (!(error instanceof BuildError)) throw error;
      if (call.name === "build") keepRecord(context, request, progress, { error });
      const text = failureText(error, progress, request.dockerfile, warnings());
      await err(
        `${text}${await absentImageNote(text, context.process.env, () => context.engine.ports.registries.names())}`,
      );
      return error === STOPPED ? INTERRUPTED : 1;
    }
  },
};

/** What a build ends with that somebody stops (docker/buildx, cmd/buildx/main.go). */
const STOPPED = new BuildError("Canceled: context canceled");
const INTERRUPTED = 130;

/** Aborts when the client is asked to stop, as with Ctrl-C: then it still tells how far the build came. */
function untilStopped(process: CommandContext["process"]): AbortSignal {
  const stopped = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.onSignal(name, () => stopped.abort(STOPPED));
  return AbortSignal.any([process.signal, stopped.signal]);
}

const unknownExporter = (type: string) =>
  new CommandError(`ERROR: failed to build: failed to solve: exporter ${JSON.stringify(type)} could not be found`);

const isDebug = ({ flags, groupFlags }: CommandContext): boolean =>
  flags.bool("debug") || (groupFlags.get("")?.bool("debug") ?? false);

/** @returns what is left to say once the view is closed, and the status */
type Finish = () => Promise<number>;

async function runBuild(
  context: CommandContext,
  request: BuildRequest,
  progress: BuildProgress,
  output: ReturnType<typeof outputOf>,
): Promise<Finish> {
  const { engine, flags, out } = context;
  if (output.type === "local" || output.type === "tar") {
    const files = await buildFiles(engine, request, progress);
    await writeOutput(context, { type: output.type, dest: output.dest }, files, progress);
    keepRecord(context, request, progress, {});
    return async () => {
      writeMetadata(context, request, progress, undefined);
      if (isQuiet(context)) await out("\n");
      return 0;
    };
  }
  const named = request.tags.length === 0 && output.dest !== "" ? [requireTagged(output.dest)] : request.tags;
  const image = await build(engine, { ...request, tags: named }, progress);
  keepRecord(context, request, progress, { image });
  return async () => {
    if (isQuiet(context)) await out(`${image.id}\n`);
    const iidFile = flags.string("iidfile");
    if (iidFile !== "") writeImageId(context, iidFile, image.id);
    writeMetadata(context, { ...request, tags: named }, progress, image);
    return 0;
  };
}

const isQuiet = ({ flags }: CommandContext): boolean => flags.bool("quiet") || flags.string("progress") === "quiet";

/** What `--call` tells of a Dockerfile. */
async function runCall(
  context: CommandContext,
  request: BuildRequest,
  progress: BuildProgress,
  call: CallFunction,
): Promise<Finish> {
  const { engine, process, out, err } = context;
  if (call.name === "targets") {
    const text = targetsText(await targets(engine, request, progress), call.format);
    return async () => {
      await out(text);
      return 0;
    };
  }
  if (call.name === "outline" || (call.name === "check" && call.format === "json"))
    throw new CommandError(`ERROR: ${notSimulated(`docker build --call=${call.name}`, languageOf(process.env))}`);
  if (call.name !== "check") {
    await targets(engine, request, progress);
    const why = `unsupported request frontend.${call.name}`;
    throw new BuildError(`${why}: ${why}`);
  }
  const { warnings, error } = await check(engine, request, progress);
  return async () => {
    if (error) await err(failedSteps(progress));
    const told = warnings.length > 0 || !error;
    if (told) await out(checkText(warnings, request.dockerfile));
    if (error) await err(`${told ? "\n" : ""}${checkFailure(error, request)}`);
    return warnings.length > 0 || error ? 1 : 0;
  };
}

function checkFailure({ message, range }: BuildError, { dockerfile: { name, source = "" } }: BuildRequest): string {
  return `ERROR: ${message}\n${range ? excerpt(name, source, range) : ""}\n`;
}

/** `--iidfile`. */
function writeImageId({ process }: CommandContext, path: string, id: string): void {
  const place = resolvePath(process.cwd, path);
  if (!process.files.exists(resolvePath(place, "..")))
    throw new CommandError(`ERROR: writing image ID file: open ${path}: no such file or directory`);
  writeOutputFile(process, path, id);
}

/** `--metadata-file`. @param image undefined when its files were written instead */
function writeMetadata(
  context: CommandContext,
  request: BuildRequest,
  { vertices }: BuildProgress,
  image: Image | undefined,
): void {
  const { flags, process, engine } = context;
  const path = flags.string("metadata-file");
  if (path === "") return;
  writeOutputFile(process, path, JSON.stringify(buildMetadata(engine, request, vertices, image), null, 2));
}
