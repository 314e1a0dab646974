import { DockerfileParser } from "dockerfile-ast";
import { Util } from "dockerfile-ast/lib/util.js";
import { BuildError, parseError, type SourceRange } from "./build-error.ts";
import { checkInstruction } from "./instruction-rules.ts";
import { closest } from "./suggestion.ts";

// The library asks Node's Buffer, which no browser has, whether a character is the byte order mark.
Util.isUTF8BOM = (character) => character === "\uFEFF";

/** One instruction of a Dockerfile. */
export interface Instruction {
  /** Upper case. */
  readonly keyword: Keyword;
  /** The keyword as it is written. */
  readonly word: string;
  /** What follows the keyword, with continued lines joined and without bodies of heredocs. */
  readonly text: string;
  readonly flags: readonly InstructionFlag[];
  /** The text after the flags. */
  readonly rest: string;
  /** The words of an exec form, `["a", "b"]`. */
  readonly json: readonly string[] | undefined;
  readonly heredocs: readonly Heredoc[];
  readonly range: SourceRange;
}

/** `--name=value`, or a bare `--name`, whose value is "". */
export interface InstructionFlag {
  readonly name: string;
  readonly value: string;
  readonly bare: boolean;
}

export interface Heredoc {
  readonly name: string;
  /** Without quotes around the name, variables in it count. */
  readonly expand: boolean;
  readonly content: string;
}

export interface Dockerfile {
  readonly source: string;
  readonly escapeCharacter: string;
  readonly instructions: readonly Instruction[];
  /** The last lines of instructions that have an empty line inside. */
  readonly emptyContinuations: readonly number[];
  /** `# check=…` and its like at the top, by name in lower case. */
  readonly directives: Readonly<Record<string, string>>;
}

export const KEYWORDS = [
  "ADD",
  "ARG",
  "CMD",
  "COPY",
  "ENTRYPOINT",
  "ENV",
  "EXPOSE",
  "FROM",
  "HEALTHCHECK",
  "LABEL",
  "MAINTAINER",
  "ONBUILD",
  "RUN",
  "SHELL",
  "STOPSIGNAL",
  "USER",
  "VOLUME",
  "WORKDIR",
] as const;

export type Keyword = (typeof KEYWORDS)[number];

/** Instructions whose flags may come before their arguments. */
const WITH_FLAGS: ReadonlySet<Keyword> = new Set(["ADD", "COPY", "FROM", "HEALTHCHECK", "RUN"]);
const WITH_JSON: ReadonlySet<Keyword> = new Set(["ADD", "CMD", "COPY", "ENTRYPOINT", "RUN", "SHELL", "VOLUME"]);
const WITH_HEREDOCS: ReadonlySet<Keyword> = new Set(["ADD", "COPY", "RUN"]);

/** @throws BuildError in the words of BuildKit's parser */
export function parseDockerfile(source: string): Dockerfile {
  const parsed = DockerfileParser.parse(source);
  const escapeCharacter = parsed.getEscapeCharacter();
  const lines = source.split(/\r?\n/);
  const instructions: Instruction[] = [];
  const emptyContinuations: number[] = [];
  let next = 0;
  for (const node of parsed.getInstructions()) {
    const { start, end } = node.getRange();
    // A heredoc's body may look like instructions to come.
    if (start.line < next) continue;
    const instruction = readInstruction(lines, node.getInstruction(), start.line, end.line, escapeCharacter);
    next = instruction.range.end;
    checkInstruction(instruction);
    instructions.push(instruction);
    if (hasEmptyLine(lines, instruction)) emptyContinuations.push(instruction.range.end);
  }
  if (source === "") throw new BuildError("the Dockerfile cannot be empty");
  const last = source.replace(/\n$/, "").split("\n").length;
  if (instructions.length === 0) throw new BuildError("file with no instructions", { start: last, end: last });
  return { source, escapeCharacter, instructions, emptyContinuations, directives: readDirectives(lines) };
}

/** Bodies of heredocs may hold empty lines. */
function hasEmptyLine(lines: readonly string[], { range, heredocs }: Instruction): boolean {
  return heredocs.length === 0 && lines.slice(range.start, range.end).some((line) => line.trim() === "");
}

