import { keyValueLines } from "../../engine/key-value-file.ts";
import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { CommandError } from "../command.ts";

/**
 * Variables of `--env-file` and `-e` as the API takes them, the files' first (docker/cli, opts.ReadKVEnvStrings): a name
 * alone takes the client's own value, and nothing when it has none.
 * @throws CommandError
 */
export function readEnvironment(process: Process, files: readonly string[], given: readonly string[]): string[] {
  const fromFiles = files.flatMap((name) => readPairs(process, name));
  const all = [...fromFiles, ...given].flatMap((pair) => {
    if (pair.startsWith("=") || pair === "") throw new CommandError(`invalid environment variable: ${pair}`);
    if (pair.includes("=")) return [pair];
    const own = process.env[pair];
    return own === undefined ? [] : [`${pair}=${own}`];
  });
  const last = new Map(all.map((pair) => [pair.split("=", 1)[0], pair]));
  return [...last.values()];
}

/** Labels of `--label-file` and `-l`. @throws CommandError */
export function readLabels(
  process: Process,
  files: readonly string[],
  given: readonly string[],
): Record<string, string> {
  // In a file, a name alone is no label.
  const inFiles = files.flatMap((name) => readPairs(process, name)).filter((pair) => pair.includes("="));
  const pairs = [...inFiles, ...given];
  return Object.fromEntries(
    pairs.map((pair) => {
      const cut = pair.indexOf("=");
      return cut < 0 ? [pair, ""] : [pair.slice(0, cut), pair.slice(cut + 1)];
    }),
  );
}

/** The file of either is an "env file" to the client (docker/cli, pkg/kvfile, Parse). */
function readPairs(process: Process, name: string): string[] {
  let text: string;
  try {
    text = process.files.readFile(resolvePath(process.cwd, name));
  } catch (error) {
    if (error instanceof FileError && error.code === "EISDIR")
      throw new CommandError(`invalid env file (${name}): read ${name}: is a directory`);
    if (error instanceof FileError) throw new CommandError(`open ${name}: ${error.message.toLowerCase()}`);
    throw error;
  }
  return keyValueLines(text, (why) => new CommandError(`invalid env file (${name}): ${why}`));
}
