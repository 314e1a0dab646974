import { type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import { ComposeError } from "../compose-error.ts";
import type { ComposeProject } from "../project.ts";
import { selectServices, withProfiles } from "../select-services.ts";
import { findConfigFiles } from "./config-files.ts";
import { checkConsistency } from "./consistency.ts";
import { readEnvFiles } from "./env-file.ts";
import { substitute } from "./interpolate.ts";
import { type ConfigFile, layFile } from "./load-file.ts";
import { type LoadScope, readText } from "./load-scope.ts";
import { normalize } from "./normalize.ts";
import { buildProject } from "./project-model.ts";
import { checkNamed, checkProjectName, namesIn, normalProjectName } from "./project-name.ts";
import { resolvePaths } from "./resolve-paths.ts";
import { resolveEnvironment } from "./service-environment.ts";
import { validateResources } from "./validate.ts";
import type { YamlMap } from "./yaml/yaml-value.ts";

/** What `docker compose` was told before its subcommand. */
export interface LoadOptions {
  readonly files: FileSystem;
  readonly cwd: string;
  /** The shell's variables. */
  readonly env: Readonly<Record<string, string>>;
  /** `-f`; empty: COMPOSE_FILE, or the usual names from here upwards. "-" is standard input. */
  readonly configFiles?: readonly string[];
  /** What standard input held, for `-f -`. */
  readonly stdin?: string;
  /** `-p` */
  readonly projectName?: string;
  /** `--project-directory` */
  readonly projectDirectory?: string;
  /** `--env-file` */
  readonly envFiles?: readonly string[];
  /** `--profile` */
  readonly profiles?: readonly string[];
  /** Only these and what they depend on; empty: all. Naming one turns its profiles on. */
  readonly services?: readonly string[];
  /** What `docker compose config` may leave undone. */
  readonly keep?: {
    /** `--no-interpolate` */
    readonly variables?: boolean;
    /** `--no-path-resolution` */
    readonly paths?: boolean;
    /** `--no-normalize` */
    readonly implied?: boolean;
    /** `--no-env-resolution` */
    readonly envFiles?: boolean;
    /** `--no-consistency` */
    readonly inconsistency?: boolean;
  };
  /** A warning's text, as logrus gets it: "The \"X\" variable is not set. Defaulting to a blank string." */
  readonly warn: (message: string) => void;
}

/** The files of a project and the variables they may use. */
interface Sources {
  readonly files: readonly ConfigFile[];
  /** Absolute. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Reads a project's files: merges them, fills in variables, checks them and brings them to their long form. Networks and
 * volumes that no service uses are there too: `withoutUnused` leaves them out, as commands do without `--all-resources`.
 * @throws ComposeError in Compose's words
 */
export function loadProject(options: LoadOptions): ComposeProject {
  const sources = findSources(options);
  if (!options.projectName) checkNamed(sources.files);
  const name = projectName(sources, options);
  const environment: Record<string, string> = { ...sources.environment, COMPOSE_PROJECT_NAME: name };
  const { keep = {} } = options;
  const scope: LoadScope = {
    files: options.files,
    folder: sources.folder,
    home: options.env.HOME ?? "/",
    lookup: (variable) => environment[variable],
    missing: (variable) => options.warn(`The "${variable}" variable is not set. Defaulting to a blank string.`),
    warn: options.warn,
    keepVariables: keep.variables ?? false,
    keepPaths: keep.paths ?? false,
    included: [],
  };
  let tree = sources.files.reduce<YamlMap>((below, file) => layFile(below, file, scope), {});
  if (Object.keys(tree).length === 0) throw new ComposeError("empty compose file");
  if (name === "") throw new ComposeError("project name must not be empty");
  validateResources(tree);
  if (!scope.keepPaths) tree = resolvePaths(tree, scope);
  if (!keep.implied) tree = normalize(tree, name, scope.lookup);
  return finish(tree, { ...sources, environment }, name, options);
}

function finish(tree: YamlMap, sources: Sources, name: string, options: LoadOptions): ComposeProject {
  const { keep = {} } = options;
  const base = {
    name,
    workingDir: sources.folder,
    configFiles: sources.files.map(({ path }) => path),
    environment: sources.environment,
  };
  const project = withProfiles(buildProject(tree, base), profilesOf(options, sources));
  if (!keep.inconsistency) checkConsistency(project);
  const chosen = selectServices(project, options.services ?? []);
  return keep.envFiles ? chosen : resolveEnvironment(chosen, options.files);
}

function profilesOf({ profiles = [] }: LoadOptions, { environment }: Sources): readonly string[] {
  if (profiles.length > 0) return profiles;
  return (environment.COMPOSE_PROFILES ?? "")
    .split(",")
    .map((profile) => profile.trim())
    .filter((profile) => profile !== "");
}

function findSources(options: LoadOptions): Sources {
  const { files, cwd, env } = options;
  const given = options.projectDirectory === undefined ? undefined : resolvePath(cwd, options.projectDirectory);
  const folderOf = (paths: readonly string[]) => {
    const first = paths.find((path) => path !== "-");
    return given ?? (first === undefined ? cwd : resolvePath(resolvePath(cwd, first), ".."));
  };
  const dotenv = (folder: string) => variables(options, folder, env);
  let paths = options.configFiles ?? [];
  // A first .env may name the files; another may stand beside them.
  let environment = dotenv(folderOf(paths));
  const fromVariable = paths.length === 0 ? environment.COMPOSE_FILE : undefined;
  if (fromVariable !== undefined) paths = fromVariable.split(environment.COMPOSE_PATH_SEPARATOR || ":");
  if (paths.length === 0) paths = findConfigFiles(files, given ?? cwd, options.warn);
  const folder = folderOf(paths);
  environment = { ...environment, ...variables(options, folder, environment) };
  if (options.projectName) checkProjectName(options.projectName);
  if (paths.length === 0) throw new ComposeError("no configuration file provided: not found");
  return {
    folder,
    environment,
    files: paths.map((path) =>
      path === "-"
        ? { path, text: options.stdin ?? "" }
        : {
            path: resolvePath(cwd, path),
            text: readText(files, resolvePath(cwd, path), fromVariable === undefined ? "open" : "stat"),
          },
    ),
  };
}

/** The shell's variables over those of `.env` or `--env-file`. */
function variables(
  { files, cwd, env, envFiles = [] }: LoadOptions,
  folder: string,
  known: Readonly<Record<string, string>>,
): Record<string, string> {
  const listed = (env.COMPOSE_ENV_FILES ?? "").split(",").filter((path) => path !== "");
  const given = envFiles.length > 0 ? envFiles : listed;
  const standard = resolvePath(folder, ".env");
  const usual =
    !/^(1|t|true)$/i.test(env.COMPOSE_DISABLE_ENV_FILE ?? "") &&
    files.exists(standard) &&
    files.stat(standard).kind !== "directory";
  const paths = given.length > 0 ? given.map((path) => resolvePath(cwd, path)) : usual ? [standard] : [];
  return { ...readEnvFiles(files, paths, (name) => known[name]), ...known };
}

/** `-p`, COMPOSE_PROJECT_NAME, `name:` of the last file that has one, the folder's name. */
function projectName({ files, folder, environment }: Sources, options: LoadOptions): string {
  const given = options.projectName || environment.COMPOSE_PROJECT_NAME;
  if (given) return checkProjectName(given);
  const last = files.flatMap(({ text }) => namesIn(text)).at(-1);
  if (last !== undefined) {
    const lookup = (variable: string) => environment[variable];
    const own = normalProjectName(options.keep?.variables ? last : substitute(last, lookup, () => {}, "kept"));
    if (own !== "") return own;
  }
  return normalProjectName(folder.split("/").at(-1) ?? "");
}