/** Parser directives: comments of the form `# name=value` before anything else. */
function readDirectives(lines: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value = ""] = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    if (name === undefined) break;
    found[name.toLowerCase()] = value;
  }
  return found;
}

/** An instruction on its own: `--change`, and what ONBUILD carries. @throws BuildError */
export function parseInstruction(line: string, escapeCharacter = "\\"): Instruction {
  const keyword = /^\s*(\S+)/.exec(line)?.[1] ?? "";
  const instruction = readInstruction([line], keyword, 0, 0, escapeCharacter);
  checkInstruction(instruction);
  return instruction;
}

function readInstruction(
  lines: readonly string[],
  word: string,
  first: number,
  last: number,
  escapeCharacter: string,
): Instruction {
  const continued = new RegExp(`${escapeCharacter === "\\" ? "\\\\" : escapeCharacter}[ \\t]*$`);
  let text = "";
  let at = first;
  for (; at <= last; at++) {
    const line = lines[at] ?? "";
    // Comments and empty lines inside an instruction are left out.
    if (at > first && /^\s*(#|$)/.test(line)) continue;
    text += at === first ? line.trimStart() : line.replace(continued, (end) => end);
    if (!continued.test(line)) break;
    text = text.replace(continued, "");
  }
  const head = { start: first + 1, end: Math.min(at, last) + 1 };
  const keyword = keywordOf(word, head);
  const after = text.slice(word.length).trim();
  const { flags, rest } = WITH_FLAGS.has(keyword) ? readFlags(after) : { flags: [], rest: after };
  const bodies = WITH_HEREDOCS.has(keyword) ? readHeredocs(lines, rest, at + 1, head) : { heredocs: [], end: at };
  return {
    keyword,
    word,
    text: after,
    flags,
    rest,
    json: WITH_JSON.has(keyword) || keyword === "HEALTHCHECK" ? readJson(rest.replace(/^CMD\s+/i, "")) : undefined,
    heredocs: bodies.heredocs,
    range: { start: head.start, end: Math.max(head.end, bodies.end + 1) },
  };
}

function keywordOf(word: string, range: SourceRange): Keyword {
  const upper = word.toUpperCase();
  const keyword = KEYWORDS.find((known) => known === upper);
  if (keyword) return keyword;
  const near = closest(upper, KEYWORDS);
  const hint = near === undefined ? "" : ` (did you mean ${near}?)`;
  throw parseError(`unknown instruction: ${word}${hint}`, range);
}

function readFlags(text: string): Pick<Instruction, "flags" | "rest"> {
  const flags: InstructionFlag[] = [];
  let rest = text;
  for (;;) {
    const match = /^--([^\s=]+)(?:=(\S*))?(?:\s+|$)/.exec(rest);
    if (!match) return { flags, rest };
    const [, name = "", value] = match;
    flags.push({ name, value: (value ?? "").replace(/^"(.*)"$/, "$1"), bare: value === undefined });
    rest = rest.slice(match[0].length);
  }
}

function readJson(text: string): string[] | undefined {
  if (!text.startsWith("[")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item): item is string => typeof item === "string") ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The bodies that follow an instruction with `<<NAME` in it. @throws BuildError when one does not end */
function readHeredocs(
  lines: readonly string[],
  text: string,
  first: number,
  range: SourceRange,
): { heredocs: Heredoc[]; end: number } {
  const heredocs: Heredoc[] = [];
  let at = first;
  for (const match of text.matchAll(/(?<!\S)\d*<<(-?)(["']?)([A-Za-z_][\w.]*)\2(?!\S)/g)) {
    const [, chomp = "", quote = "", name = ""] = match;
    const body: string[] = [];
    for (;;) {
      const line = lines[at];
      if (line === undefined) throw new BuildError("unterminated heredoc", { start: range.start, end: lines.length });
      at++;
      const shown = chomp === "-" ? line.replace(/^\t+/, "") : line;
      if (shown === name) break;
      body.push(`${shown}\n`);
    }
    heredocs.push({ name, expand: quote === "", content: body.join("") });
  }
  return { heredocs, end: heredocs.length > 0 ? at - 1 : first - 1 };
}
