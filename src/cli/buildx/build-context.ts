import type { CopySource } from "../../engine/build/copy-source.ts";
import type { Engine } from "../../engine/engine.ts";
import { readArchive } from "../../engine/image/import.ts";
import { stateFromArchive } from "../../engine/image/layer-archive.ts";
import { FileTree } from "../../kernel/file-tree.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { MountTable } from "../../kernel/mount-table.ts";
import { MountedFileSystem } from "../../kernel/mounted-filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { readAll } from "../../kernel/stream.ts";
import { layerFromState } from "../../kernel/tree-state.ts";
import { CommandError } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { treeOfNothing } from "./empty-context.ts";

export interface BuildInput {
  readonly dockerfile: { readonly name: string; readonly source: string | undefined };
  readonly context: CopySource;
  readonly ignore: string | undefined;
  readonly sent?: "archive" | "nothing";
}

/**
 * What a build reads: a directory, or with `-` what standard input holds.
 * @param file the text of `--file`; "" when there is none
 * @throws CommandError in buildx's words
 */
export async function readBuildInput(
  process: Process,
  engine: Engine,
  path: string,
  file: string,
): Promise<BuildInput> {
  if (path === "-") return readStandardInput(process, engine, file);
  if (/^(https?:\/\/|git@|github\.com\/|git:\/\/|ssh:\/\/)/.test(path))
    throw new CommandError(`ERROR: ${notSimulated(`docker build ${path}`, languageOf(process.env))}`);
  const { files } = process;
  const root = resolvePath(process.cwd, path);
  if (!files.exists(root) || files.stat(root).kind !== "directory")
    throw failure(`unable to prepare context: path ${JSON.stringify(path)} not found`);
  const context = { files, root };
  if (file === "-") {
    const source = await readAll(process.stdin);
    return { dockerfile: { name: "Dockerfile", source }, context, ignore: ignoreText(context, undefined) };
  }
  const place = file === "" ? resolvePath(root, "Dockerfile") : resolvePath(process.cwd, file);
  if (!files.exists(resolvePath(place, ".."))) {
    const folder = file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : file;
    throw failure(`resolve : lstat ${folder}: no such file or directory`);
  }
  const name = place.split("/").at(-1) ?? "Dockerfile";
  const source = files.exists(place) && files.stat(place).kind === "file" ? files.readFile(place) : undefined;
  return { dockerfile: { name, source }, context, ignore: ignoreText(context, place) };
}

/** Standard input is a Dockerfile, or an archive of a whole context (docker/buildx, build/opt.go). */
async function readStandardInput(process: Process, engine: Engine, file: string): Promise<BuildInput> {
  if (file === "-") throw failure("invalid argument: can't use stdin for both build context and dockerfile");
  const text = await readAll(process.stdin);
  if (!isArchive(text)) {
    if (file !== "") throw failure("ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles");
    const nothing = { context: treeOfNothing(), ignore: undefined };
    if (text === "") return { dockerfile: { name: "Dockerfile", source: undefined }, ...nothing, sent: "nothing" };
    return { dockerfile: { name: "Dockerfile", source: text }, ...nothing };
  }
  const state = stateFromArchive(await readArchive(engine, text));
  const tree = new FileTree([layerFromState(state)], engine.clock);
  const files = new MountedFileSystem(new MountTable(tree, { source: "none", type: "tmpfs" }));
  const context = { files, root: "/" };
  const place = resolvePath("/", file === "" ? "Dockerfile" : file);
  const source = files.exists(place) ? files.readFile(place) : undefined;
  const name = place.split("/").at(-1) ?? "Dockerfile";
  return { dockerfile: { name, source }, context, ignore: ignoreText(context, place), sent: "archive" };
}

const isArchive = (text: string): boolean => text.startsWith("\x1f") || text.slice(257, 262) === "ustar";

/** A Dockerfile's own ignore file goes before the context's. */
function ignoreText({ files, root }: CopySource, dockerfile: string | undefined): string | undefined {
  const own = dockerfile === undefined ? undefined : `${dockerfile}.dockerignore`;
  const place = own !== undefined && files.exists(own) ? own : resolvePath(root, ".dockerignore");
  return files.exists(place) ? files.readFile(place) : undefined;
}

const failure = (message: string) => new CommandError(`ERROR: failed to build: ${message}`);
