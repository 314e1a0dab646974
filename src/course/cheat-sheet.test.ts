import { expect, it } from "vitest";
import { commandAt, subcommand } from "../cli/command-data.ts";
import { COMMANDS } from "../cli/commands.ts";
import { parseFlags } from "../cli/flags.ts";
import { arityOfUsage } from "../cli/usage-arity.ts";
import { commandWords } from "../commands/az/command-words.ts";
import { COMMANDS as AZ_COMMANDS } from "../commands/az/commands.ts";
import { parseArguments } from "../commands/az/parse-arguments.ts";
import { shellWords } from "../compose/file/shell-words.ts";
import { cheatSheet } from "./cheat-sheet.ts";
import { findInSyllabus } from "./syllabus.ts";

/** Reads a docker line as the playground's client does, down to its flags. @throws when there is no such command or flag */
function parseDocker(words: readonly string[], path = ""): void {
  const spec = commandAt(path);
  if (!spec) throw new Error(`no command "docker ${path}"`);
  const { args, help } = parseFlags(spec.group ? { flags: spec.flags, interspersed: false } : spec, words);
  const next = spec.group ? subcommand(path, args[0] ?? "") : undefined;
  if (next !== undefined) {
    parseDocker(args.slice(1), next);
    return;
  }
  if (!Object.hasOwn(COMMANDS, spec.canonical)) throw new Error(`"docker ${path}" is not simulated`);
  if (help) return;
  const { min, max } = arityOfUsage(spec);
  if (args.length < min || args.length > max)
    throw new Error(`"docker ${path}" does not take ${args.length} arguments`);
}

function parseAz(words: readonly string[]): void {
  const command = AZ_COMMANDS.find(({ path }) => words.slice(0, path.split(" ").length).join(" ") === path);
  if (!command) throw new Error(`no command "az ${words.join(" ")}"`);
  parseArguments(command, words.slice(command.path.split(" ").length));
}

function parse(line: string): void {
  const [program, ...words] = line.startsWith("az ") ? commandWords(line) : (shellWords(line) ?? []);
  if (program === "docker") parseDocker(words);
  else if (program === "az") parseAz(words);
  else throw new Error(`the cheat sheet has no program "${program}"`);
}

it.each(cheatSheet.flatMap(({ commands }) => commands.map(({ line }) => line)))("%s", (line) => {
  expect(() => parse(line)).not.toThrow();
});

it("would notice a flag, a command or an argument that Docker does not have", () => {
  for (const line of [
    "docker run --nope nginx",
    "docker container nope",
    "docker rename web",
    "docker scout cves nginx",
    "az acr create --nope",
    "ls",
  ])
    expect(() => parse(line), line).toThrow();
});

it("says what each command does in both languages, once, and which chapter teaches it", () => {
  const lines = cheatSheet.flatMap(({ commands }) => commands);
  expect(new Set(lines.map(({ line }) => line)).size).toBe(lines.length);
  for (const { line, does } of lines) {
    expect(does.es, line).toMatch(/\S/);
    expect(does.en, line).toMatch(/\S/);
    expect(does.en, line).not.toBe(does.es);
  }
  for (const { chapter } of cheatSheet) expect(findInSyllabus(chapter), chapter).toBeDefined();
});
