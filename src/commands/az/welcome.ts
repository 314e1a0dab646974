import type { AzCommand } from "./az-command.ts";
import { GROUPS } from "./groups.ts";

/** `az` alone: what there is (azure-cli, _help.py). */
export function welcome(commands: readonly AzCommand[]): string {
  const names = [...new Set(commands.map(({ path }) => path.split(" ")[0] ?? ""))];
  const rows = [...names.map((name) => [name, GROUPS[name] ?? summaryOf(commands, name)] as const), ...OWN].sort(
    ([a], [b]) => (a < b ? -1 : 1),
  );
  return `\nWelcome to Azure CLI!\n---------------------\nUse \`az -h\` to see available commands or go to https://aka.ms/cli.\n\nHere are the base commands:\n\n${rows
    .map(([name, what]) => `    ${name.padEnd(14)} : ${what}\n`)
    .join("")}\n`;
}

const OWN = [
  ["interactive", "Start interactive mode."],
  [
    "version",
    "Show the versions of Azure CLI modules and extensions in JSON format by default or format configured by --output.",
  ],
] as const;

const summaryOf = (commands: readonly AzCommand[], name: string) =>
  commands.find(({ path }) => path === name)?.summary ?? "";
