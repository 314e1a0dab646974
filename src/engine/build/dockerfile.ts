import { DockerfileParser } from "dockerfile-ast";
import { Util } from "dockerfile-ast/lib/util.js";
import { BuildError, parseError, type SourceRange } from "./build-error.ts";
import { readDirectives } from "./directives.ts";
import { type Heredoc, readHeredocs } from "./heredocs.ts";
import { checkInstruction, checkLine } from "./instruction-rules.ts";
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

/**
 * Every line is read before any instruction is looked at.
 * @throws BuildError in the words of BuildKit's parser
 */
export function parseDockerfile(source: string): Dockerfile {
  const { dockerfile, refusal } = readDockerfile(source);
  if (refusal) throw refusal;
  return dockerfile;
}

/**
 * Reads lines, and instructions up to the first that cannot be one: with it the refusal.
 * @throws BuildError for lines that cannot be read
 */
export function readDockerfile(source: string): { dockerfile: Dockerfile; refusal: BuildError | undefined } {
  if (source === "") throw new BuildError("the Dockerfile cannot be empty");
  const lines = source.split(/\r?\n/);
  const directives = readDirectives(lines);
  const parsed = DockerfileParser.parse(source);
  const escapeCharacter = parsed.getEscapeCharacter();
  const instructions: Instruction[] = [];
  const emptyContinuations: number[] = [];
  let next = 0;
  let refused: BuildError | undefined;
  const reached: Instruction[] = [];
  for (const node of parsed.getInstructions()) {
    const { start, end } = node.getRange();
    // A heredoc's body may look like instructions to come.
    if (start.line < next) continue;
    const instruction = readInstruction(lines, node.getInstruction(), start.line, end.line, escapeCharacter);
    next = instruction.range.end;
    if (!isKnown(instruction)) {
      refused ??= unknownInstruction(instruction);
      continue;
    }
    checkLine(instruction);
    if (!refused) reached.push(instruction);
    refused ??= refusal(instruction);
    instructions.push(instruction);
    if (hasEmptyLine(lines, instruction)) emptyContinuations.push(instruction.range.end);
  }
  const rest = { source, escapeCharacter, emptyContinuations, directives };
  if (refused) return { dockerfile: { ...rest, instructions: reached }, refusal: refused };
  const last = source.replace(/\n$/, "").split("\n").length;
  if (instructions.length === 0) throw new BuildError("file with no instructions", { start: last, end: last });
  return { dockerfile: { ...rest, instructions }, refusal: undefined };
}

/** Bodies of heredocs may hold empty lines. */
function hasEmptyLine(lines: readonly string[], { range, heredocs }: Instruction): boolean {
  return heredocs.length === 0 && lines.slice(range.start, range.end).some((line) => line.trim() === "");
}

function refusal(instruction: Instruction): BuildError | undefined {
  try {
    checkInstruction(instruction);
    return undefined;
  } catch (error) {
    if (error instanceof BuildError) return error;
    throw error;
  }
}

/** An instruction on its own: `--change`, and what ONBUILD carries. @throws BuildError */
export function parseInstruction(line: string, escapeCharacter = "\\"): Instruction {
  const keyword = /^\s*(\S+)/.exec(line)?.[1] ?? "";
  const instruction = readInstruction([line], keyword, 0, 0, escapeCharacter);
  if (!isKnown(instruction)) throw unknownInstruction(instruction);
  checkLine(instruction);
  checkInstruction(instruction);
  return instruction;
}

/** A line whose first word is no instruction. */
interface UnknownLine {
  readonly keyword: undefined;
  readonly word: string;
  readonly range: SourceRange;
}

const isKnown = (line: Instruction | UnknownLine): line is Instruction => line.keyword !== undefined;

function readInstruction(
  lines: readonly string[],
  word: string,
  first: number,
  last: number,
  escapeCharacter: string,
): Instruction | UnknownLine {
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
  const keyword = KEYWORDS.find((known) => known === word.toUpperCase());
  if (!keyword) return { keyword, word, range: head };
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

function unknownInstruction({ word, range }: UnknownLine): BuildError {
  const near = closest(word.toUpperCase(), KEYWORDS);
  // The suggestion is written as the word was (util/suggest).
  const shown = word === word.toUpperCase() ? near : near?.toLowerCase();
  return parseError(`unknown instruction: ${word}${shown === undefined ? "" : ` (did you mean ${shown}?)`}`, range);
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
