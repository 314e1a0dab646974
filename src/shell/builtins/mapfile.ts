import { readLineOf } from "../descriptors.ts";
import { singleQuoted } from "../quote.ts";
import { NAME, VariableError } from "../variables.ts";
import { type Builtin, fail, parseOptions } from "./builtin.ts";

/** `mapfile [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [array]` */
export const mapfile: Builtin = async (shell, args) => {
  const parsed = await parseOptions(
    shell,
    args,
    "d:n:O:s:tu:C:c:",
    `${args[0]} [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]`,
  );
  if (!parsed) return 2;
  const {
    options,
    rest: [array = "MAPFILE"],
  } = parsed;
  if (!NAME.test(array)) return fail(shell, `${args[0]}: \`${array}': not a valid identifier`);
  for (const letter of ["n", "s", "O", "c"]) {
    const given = options.get(letter);
    const what = letter === "O" ? "array origin" : letter === "c" ? "callback quantum" : "line count";
    if (given !== undefined && !/^\d+$/.test(given)) return fail(shell, `${args[0]}: ${given}: invalid ${what}`);
  }
  const number = Number(options.get("u") ?? 0);
  const input = shell.descriptors.get(number)?.input;
  if (!input) return fail(shell, `${args[0]}: ${number}: invalid file descriptor: Bad file descriptor`);
  const given = options.get("d");
  const delimiter = given === undefined ? "\n" : given[0] || "\0";
  const limit = Number(options.get("n") ?? 0) || Number.POSITIVE_INFINITY;
  const callback = options.get("C");
  const quantum = Number(options.get("c") ?? 5000);
  const origin = options.get("O");
  let index = Number(origin ?? 0);
  let skip = Number(options.get("s") ?? 0);
  try {
    if (origin === undefined) shell.variables.setArray(array, []);
    for (let count = 0; count < limit; ) {
      const line = await readLineOf(input, shell.signal, delimiter);
      if (line === null) break;
      if (skip-- > 0) continue;
      count++;
      const value = options.has("t") && line.endsWith(delimiter) ? line.slice(0, -1) : line;
      if (callback !== undefined && count % quantum === 0)
        await shell.runText(`${callback} ${index} ${singleQuoted(value)}`, {
          name: shell.source.name,
          inPlace: "mapfile",
        });
      shell.variables.setElement(array, index, value);
      index++;
    }
  } catch (error) {
    if (!(error instanceof VariableError)) throw error;
    return fail(shell, error.message);
  }
  return 0;
};
