import { containerFiles } from "../../engine/container/container-files.ts";
import { emitContainerEvent } from "../../engine/container/events.ts";
import { archiveOf } from "../../engine/container/export.ts";
import { findContainer, requireContainer } from "../../engine/container/find.ts";
import { EngineError, invalid } from "../../engine/errors.ts";
import { decode, encode } from "../../kernel/bytes.ts";
import { copyFiles } from "../../kernel/copy-files.ts";
import { FileError, type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { readAll } from "../../kernel/stream.ts";
import { readTar, TarError, writeTar } from "../../kernel/tar.ts";
import { type Command, type CommandContext, CommandError, exactArgs } from "../command.ts";
import { humanSize } from "../format/size.ts";
import { containerNames } from "./complete.ts";
import { unpackArchive } from "./unpack-archive.ts";

export const command: Command = {
  path: "container cp",
  args: exactArgs(2),
  async run(context) {
    const [from = "", to = ""] = context.args;
    if (from === "") throw new CommandError("source can not be empty");
    if (to === "") throw new CommandError("destination can not be empty");
    const source = containerPath(from);
    const target = containerPath(to);
    if (source && target) throw new CommandError("copying between containers is not supported");
    if (source) return copyOut(context, source.container, source.path, to);
    if (target) return copyIn(context, from, target.container, target.path);
    throw new CommandError("must specify at least one container source");
  },
  complete: ({ engine }) => containerNames(engine).map((name) => `${name}:`),
};

/** `container:path`; undefined for a path of the client's ("./a:b" is one). */
function containerPath(text: string): { container: string; path: string } | undefined {
  if (text.startsWith("/") || text.startsWith(".")) return undefined;
  const cut = text.indexOf(":");
  return cut <= 0 ? undefined : { container: text.slice(0, cut), path: text.slice(cut + 1) };
}

async function copyOut(context: CommandContext, ref: string, path: string, to: string): Promise<number> {
  const { engine, process, out, tty } = context;
  checkOutput(process, to);
  const container = requireContainer(engine, ref);
  // The daemon's own words.
  if (path === "") throw invalid("bad parameter: pathcannot be empty");
  const files = await containerFiles(engine, ref);
  const inside = resolvePath("/", path);
  const missing = () => {
    throw new EngineError(404, `Could not find the file ${path} in container ${ref}`);
  };
  // The daemon mounts the container's files and volumes, and nothing of the kernel's.
  if (/^\/(proc|sys|dev)\/./.test(inside)) missing();
  const real = sourcePath(context, files, inside, missing);
  emitContainerEvent(engine, container, "archive-path");
  if (to === "-") {
    if (tty) throw new CommandError("cannot copy to a terminal; redirect the output");
    await out(decode(writeTar(archiveOf(engine, files, real))));
    return 0;
  }
  const full = resolvePath(process.cwd, to);
  const contents = path.endsWith("/.") || path === ".";
  copyTo(files, real, process.files, full, { contents, given: to, owner: process.user });
  await report(context, files, real, keepDot(full, to));
  return 0;
}

/** The directory of what is to be written must be there (docker/cli, command.ValidateOutputPath). @throws CommandError */
function checkOutput({ files, cwd }: Process, to: string): void {
  const directory = resolvePath(resolvePath(cwd, to), "..");
  if (to === "-" || files.exists(directory)) return;
  throw new CommandError(`invalid output path: directory ${JSON.stringify(directory)} does not exist`);
}

/** `docker cp - CONTAINER:PATH`: a container that is not there has no directory of that name either. */
async function unpackIn({ engine, process }: CommandContext, ref: string, path: string): Promise<number> {
  const inside = resolvePath("/", path);
  const container = findContainer(engine, ref);
  const files = container && (await containerFiles(engine, ref));
  if (!container || !files?.exists(inside) || files.stat(inside).kind !== "directory")
    throw new CommandError(`destination "${ref}:${path}" must be a directory`);
  emitContainerEvent(engine, container, "extract-to-dir");
  try {
    unpackArchive(readTar(encode(await readAll(process.stdin, process.signal))), files, inside);
  } catch (error) {
    if (error instanceof TarError) throw new EngineError(500, error.message);
    throw error;
  }
  return 0;
}

async function copyIn(context: CommandContext, from: string, ref: string, path: string): Promise<number> {
  if (from === "-") return unpackIn(context, ref, path);
  const { engine, process } = context;
  const full = resolvePath(process.cwd, from);
  const real = sourcePath(context, process.files, full, () => {
    throw new CommandError(`lstat ${full}: no such file or directory`);
  });
  const container = requireContainer(engine, ref);
  const { name } = container;
  const files = await containerFiles(engine, ref);
  const inside = resolvePath("/", path);
  const parent = resolvePath(inside, "..");
  if (!files.exists(inside) && !files.exists(parent))
    throw new EngineError(404, `Could not find the file ${parent} in container ${ref}`);
  emitContainerEvent(engine, container, "extract-to-dir");
  const keepsOwner = context.flags.bool("archive");
  copyTo(process.files, real, files, inside, {
    contents: from.endsWith("/.") || from === ".",
    given: path,
    ...(keepsOwner ? {} : { owner: { uid: 0, gid: 0 } }),
  });
  await report(context, process.files, real, `${ref === name ? name : ref}:${path}`);
  return 0;
}

/** The path to copy from: with `-L`, of what a link leads to. */
function sourcePath({ flags }: CommandContext, files: FileSystem, path: string, missing: () => never): string {
  try {
    files.lstat(path);
    return flags.bool("follow-link") ? files.realpath(path) : path;
  } catch (error) {
    if (error instanceof FileError) return missing();
    throw error;
  }
}

interface CopyTarget {
  /** The source ends in `/.`: what is in it, not itself. */
  readonly contents: boolean;
  /** The target as it was typed. */
  readonly given: string;
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** Where a copy ends up (docs.docker.com/reference/cli/docker/container/cp): in a directory that is there, else as that name. */
function copyTo(
  from: FileSystem,
  source: string,
  to: FileSystem,
  target: string,
  { contents, given, owner }: CopyTarget,
): void {
  const options = { times: true, ...(owner ? { owner: { uid: owner.uid, gid: owner.gid } } : {}) };
  const isDirectory = from.lstat(source).kind === "directory";
  const there = to.exists(target) ? to.stat(target).kind : undefined;
  if (there === undefined && given.endsWith("/") && !isDirectory) throw new CommandError("no such directory");
  if (there !== undefined && there !== "directory" && isDirectory) throw new CommandError("cannot copy directory");
  const parent = resolvePath(target, "..");
  if (there === undefined && !to.exists(parent))
    throw new CommandError(`invalid output path: directory "${parent}" does not exist`);
  const name = source.split("/").at(-1) ?? "";
  const inside = there === "directory" && !(contents && isDirectory) && name !== "";
  copyFiles(from, source, to, inside ? resolvePath(target, name) : target, options);
}

/** What was copied, and what its archive took on the way (tape 06). */
async function report(
  { flags, process, err }: CommandContext,
  files: FileSystem,
  path: string,
  to: string,
): Promise<void> {
  if (flags.bool("quiet") || !process.stderr.isTTY) return;
  const { content, archive } = sizesOf(files, path);
  // An archive ends with two empty blocks.
  const transferred = archive + 1024;
  await err(`Successfully copied ${humanSize(content, 3)} (transferred ${humanSize(transferred, 3)}) to ${to}\n`);
}

function sizesOf(files: FileSystem, path: string): { content: number; archive: number } {
  const { kind, size } = files.lstat(path);
  if (kind !== "directory") {
    const content = kind === "file" ? size : 0;
    return { content, archive: 512 + Math.ceil(content / 512) * 512 };
  }
  const inside = files.readdir(path).map((name) => sizesOf(files, `${path}/${name}`));
  return {
    content: inside.reduce((sum, one) => sum + one.content, 0),
    archive: inside.reduce((sum, one) => sum + one.archive, 512),
  };
}

/** The client shows the whole path, and keeps a last `.` or `/` (docker/cli, preservePathSeparator). */
function keepDot(full: string, given: string): string {
  if (given === "." || given.endsWith("/.")) return `${full === "/" ? "" : full}/.`;
  return given.endsWith("/") && full !== "/" ? `${full}/` : full;
}
