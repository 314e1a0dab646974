import type { Shell } from "../shell.ts";
import { type Builtin, complainOfUsage, fail } from "./builtin.ts";

/** What is wrong with the arguments of a script: its name stands before it, and no line. */
const tell = (shell: Shell, message: string) =>
  shell.flavour === "bash" ? shell.write(2, `${shell.name}: ${message}\n`) : shell.complain(message);

/** `getopts optstring name [argument …]` */
export const getopts: Builtin = async (shell, args) => {
  const [, letters, name, ...given] = args;
  if (letters === undefined || name === undefined) {
    await complainOfUsage(shell, "getopts optstring name [arg ...]");
    return 2;
  }
  const words = given.length > 0 ? given : shell.positional;
  const { variables } = shell;
  const silent = letters.startsWith(":");
  const quiet = silent || variables.get("OPTERR") === "0";
  let index = Number(variables.get("OPTIND")) || 1;
  if (index !== shell.optionIndex) shell.optionPlace = 1;
  const finish = (next: number, place: number) => {
    variables.set("OPTIND", String(next));
    shell.optionIndex = next;
    shell.optionPlace = place;
  };
  const word = words[index - 1];
  if (word === undefined || !/^-./.test(word) || word === "--") {
    if (word === "--") index++;
    finish(index, 1);
    variables.set(name, "?");
    variables.unset("OPTARG");
    return 1;
  }
  const letter = word[shell.optionPlace] ?? "";
  const at = letter === ":" ? -1 : letters.indexOf(letter, silent ? 1 : 0);
  const last = shell.optionPlace + 1 >= word.length;
  if (at < 0) {
    finish(last ? index + 1 : index, last ? 1 : shell.optionPlace + 1);
    variables.set(name, "?");
    if (silent) variables.set("OPTARG", letter);
    else variables.unset("OPTARG");
    if (!quiet) await tell(shell, `illegal option -- ${letter}`);
    return 0;
  }
  if (letters[at + 1] !== ":") {
    finish(last ? index + 1 : index, last ? 1 : shell.optionPlace + 1);
    variables.unset("OPTARG");
    variables.set(name, letter);
    return 0;
  }
  const value = last ? words[index] : word.slice(shell.optionPlace + 1);
  finish(last ? index + 2 : index + 1, 1);
  if (value === undefined) {
    variables.set(name, silent ? ":" : "?");
    if (silent) variables.set("OPTARG", letter);
    else variables.unset("OPTARG");
    finish(index + 1, 1);
    if (!quiet) await tell(shell, `option requires an argument -- ${letter}`);
    return 0;
  }
  variables.set("OPTARG", value);
  variables.set(name, letter);
  return 0;
};

/** `let expression …` */
export const letBuiltin: Builtin = async (shell, args) => {
  if (args.length === 1) return fail(shell, "let: expression expected");
  let value = 0n;
  for (const expression of args.slice(1)) {
    const result = await shell.guard(async () => shell.number(expression, "let: "));
    if (result === undefined) return 1;
    value = result;
  }
  return value === 0n ? 1 : 0;
};
