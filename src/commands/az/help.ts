import type { AzArgument, AzCommand } from "./az-command.ts";
import { GROUPS } from "./groups.ts";

const REFERENCE = "https://aka.ms/cli_ref\nRead more about the command in reference docs\n";

/** What comes after a wrong command line (azure-cli-core, azclierror.py). */
export function exampleAdvice({ examples = [] }: Pick<AzCommand, "examples">): string {
  const shown = examples.slice(0, 3).map(([command, what]) => `${command}\n${what}\n\n`);
  return `\nExamples from AI knowledge base:\n${shown.join("")}${REFERENCE}`;
}

/** `az acr create --help` (knack, help.py). */
export function commandHelp(command: AzCommand, globals: readonly AzArgument[]): string {
  const { path, summary, examples = [] } = command;
  const all = [...command.arguments, ...globals];
  const width = Math.max(...all.map((argument) => nameOf(argument).length)) + (all.some(isRequired) ? 11 : 0);
  const own = [...command.arguments].sort((a, b) => Number(isRequired(b)) - Number(isRequired(a)) || order(a, b));
  return [
    `\nCommand\n    az ${path} : ${summary}\n`,
    own.length === 0 ? "" : `\nArguments\n${own.map((one) => argumentLine(one, width)).join("")}`,
    `\nGlobal Arguments\n${globals.map((one) => argumentLine(one, width)).join("")}`,
    examples.length === 0
      ? ""
      : `\nExamples\n${examples.map(([line, what]) => `    ${what}\n        ${line}\n\n`).join("")}`,
    `${examples.length === 0 ? "\n" : ""}To search AI knowledge base for examples, use: az find "az ${path}"\n\n`,
  ].join("");
}

/** `az acr --help`: what there is in a group. */
export function groupHelp(path: string, commands: readonly AzCommand[]): string {
  const begin = path === "" ? "" : `${path} `;
  const below = commands.filter((command) => command.path.startsWith(begin));
  const names = (direct: boolean) =>
    [
      ...new Set(
        below
          .map((command) => command.path.slice(begin.length).split(" "))
          .filter((words) => (words.length === 1) === direct)
          .map(([name = ""]) => name),
      ),
    ].sort();
  const subgroups = names(false).map((name) => [name, GROUPS[`${begin}${name}`] ?? ""] as const);
  const leaves = names(true).map(
    (name) => [name, below.find((command) => command.path === `${begin}${name}`)?.summary ?? ""] as const,
  );
  const width = Math.max(...[...subgroups, ...leaves].map(([name]) => name.length));
  const section = (title: string, rows: readonly (readonly [string, string])[]) =>
    rows.length === 0
      ? ""
      : `\n${title}:\n${rows.map(([name, what]) => `    ${name.padEnd(width)} : ${what}\n`).join("")}`;
  const head = path === "" ? "\nGroup\n    az\n" : `\nGroup\n    az ${path} : ${GROUPS[path] ?? ""}\n`;
  const find = path === "" ? "" : `\nTo search AI knowledge base for examples, use: az find "az ${path}"\n`;
  return `${head}${section("Subgroups", subgroups)}${section("Commands", leaves)}${find}\n`;
}

const nameOf = ({ names }: AzArgument) => names.join(" ");
const isRequired = ({ required }: AzArgument) => required === true;
const order = (a: AzArgument, b: AzArgument) => (a.names[0] < b.names[0] ? -1 : 1);

function argumentLine(argument: AzArgument, width: number): string {
  const { choices, kind, help } = argument;
  const name = nameOf(argument);
  const label = isRequired(argument) ? `${name.padEnd(width - 10)}[Required]` : name.padEnd(width);
  const allowed = choices ?? (kind === "boolean" ? ["false", "true"] : undefined);
  const values = allowed ? `  Allowed values: ${allowed.join(", ")}.` : "";
  const standard = argument.default === undefined ? "" : `  Default: ${argument.default}.`;
  const indent = " ".repeat(width + 7);
  return `    ${label} : ${wrapped(`${help}${values}${standard}`, 100 - width - 7).join(`\n${indent}`)}\n`;
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > Math.max(30, width)) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
