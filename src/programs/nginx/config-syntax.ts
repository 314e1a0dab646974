import { FileError, type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import { KNOWN_DIRECTIVES } from "./directives.ts";

/** One directive: `listen 80;`, or with a block, `server { … }`. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
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
  let text: string;
  try {
    text = files.readFile(path);
  } catch (error) {
    if (error instanceof FileError) throw new ConfigError(`open() "${path}" failed (2: ${error.message})`);
    throw error;
  }
  const tokens = tokenize(text, path);
  return parseBlock(tokens, { files, path, heard }, 0);
}

/** Blocks that hold a table instead of directives. */
const FREE: ReadonlySet<string> = new Set(["types", "map", "geo"]);

interface Reading {
  readonly files: FileSystem;
  readonly path: string;
  readonly heard: DirectiveListener;
}

function parseBlock(tokens: Token[], reading: Reading, depth: number, free = false): Directive[] {
  const { path, heard } = reading;
  const out: Directive[] = [];
  for (;;) {
    const first = tokens.shift();
    if (!first) {
      if (depth > 0) throw new ConfigError(`unexpected end of file, expecting "}" in ${path}`);
      return out;
    }
    if (!first.quoted && first.text === "}") {
      if (depth === 0) throw new ConfigError(`unexpected "}" in ${path}:${first.line}`);
      return out;
    }
    const words = [first.text];
    let end: Token | undefined;
    for (end = tokens.shift(); end && (end.quoted || !/^[;{}]$/.test(end.text)); end = tokens.shift())
      words.push(end.text);
    if (!end) throw new ConfigError(`unexpected end of file, expecting ";" or "}" in ${path}:${first.line}`);
    const [name = "", ...args] = words;
    if (end.text === "}") throw new ConfigError(`unexpected "}" in ${path}:${end.line}`);
    if (!free && !KNOWN_DIRECTIVES.has(name))
      throw new ConfigError(`unknown directive "${name}" in ${path}:${first.line}`);
    if (!free) heard(name, `${path}:${end.line}`);
    if (end.text === "{") out.push({ name, args, block: parseBlock(tokens, reading, depth + 1, FREE.has(name)) });
    else if (name === "include") out.push(...included(reading, args[0] ?? ""));
    else out.push({ name, args });
  }
}

/** Relative names are from the configuration's folder; the last part may hold `*`. */
function included({ files, heard }: Reading, pattern: string): Directive[] {
  const path = resolvePath("/etc/nginx", pattern);
  if (!path.includes("*")) return readConfig(files, path, heard);
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
    .filter((entry) => name.test(entry))
    .flatMap((entry) => readConfig(files, `${folder}/${entry}`, heard));
}

function tokenize(text: string, path: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  const pattern = /\s+|#[^\n]*|[;{}]|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(?:[^\s;{}"'\\]|\\.|\$\{[^}]*\})+|(.)/gs;
  for (const match of text.matchAll(pattern)) {
    const [all, double, single, stray] = match;
    if (stray !== undefined) throw new ConfigError(`unexpected end of file, expecting ";" or "}" in ${path}:${line}`);
    const quoted = double !== undefined || single !== undefined;
    if (quoted || !/^(\s|#)/.test(all)) tokens.push({ text: double ?? single ?? all, quoted, line });
    line += all.split("\n").length - 1;
  }
  return tokens;
}
