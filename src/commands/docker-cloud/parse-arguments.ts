import { type Argument, destOf, HELP, isOption, metavarOf, type Parser } from "./parser.ts";
import { progOf, usageOf } from "./usage.ts";

export type Values = Map<string, (string | number | true)[]>;

/** What a command line asks for. */
interface Parsed {
  /** The parsers from the top to the command. */
  readonly path: readonly Parser[];
  readonly values: Values;
}

/** Ends the command: what argparse prints, and where. */
export class ArgumentExit extends Error {
  readonly status: number;
  /** The parser that is to show its help, when that was asked for. */
  readonly helpOf: readonly Parser[] | undefined;

  constructor(message: string, status: number, helpOf?: readonly Parser[]) {
    super(message);
    this.name = "ArgumentExit";
    this.status = status;
    this.helpOf = helpOf;
  }
}

const NEGATIVE = /^-\d+$|^-\d*\.\d+$/;

/**
 * Reads a command line as argparse of Python 2.7 does: options anywhere, long ones as short as they are clear, operands
 * in order; a group's operand is the name of a command, which gets the rest.
 * @throws ArgumentExit for help, and for a line that is none
 */
export function parseArguments(top: Parser, words: readonly string[]): Parsed {
  const values: Values = new Map();
  const unknown: string[] = [];
  const path: Parser[] = [top];
  let rest: readonly string[] | undefined = words;
  while (rest) rest = parseLevel(path, rest, values, unknown);
  if (unknown.length > 0) throw failure([top], `unrecognized arguments: ${unknown.join(" ")}`);
  return { path, values };
}

const failure = (path: readonly Parser[], message: string) =>
  new ArgumentExit(`${usageOf(path, path.at(-1)?.arguments ?? [])}${progOf(path)}: error: ${message}\n`, 2);

/** A word that is an option: which one, and the value that is written onto it. */
interface Found {
  readonly argument: Argument | undefined;
  readonly name: string;
  readonly attached: string | undefined;
}

/** One parser's part. @returns what is left for the command that it named, which is then at the end of `path` */
function parseLevel(
  path: Parser[],
  words: readonly string[],
  values: Values,
  unknown: string[],
): readonly string[] | undefined {
  const parser = path.at(-1);
  const all = [HELP, ...(parser?.arguments ?? [])];
  const fail = (message: string) => failure(path, message);
  const known = new Map(all.filter(isOption).flatMap((one) => one.names.map((name) => [name, one] as const)));
  const pending = all.filter((one) => !isOption(one));
  const commands = parser?.commands;
  const end = words.indexOf("--");
  const asOption = (index: number): Found | undefined =>
    end >= 0 && index > end ? undefined : optionOf(words[index] ?? "", known, fail);
  const isOperand = (index: number) => index < words.length && words[index] !== "--" && !asOption(index);
  const keep = (argument: Argument, given: readonly string[]) => {
    const read = given.map((text) => readValue(argument, text, fail));
    const before = argument.kind === "append" ? (values.get(destOf(argument)) ?? []) : [];
    values.set(destOf(argument), [...before, ...read]);
  };
  let at = 0;
  /** Gives the operands that come now to the arguments that wait for them, as many as can be served. */
  const takeOperands = (): readonly string[] | undefined => {
    let run = 0;
    while (isOperand(at + run)) run++;
    while (pending.length > 0 && run > 0) {
      const [next, ...later] = pending;
      if (!next) break;
      if (next.kind === "remainder") {
        keep(
          next,
          words.slice(at).filter((word, index) => !(index === 0 && word === "--")),
        );
        at = words.length;
        pending.shift();
        return undefined;
      }
      // One that takes many leaves those after it one each, when there are enough for all.
      const others = later.filter(({ kind }) => kind !== "remainder").length;
      const count = next.kind === "many" ? Math.max(1, run - others) : 1;
      keep(next, words.slice(at, at + count));
      at += count;
      run -= count;
      pending.shift();
    }
    if (run > 0 && commands) {
      const name = words[at] ?? "";
      const chosen = commands.list.find((one) => one.name === name);
      if (!chosen)
        throw fail(
          `argument ${commands.dest}: ${invalidChoice(
            name,
            commands.list.map((one) => one.name),
          )}`,
        );
      path.push(chosen);
      return words.slice(at + 1);
    }
    unknown.push(...words.slice(at, at + run));
    at += run;
    return undefined;
  };
  while (at < words.length) {
    if (words[at] === "--" && at === end) {
      at++;
      continue;
    }
    const found = asOption(at);
    if (!found) {
      const rest = takeOperands();
      if (rest) return rest;
      continue;
    }
    at++;
    if (!found.argument) {
      unknown.push(words[at - 1] ?? "");
      continue;
    }
    at = takeOption(path, found.argument, found, known, keep, values, words, at, isOperand, fail);
  }
  const missing = pending.filter(({ kind }) => kind !== "remainder");
  if (missing.length > 0 || commands) throw fail("too few arguments");
  for (const argument of all)
    if (argument.required && !values.has(destOf(argument))) throw fail(`argument ${nameOf(argument)} is required`);
  return undefined;
}

