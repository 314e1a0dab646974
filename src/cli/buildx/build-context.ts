import type { CopySource } from "../../engine/build/copy-source.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { readAll } from "../../kernel/stream.ts";
import { CommandError } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { treeOfNothing } from "./empty-context.ts";

export interface BuildInput {
  readonly dockerfile: { readonly name: string; readonly source: string | undefined };
  readonly context: CopySource;
  readonly ignore: string | undefined;
}

/**
 * What a build reads: a directory, or with `-` only a Dockerfile on standard input.
 * @param file the text of `--file`; "" when there is none
 * @throws CommandError in buildx's words
 */
export async function readBuildInput(process: Process, path: string, file: string): Promise<BuildInput> {
  if (path === "-") {
    if (file !== "" && file !== "-") throw failure("use `-f -` to read a Dockerfile from stdin, or give a directory");
    const source = await readAll(process.stdin);
    return { dockerfile: { name: "Dockerfile", source }, context: treeOfNothing(), ignore: undefined };
  }
  if (/^(https?:\/\/|git@|github\.com\/|git:\/\/)/.test(path))
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
  const name = place.split("/").at(-1) ?? "Dockerfile";
  const source = files.exists(place) && files.stat(place).kind === "file" ? files.readFile(place) : undefined;
  return { dockerfile: { name, source }, context, ignore: ignoreText(context, place) };
}

/** A Dockerfile's own ignore file goes before the context's. */
function ignoreText({ files, root }: CopySource, dockerfile: string | undefined): string | undefined {
  const own = dockerfile === undefined ? undefined : `${dockerfile}.dockerignore`;
  const place = own !== undefined && files.exists(own) ? own : resolvePath(root, ".dockerignore");
  return files.exists(place) ? files.readFile(place) : undefined;
}

const failure = (message: string) => new CommandError(`ERROR: failed to build: ${message}`);
