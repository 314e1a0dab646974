import type { BuildProgress } from "../../engine/build/build-progress.ts";
import { decode, encode } from "../../kernel/bytes.ts";
import { copyFiles } from "../../kernel/copy-files.ts";
import { type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import { type TarEntry, writeTar } from "../../kernel/tar.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { writeOutputFile } from "../image/input-file.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";

/** Where `--output` puts what was built. */
interface BuildOutput {
  /** "image": the daemon keeps it. */
  readonly type: "image" | "local" | "tar";
  /** "-" is standard output. */
  readonly dest: string;
}

const failure = (message: string) => new CommandError(`ERROR: failed to build: ${message}`);

/** Reads `--output` (docker/buildx, util/buildflags/export.go and build/output.go). @throws CommandError */
export function outputOf({ flags, process }: CommandContext): BuildOutput {
  const [text] = flags.list("output");
  if (text === undefined) return { type: "image", dest: "" };
  const given = text.includes("=") || text.includes(",") ? fieldsOf(text) : plain(text);
  const type = given.get("type");
  const dest = given.get("dest") ?? "";
  if (type === undefined) throw failure("type is required for output");
  if (type === "image" || (type === "docker" && dest === "")) return { type: "image", dest: "" };
  if (type === "local") {
    if (dest === "") throw failure("dest is required for local exporter");
    if (dest === "-") throw failure("dest cannot be stdout for local exporter");
    const place = resolvePath(process.cwd, dest);
    if (process.files.exists(place) && process.files.stat(place).kind !== "directory")
      throw failure(`destination directory ${dest} is a file`);
    return { type, dest };
  }
  if (type === "tar") {
    if ((dest === "" || dest === "-") && process.stdout.isTTY)
      throw failure("dest file is required for tar exporter. refusing to write to console");
    return { type, dest: dest === "" ? "-" : dest };
  }
  throw new CommandError(`ERROR: ${notSimulated(`docker build --output type=${type}`, languageOf(process.env))}`);
}

const plain = (text: string) =>
  new Map(
    text === "-"
      ? [
          ["type", "tar"],
          ["dest", "-"],
        ]
      : [
          ["type", "local"],
          ["dest", text],
        ],
  );

function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const field of text.split(",")) {
    const cut = field.indexOf("=");
    if (cut < 0) throw failure(`invalid value ${field}`);
    const key = field.slice(0, cut).toLowerCase();
    fields.set(key === "destination" ? "dest" : key, field.slice(cut + 1));
  }
  return fields;
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
