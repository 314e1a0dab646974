import { FileError, type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import { DIRECTIVES, INSIDE } from "./directives.ts";

/** One directive: `listen 80;`, or with a block, `server { … }`. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  /** Where it stands: "/etc/nginx/nginx.conf:2". */
  readonly place: string;
  readonly block?: readonly Directive[];
}

/** A configuration that nginx refuses; `message` is what it says after "nginx: [emerg] ". */
export class ConfigError extends Error {}

interface Token {
  readonly text: string;
  readonly quoted: boolean;
  readonly line: number;
}

/** Told of every directive when it is read, with its place: "/etc/nginx/nginx.conf:2". */
export type DirectiveListener = (name: string, place: string) => void;

/** Reads a configuration file and what it includes. @throws ConfigError */
export function readConfig(files: FileSystem, path: string, heard: DirectiveListener = () => {}): Directive[] {
  return readFile({ files, heard }, path, "M", new Set());
}

interface Reading {
  readonly files: FileSystem;
  readonly heard: DirectiveListener;
}

/** What is being read of one file, and how many lines it has: the number in what is said of its end. */
interface Source extends Reading {
  readonly path: string;
  readonly tokens: Token[];
  readonly lines: number;
}

/** @param from where it is included, " in PATH:LINE", or nothing */
function readFile(reading: Reading, path: string, where: string, seen: Set<string>, from = ""): Directive[] {
  let text: string;
  try {
    text = reading.files.readFile(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const number = error.code === "EACCES" ? 13 : error.code === "EISDIR" ? 21 : 2;
    throw new ConfigError(`open() "${path}" failed (${number}: ${error.message})${from}`);
  }
  const lines = text.split("\n").length;
  return parseBlock({ ...reading, path, lines, tokens: tokenize(text, path, lines) }, where, false, seen);
}

/**
 * The directives up to the end of a block, or of the file (ngx_conf_parse).
 * @param where the letter of the block, as the table of directives has it; "" for one that holds a table
 * @param seen the names that stood in the block so far: what is included shares them
 */
function parseBlock(source: Source, where: string, inner: boolean, seen: Set<string>): Directive[] {
  const { tokens, path, lines } = source;
  const out: Directive[] = [];
  for (;;) {
    const first = tokens.shift();
    if (!first) {
      if (inner) throw new ConfigError(`unexpected end of file, expecting "}" in ${path}:${lines}`);
      return out;
    }
    if (!first.quoted && first.text === "}") {
      if (!inner) throw new ConfigError(`unexpected "}" in ${path}:${first.line}`);
      return out;
    }
    if (!first.quoted && /^[;{]$/.test(first.text))
      throw new ConfigError(`unexpected "${first.text}" in ${path}:${first.line}`);
    const args: string[] = [];
    let end: Token | undefined;
    for (end = tokens.shift(); end && (end.quoted || !/^[;{}]$/.test(end.text)); end = tokens.shift())
      args.push(end.text);
    if (!end) throw new ConfigError(`unexpected end of file, expecting ";" or "}" in ${path}:${lines}`);
    if (end.text === "}") throw new ConfigError(`unexpected "}" in ${path}:${end.line}`);
    const { text: name } = first;
    const place = `${path}:${end.line}`;
    if (where !== "") {
      checkDirective(name, args, end.text === "{", where, place, seen);
      source.heard(name, place);
    }
    if (end.text === "{")
      out.push({ name, args, place, block: parseBlock(source, INSIDE[name] ?? "", true, new Set()) });
    else if (name === "include") out.push(...included(source, args[0] ?? "", where, seen, ` in ${place}`));
    else out.push({ name, args, place });
  }
}

/** What is refused before a directive's module reads it (ngx_conf_handler). @throws ConfigError */
function checkDirective(
  name: string,
  args: readonly string[],
  block: boolean,
  where: string,
  place: string,
  seen: Set<string>,
): void {
  const fail = (text: string): never => {
    throw new ConfigError(`${text} in ${place}`);
  };
  const rules = DIRECTIVES.get(name);
  const rule = rules?.find((each) => each.where.includes(where));
  if (!rule)
    throw new ConfigError(
      `${rules ? `"${name}" directive is not allowed here` : `unknown directive "${name}"`} in ${place}`,
    );
  if (block && !rule.block) fail(`directive "${name}" is not terminated by ";"`);
  if (!block && rule.block) fail(`directive "${name}" has no opening "{"`);
  if (args.length < rule.least || args.length > rule.most) fail(`invalid number of arguments in "${name}" directive`);
  const only = rule.once || name === "events" || name === "http";
  if (only && seen.has(name)) fail(`"${name}" directive is duplicate`);
  const other = name === "alias" ? "root" : "alias";
  if ((name === "alias" || name === "root") && where === "L" && seen.has(other))
    fail(`"${name}" directive is duplicate, "${other}" directive was specified earlier`);
  seen.add(name);
  const [value = ""] = args;
  if (rule.flag && value !== "on" && value !== "off")
    fail(`invalid value "${value}" in "${name}" directive, it must be "on" or "off"`);
}

/** Relative names are from the configuration's folder; the last part may hold `*`. */
function included(reading: Reading, pattern: string, where: string, seen: Set<string>, from: string): Directive[] {
  const { files } = reading;
  const path = resolvePath("/etc/nginx", pattern);
  if (!path.includes("*")) return readFile(reading, path, where, seen, from);
  const folder = path.slice(0, path.lastIndexOf("/")) || "/";
  const name = new RegExp(
    `^${path
      .slice(folder.length + 1)
      .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")}$`,
  );
  if (!files.exists(folder)) return [];
  return files
    .readdir(folder)
    .filter((entry) => name.test(entry) && !entry.startsWith("."))
    .flatMap((entry) => readFile(reading, `${folder}/${entry}`, where, seen, from));
}

function tokenize(text: string, path: string, lines: number): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  const pattern = /\s+|#[^\n]*|[;{}]|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(?:[^\s;{}"'\\]|\\.|\$\{[^}]*\})+|(.)/gs;
  for (const match of text.matchAll(pattern)) {
    const [all, double, single, stray] = match;
    if (stray !== undefined) throw new ConfigError(`unexpected end of file, expecting ";" or "}" in ${path}:${lines}`);
    const quoted = double !== undefined || single !== undefined;
    if (quoted || !/^(\s|#)/.test(all)) tokens.push({ text: unescaped(double ?? single ?? all), quoted, line });
    line += all.split("\n").length - 1;
  }
  return tokens;
}

/** A backslash before a quote, or for a tab or the end of a line, is read at once; before others it stays. */
const unescaped = (text: string) =>
  text.replace(/\\(["'\\ntr])/g, (_, letter: string) => ({ n: "\n", t: "\t", r: "\r" })[letter] ?? letter);
