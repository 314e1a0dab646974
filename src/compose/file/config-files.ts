import { type FileSystem, resolvePath } from "../../kernel/filesystem.ts";

const NAMES = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

const OVERRIDES = [
  "compose.override.yml",
  "compose.override.yaml",
  "docker-compose.override.yml",
  "docker-compose.override.yaml",
];

/**
 * The compose file of a folder or of the nearest one above it, and what overrides it (compose-go,
 * `cli.WithDefaultConfigPath`). None: an empty list.
 * @param folder absolute
 */
export function findConfigFiles(files: FileSystem, folder: string, warn: (message: string) => void): string[] {
  const there = (names: readonly string[]) =>
    names.map((name) => resolvePath(folder, name)).filter((path) => files.exists(path));
  const pick = (found: readonly string[], kind: string) => {
    if (found.length > 1) {
      warn(`Found multiple ${kind} files with supported names: ${found.join(", ")}`);
      warn(`Using ${found[0]}`);
    }
    return found.slice(0, 1);
  };
  const main = pick(there(NAMES), "config");
  if (main.length > 0) return [...main, ...pick(there(OVERRIDES), "override")];
  return folder === "/" ? [] : findConfigFiles(files, resolvePath(folder, ".."), warn);
}
