import { FileError, type FileSystem, resolvePath } from "../../../kernel/filesystem.ts";
import { ConfigurationError } from "../failures.ts";
import { parseDotenv } from "../python/dotenv.ts";

/** The variables that a project's files may use: the shell's over those of its `.env` (compose/config/environment.py). */
export class Environment {
  readonly values: Readonly<Record<string, string | null>>;
  readonly #warn: (text: string) => void;
  readonly #missing = new Set<string>();
  /** Some commands do not tell of variables that are not set. */
  silent = false;

  constructor(values: Readonly<Record<string, string | null>>, warn: (text: string) => void) {
    this.values = values;
    this.#warn = warn;
  }

  /** undefined for one that is not set, or has no value. */
  get(name: string): string | undefined {
    return this.values[name] ?? undefined;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.values, name);
  }

  /** The value for a text in a file: one that is not set is told of, once. */
  substitute(name: string): string {
    if (this.has(name)) return this.values[name] ?? "None";
    if (!this.silent && !this.#missing.has(name)) {
      this.#missing.add(name);
      this.#warn(`The ${name} variable is not set. Defaulting to a blank string.`);
    }
    return "";
  }

  /** Everything but nothing, "0" and "false" is true. */
  boolean(name: string, fallback = false): boolean {
    const value = this.get(name);
    return value ? !/^(?:0|false)$/i.test(value) : fallback;
  }
}

/** Where a project's environment is read from. */
export interface EnvironmentSource {
  readonly files: FileSystem;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly warn: (text: string) => void;
}

/**
 * @param folder where `.env` may stand
 * @param envFile `--env-file`
 * @throws ConfigurationError when that is not there
 */
export function environmentOf(source: EnvironmentSource, folder: string, envFile: string | undefined): Environment {
  const { files, cwd, env, warn } = source;
  const path = resolvePath(cwd, envFile || `${folder}/.env`);
  const there = files.exists(path) && files.stat(path).kind !== "directory";
  const own = envFile || there ? variablesOf(source, path, true) : {};
  return new Environment({ ...own, ...env }, warn);
}

/**
 * The variables of a file, as `env_file` and `.env` have them.
 * @param interpolate false doubles every `$` instead
 * @throws ConfigurationError
 */
export function variablesOf(
  { files, env }: Pick<EnvironmentSource, "files" | "env">,
  path: string,
  interpolate: boolean,
): Record<string, string | null> {
  if (!files.exists(path)) throw new ConfigurationError(`Couldn't find env file: ${path}`);
  if (files.stat(path).kind === "directory") throw new ConfigurationError(`${path} is not a file.`);
  try {
    const found = parseDotenv(files.readFile(path), env, interpolate);
    return Object.fromEntries(
      [...found].map(([name, value]) => [name, interpolate ? value : (value?.replaceAll("$", "$$$$") ?? null)]),
    );
  } catch (error) {
    if (error instanceof FileError)
      throw new ConfigurationError(`.PermissionError: [Errno 13] ${error.message}: '${path}'`);
    throw error;
  }
}
