import { accountCommands } from "./account.ts";
import { acrCommands } from "./acr.ts";
import { acrBuild } from "./acr-build.ts";
import { acrContentCommands } from "./acr-content.ts";
import type { AzCommand } from "./az-command.ts";
import { containerCommands } from "./container.ts";
import { containerAppCommands } from "./containerapp.ts";
import { groupCommands } from "./group.ts";

/** What az can do here, as a flat list: paths make the tree. */
export const COMMANDS: readonly AzCommand[] = [
  ...accountCommands,
  ...acrCommands,
  acrBuild,
  ...acrContentCommands,
  ...containerCommands,
  ...containerAppCommands,
  ...groupCommands,
];

/** The names that may come after a path: groups and commands. */
export function namesAfter(path: readonly string[]): string[] {
  const names = COMMANDS.map((command) => command.path.split(" "))
    .filter((words) => words.length > path.length && path.every((word, index) => words[index] === word))
    .map((words) => words[path.length] ?? "");
  if (path.length === 0) names.push("interactive", "version");
  return [...new Set(names)].sort();
}
