import { resolvePath } from "../../../kernel/filesystem.ts";
import { type Config, loadConfig } from "./config.ts";
import { type Environment, type EnvironmentSource, environmentOf } from "./environment.ts";
import { findConfigFiles, noConfigFile } from "./find-files.ts";
import { FileLoader } from "./process-file.ts";
import type { Schemas } from "./schemas.ts";
import type { ConfigFile } from "./version.ts";
import { normalPath } from "./volume-spec.ts";

/** What stands before the command. */
export interface ProjectOptions {
  /** `-f` */
  readonly files: readonly string[];
  /** `-p` */
  readonly name: string | undefined;
  /** `--project-directory` */
  readonly directory: string | undefined;
  /** `--env-file` */
  readonly envFile: string | undefined;
  /** `--profile` */
  readonly profiles: readonly string[];
}

/** A project's files, read and merged, and what was known on the way. */
export interface Sources {
  readonly environment: Environment;
  readonly config: Config;
  /** Absolute. */
  readonly workingDir: string;
  /** As they were found, without dots; undefined when they came by standard input. */
  readonly fileNames: readonly string[] | undefined;
  readonly projectName: string;
}

export interface ReadOptions {
  readonly source: EnvironmentSource;
  readonly schemas: Schemas;
  readonly options: ProjectOptions;
  /** Do not tell of variables that are not set. */
  readonly silent: boolean;
  readonly interpolate: boolean;
  readonly checkPaths: boolean;
  /** What standard input holds, for `-f -`. */
  stdin(): Promise<string>;
}

/**
 * Finds and reads the files of a project (compose/cli/command.py).
 * @throws ConfigurationError
 */
export async function readSources(read: ReadOptions): Promise<Sources> {
  const { source, options, schemas, interpolate, checkPaths } = read;
  const { cwd } = source;
  const override = projectDir(source.env, options);
  const environment = environmentOf(source, override || ".", options.envFile);
  environment.silent = read.silent;
  const loader = new FileLoader({ source, environment, schemas, interpolate });
  const files = await configFiles(read, loader, override, filesOf(options, environment.values));
  const [first] = files;
  const folder = override || (first?.name ?? "./x").replace(/\/[^/]*$/, "");
  const workingDir = resolvePath(cwd, folder);
  return {
    environment,
    config: loadConfig(files, { loader, interpolate, workingDir, checkPaths }),
    workingDir,
    fileNames: files.every(({ name }) => name !== null) ? files.map(({ name }) => normalPath(name ?? "")) : undefined,
    projectName: projectName(workingDir, options.name || environment.get("COMPOSE_PROJECT_NAME")),
  };
}

/** `-f`, or COMPOSE_FILE; undefined: the usual names. */
function filesOf(
  { files }: ProjectOptions,
  environment: Readonly<Record<string, string | null>>,
): readonly string[] | undefined {
  if (files.length > 0) return files;
  const listed = environment.COMPOSE_FILE;
  return listed ? listed.split(environment.COMPOSE_PATH_SEPARATOR ?? ":") : undefined;
}

/** The folder that was asked for, or that of the first file that was; empty: wherever the files are found. */
export function projectDir(env: Readonly<Record<string, string>>, options: ProjectOptions): string {
  const [first] = filesOf(options, env) ?? [];
  if (first === "-") return ".";
  const folder = first === undefined ? "" : first.includes("/") ? first.replace(/\/[^/]*$/, "") || "/" : "";
  return options.directory || folder;
}

async function configFiles(
  { source, stdin }: ReadOptions,
  loader: FileLoader,
  override: string,
  asked: readonly string[] | undefined,
): Promise<ConfigFile[]> {
  if (asked?.length === 1 && asked[0] === "-") return [loader.parse(await stdin())];
  const names =
    asked?.map((name) => (name.startsWith("/") ? name : `./${name}`)) ??
    findConfigFiles(source, ".") ??
    (override === "" ? undefined : findConfigFiles(source, override)) ??
    noConfigFile();
  return names.map((name) => loader.read(name));
}

function projectName(workingDir: string, given: string | undefined): string {
  const name = given || workingDir.split("/").at(-1) || "default";
  return name.toLowerCase().replace(/[^-_a-z0-9]/g, "");
}
