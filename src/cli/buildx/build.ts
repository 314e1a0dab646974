import { BuildError } from "../../engine/build/build-error.ts";
import { BuildProgress } from "../../engine/build/build-progress.ts";
import type { BuildRequest } from "../../engine/build/build-request.ts";
import { absentImageNote } from "../absent-image.ts";
import { type Command, type CommandContext, CommandError, exactArgs } from "../command.ts";
import { readBuildInput } from "./build-context.ts";
import { flagWarnings, notesOn, requestOf } from "./build-flags.ts";
import { readOptions } from "./build-options.ts";
import { type BuildOutput, outputsOf } from "./build-output.ts";
import { openView, viewMode } from "./build-view.ts";
import { findBuilder } from "./builders.ts";
import { runClassicBuild } from "./classic.ts";
import { failureText, warningsText } from "./failure-text.ts";
import { checkAsked, refuseFlags } from "./flag-refusals.ts";
import { keepRecord } from "./keep-record.ts";
import { isQuiet, runBuild } from "./run-build.ts";
import { runCall } from "./run-call.ts";

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
    let outputs: BuildOutput[];
    try {
      checkAsked(context);
      outputs = outputsOf(context, options.exports);
      request = await requestOf(context, options, () =>
        readBuildInput(process, context.engine, args[0] ?? "", flags.string("file")),
      );
      for (const output of outputs) if (output.type === "unknown") throw unknownExporter(output.name);
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
        ? runBuild(context, request, progress, outputs)
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
