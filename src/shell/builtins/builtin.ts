import { later } from "../later.ts";
import type { Shell } from "../shell.ts";

const posixOptions = later(() => import("../posix-options.ts"));

/** A command that the shell runs itself. `args[0]` is its name. */
export type Builtin = (shell: Shell, args: readonly string[]) => Promise<number>;

/** Options of a builtin: each letter met, with its argument for letters that take one, and what is left. */
export interface ParsedOptions {
  readonly options: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
}

/**
 * Reads a builtin's options as bash does.
 * @param bashLetters as for getopts: a letter with a colon after it takes an argument
 * @returns undefined when one is unknown (its message has been shown)
 */
export async function parseOptions(
  shell: Shell,
  args: readonly string[],
  bashLetters: string,
  usage: string,
): Promise<ParsedOptions | undefined> {
  const letters = shell.flavour === "bash" ? bashLetters : await lettersOf(shell, args[0] ?? "", bashLetters);
  const options = new Map<string, string>();
  const name = args[0] ?? "";
  let i = 1;
  for (; i < args.length; i++) {
    const word = args[i] ?? "";
    if (word === "--") {
      i++;
      break;
    }
    if (!/^-./.test(word)) break;
    for (let j = 1; j < word.length; j++) {
      const letter = word[j] ?? "";
      const at = letter === ":" ? -1 : letters.indexOf(letter);
      if (at < 0) {
        await shell.complain(`${name}: -${letter}: invalid option`);
        await tellUsage(shell, `${name}: usage: ${usage}`);
        return undefined;
      }
      if (letters[at + 1] !== ":") options.set(letter, "");
      else {
        const value = word.slice(j + 1) || args[++i];
        if (value === undefined) {
          await shell.complain(`${name}: -${letter}: option requires an argument`);
          await tellUsage(shell, `${name}: usage: ${usage}`);
          return undefined;
        }
        options.set(letter, value);
        break;
      }
    }
  }
  return { options, rest: args.slice(i) };
}

async function lettersOf(shell: Shell, name: string, bashLetters: string): Promise<string> {
  return (await posixOptions(shell)).posixLetters(shell.flavour, name) ?? bashLetters;
}

/** How a builtin is used, which only bash tells. */
export async function tellUsage(shell: Shell, usage: string): Promise<void> {
  if (shell.flavour === "bash") await shell.write(2, `${usage}\n`);
}

/** Says how a builtin is used: the whole message in bash, the end of one in the others' words elsewhere. */
export async function complainOfUsage(shell: Shell, usage: string): Promise<void> {
  const message = `${usage.replace(/ .*/, "")}: usage: ${usage}`;
  if (shell.flavour === "bash") await shell.write(2, `${message}\n`);
  else await shell.complain(message);
}

/** A message of a builtin. Returns the status it ends with. */
export async function fail(shell: Shell, message: string, status = 1): Promise<number> {
  await shell.complain(message);
  return status;
}
