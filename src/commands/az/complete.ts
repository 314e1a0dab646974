import { COMMANDS, namesAfter } from "./commands.ts";
import { GLOBAL_ARGUMENTS } from "./parse-arguments.ts";

/**
 * What may stand in the place of the last word: groups, commands, arguments, choices (argcomplete's place in az).
 * @param words without "az"
 */
export function completions(words: readonly string[]): string[] {
  const last = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const cut = before.findIndex((word) => word.startsWith("-"));
  const path = cut < 0 ? before : before.slice(0, cut);
  const command = COMMANDS.find((one) => one.path === path.join(" "));
  const known = [...(command?.arguments ?? []), ...GLOBAL_ARGUMENTS];
  const previous = before.at(-1) ?? "";
  const open = known.find(({ names, kind }) => kind !== "flag" && names.includes(previous));
  const choices = open?.choices ?? (open?.kind === "boolean" ? ["false", "true"] : undefined);
  const offered = choices ?? (last.startsWith("-") || command ? known.flatMap(({ names }) => names) : namesAfter(path));
  return offered.filter((word) => word.startsWith(last)).sort();
}