/** Takes an option with its value, and the flags that are written together with it. @returns where to go on */
function takeOption(
  path: readonly Parser[],
  first: Argument,
  found: Found,
  known: ReadonlyMap<string, Argument>,
  keep: (argument: Argument, given: readonly string[]) => void,
  values: Values,
  words: readonly string[],
  at: number,
  isOperand: (index: number) => boolean,
  fail: (message: string) => ArgumentExit,
): number {
  let argument = first;
  let { name, attached } = found;
  while (argument.kind === "flag") {
    if (argument === HELP) throw new ArgumentExit("", 0, [...path]);
    values.set(destOf(argument), [true]);
    if (attached === undefined) return at;
    const next = known.get(`-${attached.charAt(0)}`);
    if (name.startsWith("--") || !next)
      throw fail(`argument ${nameOf(argument)}: ignored explicit argument ${quoted(attached)}`);
    name = `-${attached.charAt(0)}`;
    attached = attached.length > 1 ? attached.slice(1) : undefined;
    argument = next;
  }
  if (attached !== undefined) {
    keep(argument, [attached]);
    return at;
  }
  if (!isOperand(at)) throw fail(`argument ${nameOf(argument)}: expected one argument`);
  keep(argument, [words[at] ?? ""]);
  return at + 1;
}

/** What a word is when it is an option; undefined for an operand (argparse, _parse_optional). */
function optionOf(
  word: string,
  known: ReadonlyMap<string, Argument>,
  fail: (message: string) => ArgumentExit,
): Found | undefined {
  if (!word.startsWith("-") || word === "-") return undefined;
  const exact = known.get(word);
  if (exact) return { argument: exact, name: word, attached: undefined };
  const [, head = word, value] = /^(--[^=]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
  if (word.startsWith("--")) {
    const matches = [...known].filter(([name]) => name.startsWith(head));
    const [match, second] = known.has(head) ? matches.filter(([name]) => name === head) : matches;
    if (second) {
      const list = matches.map(([name]) => name).join(", ");
      throw fail(`ambiguous option: ${word} could match ${list}`);
    }
    if (match) return { argument: match[1], name: match[0], attached: value };
  } else {
    const short = known.get(word.slice(0, 2));
    if (short) return { argument: short, name: word.slice(0, 2), attached: word.slice(2) };
  }
  if (NEGATIVE.test(word) || word.includes(" ")) return undefined;
  return { argument: undefined, name: word, attached: undefined };
}

const nameOf = (argument: Argument) => (isOption(argument) ? argument.names.join("/") : metavarOf(argument));

/** A text as Python 2's repr shows it. */
const quoted = (text: string): string =>
  text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replace(/[\\']/g, "\\$&")}'`;

const invalidChoice = (text: string, choices: readonly string[]) =>
  `invalid choice: ${quoted(text)} (choose from ${choices.map(quoted).join(", ")})`;

function readValue(argument: Argument, text: string, fail: (message: string) => ArgumentExit): string | number {
  const { type, choices } = argument;
  if (type === "int") {
    if (!/^\s*[+-]?\d+\s*$/.test(text)) throw fail(`argument ${nameOf(argument)}: invalid int value: ${quoted(text)}`);
    return Number(text);
  }
  if (choices && !choices.includes(text)) throw fail(`argument ${nameOf(argument)}: ${invalidChoice(text, choices)}`);
  return text;
}
