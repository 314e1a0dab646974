import { build, buildFiles, check } from "../../engine/build/build.ts";
import { BuildError, excerpt } from "../../engine/build/build-error.ts";
import { BuildProgress } from "../../engine/build/build-progress.ts";
import type { BuildRequest } from "../../engine/build/build-request.ts";
import type { Image } from "../../engine/image/image.ts";
import { type Command, type CommandContext, exactArgs } from "../command.ts";
import { writeOutputFile } from "../image/input-file.ts";
import { readBuildInput } from "./build-context.ts";
import { notesOn, refuseFlags, requestOf } from "./build-flags.ts";
import { outputOf, writeOutput } from "./build-output.ts";
import { openView, viewMode } from "./build-view.ts";
import { runClassicBuild } from "./classic.ts";
import { checkText, failureText, warningsText } from "./failure-text.ts";

/** What buildx does before it asks anybody, ms (recording 07). */
const PREPARE_MS = 60;

/** `docker build`: docker/buildx, `commands/build.go` (recordings 05, 07). */
export const command: Command = {
  path: "buildx build",
  args: exactArgs(1),
  async run(context) {
    const { flags, args, err, process } = context;
    refuseFlags(context);
    if (process.env.DOCKER_BUILDKIT === "0") return runClassicBuild(context);
    const mode = viewMode(context);
    const progress = new BuildProgress(process.machine.clock);
    await err(notesOn(context));
    const view = await openView(context, progress, mode);
    await process.sleep(PREPARE_MS);
    let request: BuildRequest;
    try {
      request = requestOf(context, await readBuildInput(process, context.engine, args[0] ?? "", flags.string("file")));
      progress.begin();
    } catch (error) {
      await view.end(false);
      throw error;
    }
    view.begin();
    const isCheck = flags.bool("check") || flags.string("call") === "check";
    const warnings = () => (mode === "quiet" ? "" : warningsText(progress, request.dockerfile, isDebug(context)));
    try {
      const finish = await (isCheck ? runCheck : runBuild)(context, request, progress);
      await view.end(true);
      await err(warnings());
      return await finish();
    } catch (error) {
      await view.end(true);
      if (!(error instanceof BuildError)) throw error;
      if (isCheck) await err(checkFailure(error, request));
      else await err(failureText(error, progress, request.dockerfile, warnings()));
      return 1;
    }
  },
};

const isDebug = ({ flags, groupFlags }: CommandContext): boolean =>
  flags.bool("debug") || (groupFlags.get("")?.bool("debug") ?? false);

/** @returns what is left to say once the view is closed, and the status */
type Finish = () => Promise<number>;

async function runBuild(context: CommandContext, request: BuildRequest, progress: BuildProgress): Promise<Finish> {
  const { engine, flags, out } = context;
  const output = outputOf(context);
  if (output.type !== "image") {
    await writeOutput(context, output, await buildFiles(engine, request, progress), progress);
    return () => Promise.resolve(0);
  }
  const image = await build(engine, request, progress);
  writeFiles(context, request, image);
  return async () => {
    if (flags.bool("quiet") || flags.string("progress") === "quiet") await out(`${image.id}\n`);
    return 0;
  };
}

async function runCheck(context: CommandContext, request: BuildRequest, progress: BuildProgress): Promise<Finish> {
  const warnings = await check(context.engine, request, progress);
  return async () => {
    await context.out(checkText(warnings, request.dockerfile));
    return warnings.length > 0 ? 1 : 0;
  };
}

function checkFailure({ message, range }: BuildError, { dockerfile: { name, source = "" } }: BuildRequest): string {
  return `ERROR: ${message}\n${range ? `${excerpt(name, source, range)}\n` : ""}`;
}

/** `--iidfile` and `--metadata-file`. */
function writeFiles({ flags, process, engine }: CommandContext, { tags }: BuildRequest, image: Image): void {
  const iidFile = flags.string("iidfile");
  if (iidFile !== "") writeOutputFile(process, iidFile, image.id);
  const metadataFile = flags.string("metadata-file");
  if (metadataFile === "") return;
  const ref = engine.state.images.images[image.id]?.built?.ref ?? "";
  const metadata = {
    "buildx.build.ref": `default/default/${ref}`,
    "containerimage.config.digest": image.configDigest,
    "containerimage.digest": image.id,
    ...(tags.length > 0 ? { "image.name": tags.join(",") } : {}),
  };
  writeOutputFile(process, metadataFile, JSON.stringify(metadata, null, 2));
}
