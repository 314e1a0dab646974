import { FileError, type FileSystem } from "../../kernel/filesystem.ts";
import { ComposeError } from "../compose-error.ts";
import type { ComposeEnvFile } from "../project.ts";
import { DotenvError, parseDotenv } from "./dotenv.ts";
import type { Lookup } from "./interpolate.ts";
import { parseRawEnv } from "./raw-env-file.ts";

/**
 * The variables of a project's env files, a later one over an earlier; what `lookup` knows wins in their values.
 * @param paths absolute
 * @throws ComposeError
 */
export function readEnvFiles(files: FileSystem, paths: readonly string[], lookup: Lookup): Record<string, string> {
  const out: Record<string, string> = {};
  for (const path of paths) {
    if (!files.exists(path)) throw new ComposeError(`couldn't find env file: ${path}`);
    if (files.stat(path).kind === "directory") throw new ComposeError(`${path} is a directory`);
    Object.assign(
      out,
      readDotenv(files, path, (name) => lookup(name) ?? out[name]),
    );
  }
  return out;
}

/**
 * The variables of a service's `env_file` list.
 * @throws ComposeError when one that is required is not there
 */
export function readServiceEnvFiles(
  files: FileSystem,
  entries: readonly ComposeEnvFile[],
  lookup: Lookup,
): Record<string, string> {
  const out: Record<string, string> = {};
  for (const { path, required, format = "" } of entries) {
    if (!files.exists(path)) {
      if (!required) continue;
      throw new ComposeError(`env file ${path} not found: stat ${path}: no such file or directory`);
    }
    if (format !== "" && format !== "raw")
      throw new ComposeError(`unsupported env_file format ${JSON.stringify(format)}`);
    const parse = format === "raw" ? parseRawEnv : undefined;
    Object.assign(
      out,
      readDotenv(files, path, (name) => lookup(name) ?? out[name], parse),
    );
  }
  return out;
}

function readDotenv(
  files: FileSystem,
  path: string,
  lookup: Lookup,
  parse: (text: string, lookup: Lookup, path: string) => Record<string, string> = (text, known) =>
    parseDotenv(text, known),
): Record<string, string> {
  try {
    return parse(files.readFile(path), lookup, path);
  } catch (error) {
    if (error instanceof DotenvError) throw new ComposeError(`failed to read ${path}: ${error.message}`);
    if (error instanceof FileError) throw new ComposeError(`open ${path}: ${error.message.toLowerCase()}`);
    throw error;
  }
}
