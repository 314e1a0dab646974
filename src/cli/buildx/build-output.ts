import type { BuildProgress } from "../../engine/build/build-progress.ts";
import { decode, encode } from "../../kernel/bytes.ts";
import { copyFiles } from "../../kernel/copy-files.ts";
import { type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import { type TarEntry, writeTar } from "../../kernel/tar.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { writeOutputFile } from "../image/input-file.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import type { ExportEntry } from "./build-options.ts";

/** Where `--output` puts what was built. */
interface BuildOutput {
  /** "image": the daemon keeps it. "unknown": what no exporter makes. */
  readonly type: "image" | "local" | "tar" | "unknown";
  /** "-" is standard output; of an image the name it gets; of what is unknown, what was asked for. */
  readonly dest: string;
}

const failure = (message: string) => new CommandError(`ERROR: failed to build: ${message}`);

/** What `--output` asks for (docker/buildx, build/opt.go, CreateExports). @throws CommandError */
export function outputOf({ flags, process }: CommandContext, [entry]: readonly ExportEntry[]): BuildOutput {
  if (!entry) return { type: "image", dest: "" };
  const { type, dest, attributes } = entry;
  const isPushed = type === "registry" || /^(1|t|true)$/i.test(attributes.get("push") ?? "");
  if (isPushed && flags.list("tag").length === 0 && !attributes.get("name"))
    throw failure("tag is needed when pushing to registry");
  if (!isPushed && (type === "image" || (type === "docker" && dest === "")))
    return { type: "image", dest: attributes.get("name") ?? "" };
  if (type === "local") {
    if (dest === "") throw failure("dest is required for local exporter");
    if (dest === "-") throw failure("dest cannot be stdout for local exporter");
    const place = resolvePath(process.cwd, dest);
    if (process.files.exists(place) && process.files.stat(place).kind !== "directory")
      throw failure(`destination directory ${dest} is a file`);
    return { type, dest };
  }
  if ((type === "tar" || type === "oci") && (dest === "" || dest === "-") && process.stdout.isTTY)
    throw failure(`dest file is required for ${type} exporter. refusing to write to console`);
  if (type === "tar") return { type, dest: dest === "" ? "-" : dest };
  if (!["image", "docker", "oci", "registry"].includes(type)) return { type: "unknown", dest: type };
  throw new CommandError(`ERROR: ${notSimulated(`docker build --output type=${type}`, languageOf(process.env))}`);
}

/** Bytes a millisecond that the client receives. */
const SPEED = 200_000;

/** Writes the files of what was built where the client wants them. @throws CommandError */
export async function writeOutput(
  { process, out }: CommandContext,
  { type, dest }: BuildOutput,
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
    if (dest === "-") await out(archive);
    else writeOutputFile(process, dest, archive);
  }
  // A tarball is sent without telling how much.
  progress.finishStatus(vertex, status, type === "local" ? bytes : 0);
  progress.finish(vertex);
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
