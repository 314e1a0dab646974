import { buildFor, builtFiles } from "../../engine/build/build.ts";
import type { BuildProgress } from "../../engine/build/build-progress.ts";
import type { BuildRequest } from "../../engine/build/build-request.ts";
import { exportArchive } from "../../engine/build/export-archive.ts";
import { exportImage } from "../../engine/build/export-image.ts";
import type { StageState } from "../../engine/build/stage-state.ts";
import type { Image } from "../../engine/image/image.ts";
import { requireTagged } from "../../engine/image/resolve.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { writeOutputFile } from "../image/input-file.ts";
import { buildMetadata } from "./build-metadata.ts";
import type { BuildOutput } from "./build-output.ts";
import { keepRecord } from "./keep-record.ts";
import { sendArchive, writeOutput } from "./write-output.ts";

/** @returns what is left to say once the view is closed, and the status */
export type Finish = () => Promise<number>;

/** Builds, and puts what was built where it is wanted. @throws BuildError */
export async function runBuild(
  context: CommandContext,
  request: BuildRequest,
  progress: BuildProgress,
  outputs: readonly BuildOutput[],
): Promise<Finish> {
  const { engine, flags, out } = context;
  const made = await buildFor(engine, request, progress, async (state) => {
    let last: Made = { id: "" };
    for (const output of outputs) last = { ...last, ...(await exportTo(context, request, progress, state, output)) };
    return last;
  });
  keepRecord(context, request, progress, made.image ? { image: made.image } : {});
  return async () => {
    if (isQuiet(context)) await out(`${made.id}\n`);
    const iidFile = flags.string("iidfile");
    if (iidFile !== "") writeImageId(context, iidFile, made.id);
    writeMetadata(context, { ...request, tags: made.tags ?? request.tags }, progress, made.image);
    return 0;
  };
}

/** What became of a build. */
interface Made {
  /** What `--quiet` shows: "" when there is no image. */
  readonly id: string;
  readonly image?: Image;
  readonly tags?: readonly string[];
}

async function exportTo(
  context: CommandContext,
  request: BuildRequest,
  progress: BuildProgress,
  state: StageState,
  output: BuildOutput,
): Promise<Partial<Made>> {
  const { engine } = context;
  if (output.type === "cacheonly" || output.type === "unknown") return {};
  if (output.type === "local" || output.type === "tar") {
    await writeOutput(context, output, builtFiles(engine, state), progress);
    return {};
  }
  const tags =
    request.tags.length === 0 && output.name !== "" ? output.name.split(",").map(requireTagged) : request.tags;
  if (output.type === "image") {
    const image = await exportImage(engine, progress, state, { ...request, tags, push: output.push });
    return { id: image.id, image, tags };
  }
  const { format, dest } = output;
  const archive = await exportArchive(engine, progress, state, { ...request, tags, format }, (text, size) =>
    sendArchive(context, dest, text, size),
  );
  return { id: archive.configDigest };
}

/** Whether only the id of what was made is shown. */
export const isQuiet = ({ flags }: CommandContext): boolean =>
  flags.bool("quiet") || flags.string("progress") === "quiet";

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
