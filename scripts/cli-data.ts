/**
 * Makes content/cli from a folder of `docker … --help` texts recorded at 80 columns (help/docker-container-ls.txt …) and
 * the flags.json of an older client, which knows the commands that hide outside a swarm:
 *
 *     npx node scripts/cli-data.ts FOLDER
 *
 * It checks that every text comes back as it was.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { wrap } from "../src/cli/wrap.ts";
import { GROUP_USE, HIDDEN_COMMANDS, HIDDEN_FLAGS } from "./cli-hidden.ts";

const RECORDED_COLUMNS = 80;
const FLAG_LINE = /^ {2}(?:-(.), | {4})--(\S+)(?: (\S+))?( {2,}|$)/;

interface Flag {
  readonly name: string;
  readonly shorthand: string;
  readonly type: string;
  readonly description: string;
}

interface Help {
  readonly path: string;
  readonly usage: string;
  readonly before: string;
  readonly heading: string;
  readonly flags: readonly Flag[];
  readonly after: string;
  /** The recorded text; undefined for what only the older client tells. */
  readonly text?: string;
}

interface OldCommand {
  readonly usage: string;
  readonly short: string;
  readonly aliases: readonly string[];
  readonly flags: readonly {
    readonly flag: string;
    readonly shorthand: string | null;
    readonly type: string;
    readonly description: string;
  }[];
  readonly subcommands: readonly { readonly name: string; readonly short: string; readonly section: string }[];
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: npx node scripts/cli-data.ts FOLDER");
const old: Record<string, OldCommand> = JSON.parse(readFileSync(join(folder, "flags.json"), "utf8"));
const oldDescriptions = new Set(Object.values(old).flatMap((command) => command.flags.map((flag) => flag.description)));

const helps = new Map<string, Help>();
const oldPaths = new Map(Object.keys(old).map((path) => [path.replaceAll(" ", "-"), path]));
for (const file of readdirSync(join(folder, "help")).sort()) {
  const text = readFileSync(join(folder, "help", file), "utf8");
  const path = pathOf(file.slice(0, -".txt".length));
  helps.set(path, parseHelp(path, text));
}
for (const [full, command] of Object.entries(old)) {
  const path = full.replace(/^docker ?/, "");
  if (!helps.has(path) && path !== "") helps.set(path, fromOld(path, command));
}
completeGroup("swarm", ["ca", "init", "join", "join-token", "leave", "unlock", "unlock-key", "update"], "Commands:");
completeGroup("", ["config", "node", "secret", "service", "stack", "swarm"], "Swarm Commands:");

writeFlags();
writeHelp();

/** "docker-swarm-join-token" → "swarm join-token": names have hyphens too, so the longest known parent decides. */
function pathOf(name: string): string {
  const known = oldPaths.get(name);
  if (known !== undefined) return known.replace(/^docker ?/, "");
  const words = name.split("-");
  if (words[1] === "builder")
    return pathOf(["docker", "buildx", ...words.slice(2)].join("-")).replace(/^buildx/, "builder");
  return words.slice(1).join(" ");
}

function parseHelp(path: string, text: string): Help {
  const [first = "", ...rest] = text.trimEnd().split("\n\n");
  const body = rest.join("\n\n");
  const match = /(?:^|\n\n)((?:Global )?Options:)\n((?: .*(?:\n|$))+)/.exec(body);
  const usage = first.replace("Usage:  ", "");
  if (!match) return { path, usage, before: body, heading: "Options:", flags: [], after: "", text };
  const [, heading = "", block = ""] = match;
  const before = body.slice(0, match.index).trim();
  const after = body.slice(match.index + match[0].length).trim();
  return { path, usage, before, heading, flags: parseFlags(block.trimEnd().split("\n")), after, text };
}

function parseFlags(lines: readonly string[]): Flag[] {
  const found: { label: RegExpExecArray; lines: string[] }[] = [];
  const column = Math.max(...lines.flatMap((line) => FLAG_LINE.exec(line)?.[0].length ?? 0).filter((n) => n < 70));
  const widest = Math.max(...lines.flatMap((line) => FLAG_LINE.exec(line)?.[0].trimEnd().length ?? 0)) + 3;
  if (column !== widest) throw new Error(`the flags do not line up: ${lines[0]}`);
  for (const line of lines) {
    const label = FLAG_LINE.exec(line);
    if (label) found.push({ label, lines: [line.slice(column)] });
    else found.at(-1)?.lines.push(line.slice(column));
  }
  return found.map(({ label, lines: own }) => ({
    shorthand: label[1] ?? "",
    name: label[2] ?? "",
    type: label[3] ?? "bool",
    description: unwrap(column, own),
  }));
}

/** The description that folds into these lines; the older client's wording decides where it is ambiguous. */
function unwrap(column: number, lines: readonly string[]): string {
  const folded = lines.join(`\n${" ".repeat(column)}`);
  const fits = (text: string) => wrap(column, RECORDED_COLUMNS - 1, text) === folded;
  const words = lines.join(" ").split(/\s+/).join(" ");
  for (const candidate of oldDescriptions) {
    if (candidate.split(/\s+/).join(" ") === words && fits(candidate)) return candidate;
  }
  for (let hard = 0; hard < 2 ** (lines.length - 1); hard++) {
    const text = lines.map((line, i) => (i === 0 ? line : ((hard >> (i - 1)) & 1 ? "\n" : " ") + line)).join("");
    if (fits(text)) return text;
  }
  throw new Error(`cannot unfold: ${folded}`);
}

function fromOld(path: string, command: OldCommand): Help {
  const sections = new Map<string, string[]>();
  for (const { name, short, section } of command.subcommands) {
    const rows = sections.get(section) ?? [`${section}:`];
    rows.push(commandRow(name, short));
    sections.set(section, rows);
  }
  const aliases = command.aliases.length > 0 ? [`Aliases:\n  ${command.aliases.join(", ")}`] : [];
  const lists = [...sections.values()].map((rows) => rows.join("\n"));
  const more = lists.length > 0 ? [`Run 'docker ${path} COMMAND --help' for more information on a command.`] : [];
  return {
    path,
    usage: command.usage,
    before: [command.short, ...aliases].join("\n\n"),
    heading: "Options:",
    flags: command.flags.map(({ flag, shorthand, type, description }) => ({
      name: flag.slice(2),
      shorthand: shorthand?.slice(1) ?? "",
      type,
      description,
    })),
    after: [...lists, ...more].join("\n\n"),
  };
}

function commandRow(name: string, short: string): string {
  return `  ${name.padEnd(11)} ${short}`;
}

/** Puts every subcommand into a list that was recorded outside a swarm. */
function completeGroup(path: string, names: readonly string[], heading: string): void {
  const help = helps.get(path);
  if (!help) throw new Error(`no help for ${path}`);
  const rows = names.map((name) => {
    const own = helps.get(path === "" ? name : `${path} ${name}`);
    return commandRow(name, own?.before.split("\n")[0] ?? "");
  });
  const replace = (text: string) =>
    text.replace(new RegExp(`(^|\\n\\n)${heading}\\n(?:  .*(?:\\n|$))+`), (found) => {
      const start = found.startsWith("\n") ? "\n\n" : "";
      return `${start}${heading}\n${rows.join("\n")}${found.endsWith("\n") ? "\n" : ""}`;
    });
  helps.set(path, { ...help, before: replace(help.before), after: replace(help.after) });
}

function isGroup(path: string, help: Help): boolean {
  const parent = path === "" || [...helps.keys()].some((other) => other.startsWith(`${path} `));
  return parent && / COMMAND$/.test(help.usage);
}

function inOrder<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

function aliasesOf(help: Help): string[] {
  const line = /(?:^|\n)Aliases:\n {2}(.*)/.exec(help.before)?.[1];
  return line === undefined ? [] : line.split(", ").map((alias) => alias.replace(/^docker /, ""));
}

interface Signature {
  readonly canonical: string;
  readonly use: string;
  readonly flags: string;
}

function writeFlags(): void {
  const entries: Record<string, unknown> = {};
  const own = new Map([...helps].map(([path, help]) => [path, signature(path, help)]));
  for (const [path, help] of inOrder(helps)) {
    const forward = forwardOf(path, help);
    const { canonical = path, use = "", flags = "" } = own.get(path) ?? {};
    if (forward !== undefined) {
      entries[path] = { is: forward };
      continue;
    }
    const original = own.get(canonical);
    const same = canonical !== path && original?.use === use && original.flags === flags;
    const parent = path.split(" ").slice(0, -1).join(" ");
    const names = aliasesOf(help)
      .filter((alias) => alias !== path && !helps.has(alias) && alias.split(" ").slice(0, -1).join(" ") === parent)
      .map((alias) => alias.split(" ").at(-1));
    entries[path] = {
      ...(canonical === path ? {} : { of: canonical }),
      ...(same ? {} : { use }),
      ...(same || flags === "" ? {} : { flags }),
      ...(names.length > 0 ? { names } : {}),
      ...(isGroup(path, help) ? { group: true } : {}),
      ...(HIDDEN_COMMANDS.includes(path) ? { hidden: true } : {}),
    };
  }
  write("flags.json", entries);
}

function signature(path: string, help: Help): Signature {
  const [alias = path] = aliasesOf(help);
  const canonical = helps.has(alias) && !path.includes(" ") ? alias : path;
  const shown = help.usage.replace(/^docker ?/, "");
  const use = GROUP_USE[path] ?? (isGroup(path, help) ? "" : shown.slice(path.length).trim());
  const flags = [...help.flags.map((flag) => flagWord(flag)), HIDDEN_FLAGS[canonical] ?? ""].join(" ").trim();
  return { canonical, use, flags };
}

/** The command that this one calls itself in its help: "buildx build" for "build". */
function forwardOf(path: string, help: Help): string | undefined {
  const shown = help.usage.replace(/^docker ?/, "");
  if (isUsageOf(shown, path)) return undefined;
  return [...helps.keys()].find((other) => isUsageOf(shown, other));
}

/** Whether a usage line ("buildx build [OPTIONS] PATH") is this command's. */
function isUsageOf(usage: string, path: string): boolean {
  if (usage !== path && !usage.startsWith(`${path} `)) return false;
  const next = usage.slice(path.length).trim().split(" ")[0] ?? "";
  return !helps.has(`${path} ${next}`.trim()) || next === "";
}

function flagWord(flag: Flag): string {
  // What has a blank is prose ("default hides intermediate images"), not a value.
  const shown = /\(default (\S+)\)$/.exec(flag.description)?.[1] ?? "";
  const initial = /^(0s?|\[\]|map\[\])$/.test(shown) ? "" : shown.replace(/^"(.*)"$/, "$1");
  const shorthand = flag.shorthand === "" ? "" : `${flag.shorthand},`;
  return `${shorthand}${flag.name}${flag.type === "bool" ? "" : `:${flag.type}`}${initial === "" ? "" : `=${initial}`}`;
}

function writeHelp(): void {
  const numbers = new Map<string, number>();
  const commands: Record<string, unknown> = {};
  const seen = new Map<string, string>();
  const hashes: Record<string, string> = {};
  for (const [path, help] of inOrder(helps)) {
    const flags = help.flags.map(({ description }) => {
      const number = numbers.get(description) ?? numbers.size;
      numbers.set(description, number);
      return number;
    });
    const entry = {
      ...(help.before === "" ? {} : { before: help.before }),
      ...(help.heading === "Options:" ? {} : { heading: help.heading }),
      ...(flags.length === 0 ? {} : { flags }),
      ...(help.after === "" ? {} : { after: help.after }),
    };
    const key = JSON.stringify(entry);
    const twin = seen.get(key);
    commands[path] = twin === undefined ? entry : { same: twin };
    if (twin === undefined) seen.set(key, path);
    if (help.text !== undefined) hashes[path] = createHash("sha256").update(help.text).digest("hex").slice(0, 16);
  }
  const hidden = HIDDEN_COMMANDS.filter((path) => !helps.has(path));
  if (hidden.length > 0) throw new Error(`no such commands: ${hidden.join(", ")}`);
  write("help.json", { descriptions: [...numbers.keys()], commands });
  write("help-hashes.json", hashes);
}

function write(name: string, value: object): void {
  const lines = Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}:${JSON.stringify(entry)}`);
  writeFileSync(join("content", "cli", name), `{\n${lines.join(",\n")}\n}\n`);
}
