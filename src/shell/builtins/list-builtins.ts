import type { Builtin } from "./builtin.ts";
import { builtinNames } from "./table.ts";

/** The column after which a line of names ends. */
const FULL = 60;

/** `help` of busybox's ash: the names of its builtins (`helpcmd` of ash.c). */
export const listBuiltins: Builtin = async (shell) => {
  let text = "Built-in commands:\n------------------\n";
  let column = 0;
  for (const name of builtinNames(shell)) {
    text += `${column === 0 ? "\t" : " "}${name}`;
    column += name.length + 1;
    if (column <= FULL) continue;
    text += "\n";
    column = 0;
  }
  await shell.write(1, `${text.replace(/\n$/, "")}\n\n`);
  return 0;
};
