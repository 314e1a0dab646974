import { type FileSystem, resolvePath } from "../../../kernel/filesystem.ts";
import { ConfigurationError } from "../failures.ts";

const NAMES = ["docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml"];
const OVERRIDES = NAMES.map((name) => name.replace(/\.ya?ml$/, (end) => `.override${end}`));

/** What is looked through for a project's files. */
interface Place {
  readonly files: FileSystem;
  readonly cwd: string;
  readonly warn: (text: string) => void;
}

/**
 * The usual files of a project, from a folder upwards: "./docker-compose.yml" and its override
 * (compose/config/config.py, `get_default_config_files`).
 * @returns undefined when there are none
 * @throws ConfigurationError when there are two overrides
 */
export function findConfigFiles({ files, cwd, warn }: Place, folder: string): string[] | undefined {
  const there = (name: string) => files.exists(resolvePath(cwd, name));
  let path = folder;
  let candidates = NAMES.filter((name) => there(`${path}/${name}`));
  while (candidates.length === 0) {
    if (resolvePath(cwd, path) === "/") return undefined;
    path = `${path}/..`;
    candidates = NAMES.filter((name) => there(`${path}/${name}`));
  }
  const [winner = ""] = candidates;
  if (candidates.length > 1) {
    warn(`Found multiple config files with supported names: ${candidates.join(", ")}`);
    warn(`Using ${winner}\n`);
  }
  const overrides = OVERRIDES.map((name) => `${path}/${name}`).filter(there);
  if (overrides.length > 1)
    throw new ConfigurationError(
      `Multiple override files found: ${overrides.join(", ")}. You may only use a single override file.`,
    );
  return [`${path}/${winner}`, ...overrides];
}

/** @throws ConfigurationError always */
export function noConfigFile(): never {
  throw new ConfigurationError(`
        Can't find a suitable configuration file in this directory or any
        parent. Are you in the right directory?

        Supported filenames: ${NAMES.join(", ")}
        `);
}
