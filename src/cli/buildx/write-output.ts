import type { BuildProgress } from "../../engine/build/build-progress.ts";
import { decode, encode } from "../../kernel/bytes.ts";
import { copyFiles } from "../../kernel/copy-files.ts";
import { type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import { type TarEntry, writeTar } from "../../kernel/tar.ts";
import type { CommandContext } from "../command.ts";
import { writeOutputFile } from "../image/input-file.ts";

/** Bytes a millisecond that the client receives. */
const SPEED = 200_000;

/** Writes the files of what was built where the client wants them. @throws CommandError */
export async function writeOutput(
  { process, out }: Pick<CommandContext, "process" | "out">,
  { type, dest }: { readonly type: "local" | "tar"; readonly dest: string },
  files: FileSystem,
  progress: BuildProgress,
): Promise<void> {
  const entries = [...entriesOf(files, "/")];
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  const vertex = progress.add(`exporting to client ${type === "tar" ? "tarball" : "directory"}`);
  progress.start(vertex);
  const status = progress.startStatus(vertex, type === "tar" ? "sending tarball" : "copying files");
  await process.sleep(Math.ceil(bytes / SPEED) + 10);
  if (type === "local") {
    const place = resolvePath(process.cwd, dest);
    process.files.mkdir(place, { recursive: true });
    for (const name of files.readdir("/"))
      copyFiles(files, `/${name}`, process.files, resolvePath(place, name), { times: true });
  } else {
    const archive = decode(writeTar(entries));
    await sendArchive({ process, out }, dest, archive);
  }
  // A tarball is sent without telling how much.
  progress.finishStatus(vertex, status, type === "local" ? bytes : 0);
  progress.finish(vertex);
}

/** Writes an archive where it is wanted: a file, standard output. @throws CommandError */
export async function sendArchive(
  { process, out }: Pick<CommandContext, "process" | "out">,
  dest: string,
  archive: string,
  size?: number,
): Promise<void> {
  if (dest === "-") await out(archive);
  else writeOutputFile(process, dest, archive, size === undefined ? undefined : { size, failure: "" });
}

function* entriesOf(files: FileSystem, directory: string): Generator<TarEntry & { size: number }> {
  for (const name of files.readdir(directory)) {
    const place = directory === "/" ? `/${name}` : `${directory}/${name}`;
    const { kind, mode, uid, gid, mtime, size, target } = files.lstat(place);
    if (kind === "socket") continue;
    const common = { path: place.slice(1), kind, mode, uid, gid, mtime, size: kind === "file" ? size : 0 };
    if (kind === "file") yield { ...common, content: encode(files.readFile(place)) };
    else if (kind === "symlink") yield { ...common, target: target ?? "" };
    else yield common;
    if (kind === "directory") yield* entriesOf(files, place);
  }
}
