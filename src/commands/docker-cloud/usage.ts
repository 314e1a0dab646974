import { type Argument, destOf, HELP, isOption, metavarOf, type Parser } from "./parser.ts";

/** Python's argparse of 2.7 takes the screen for 80 columns when COLUMNS does not say, and leaves two free. */
const WIDTH = 78;
const HELP_COLUMN = 24;

/** "docker-cloud nodecluster create": the names from the top. */
export const progOf = (path: readonly Parser[]): string => path.map(({ name }) => name).join(" ");

/** `usage: …` with its line breaks (argparse, HelpFormatter._format_usage). */
export function usageOf(path: readonly Parser[], arguments_: readonly Argument[]): string {
  const prog = progOf(path);
  const commands = path.at(-1)?.commands;
  const all = [HELP, ...arguments_];
  const options = all.filter(isOption).map((argument) => {
    const part = argument.kind === "flag" ? argument.names[0] : `${argument.names[0]} ${metavarOf(argument)}`;
    return argument.required ? part : `[${part}]`;
  });
  const operands = all.filter((argument) => !isOption(argument)).map(operandUsage);
  if (commands) operands.push(`${choicesOf(commands.list)} ...`);
  const prefix = "usage: ";
  const whole = [prog, ...options, ...operands].join(" ");
  if (prefix.length + whole.length <= WIDTH) return `${prefix}${whole}\n`;
  const lines = (parts: readonly string[], indent: string, first?: string): string[] => {
    const out: string[] = [];
    let line: string[] = [];
    let length = (first ?? indent).length - 1;
    for (const part of parts) {
      if (length + 1 + part.length > WIDTH && line.length > 0) {
        out.push(indent + line.join(" "));
        line = [];
        length = indent.length - 1;
      }
      line.push(part);
      length += part.length + 1;
    }
    if (line.length > 0) out.push(indent + line.join(" "));
    if (first !== undefined && out[0] !== undefined) out[0] = out[0].slice(indent.length);
    return out;
  };
  // What of an operand's usage has a blank in it may be broken there.
  const operandParts = operands.flatMap((operand) => operand.split(/ (?=\[|\.\.\.)/));
  const indent = " ".repeat(prefix.length + prog.length + 1);
  const broken =
    options.length > 0
      ? [...lines([prog, ...options], indent, prefix), ...lines(operandParts, indent)]
      : lines([prog, ...operandParts], indent, prefix);
  return `${prefix}${broken.join("\n")}\n`;
}

const choicesOf = (list: readonly Parser[]) => `{${list.map(({ name }) => name).join(",")}}`;

function operandUsage(argument: Argument): string {
  const name = metavarOf(argument);
  if (argument.kind === "many") return `${name} [${name} ...]`;
  return argument.kind === "remainder" ? "..." : name;
}

/** The whole of `--help` (argparse, HelpFormatter.format_help). */
export function helpOf(path: readonly Parser[], arguments_: readonly Argument[]): string {
  const parser = path.at(-1);
  const all = [HELP, ...arguments_];
  const commands = parser?.commands;
  const rows = (list: readonly Argument[]) => list.map((one) => [2, invocation(one), one.help ?? ""] as const);
  const commandRows = commands
    ? [[2, choicesOf(commands.list), ""] as const, ...commands.list.map(({ name, help }) => [4, name, help] as const)]
    : [];
  const sections = [
    ["positional arguments", rows(all.filter((one) => !isOption(one)))],
    ["optional arguments", rows(all.filter(isOption))],
    [commands?.title ?? "", commandRows],
  ] as const;
  const longest = Math.max(...sections.flatMap(([, list]) => list.map(([, text]) => text.length + 2)));
  const column = Math.min(longest + 2, HELP_COLUMN);
  const section = ([title, list]: (typeof sections)[number]) =>
    list.length === 0
      ? ""
      : `\n${title}:\n${list.map(([indent, text, help]) => row(indent, text, help, column)).join("")}`;
  const description = parser?.description === undefined ? "" : `\n${wrapped(parser.description, WIDTH).join("\n")}\n`;
  return `${usageOf(path, arguments_)}${description}${sections.map(section).join("")}`;
}

/** `-t TARGET_NUM_NODES, --target-num-nodes TARGET_NUM_NODES` */
function invocation(argument: Argument): string {
  if (!isOption(argument)) return argument.metavar ?? destOf(argument);
  const value = argument.kind === "flag" ? "" : ` ${metavarOf(argument)}`;
  return argument.names.map((name) => name + value).join(", ");
}

function row(indent: number, text: string, help: string, column: number): string {
  const head = " ".repeat(indent) + text;
  if (help === "") return `${head}\n`;
  const [first = "", ...rest] = wrapped(help, Math.max(11, WIDTH - column));
  const blank = " ".repeat(column);
  const begin = text.length <= column - indent - 2 ? head.padEnd(column) : `${head}\n${blank}`;
  return `${begin}${first}\n${rest.map((line) => `${blank}${line}\n`).join("")}`;
}

/** Python's textwrap: long words may be broken at their hyphens. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const chunk of text.match(/\s+|[^\s-]*[a-zA-Z]-(?=[a-zA-Z])|\S+?(?=[^\s-]*[a-zA-Z]-[a-zA-Z]|\s|$)/g) ?? []) {
    if (line === "" && lines.length > 0 && chunk.trim() === "") continue;
    if ((line + chunk).trimEnd().length > width && line !== "") {
      lines.push(line.trimEnd());
      line = chunk.trimStart();
    } else line += chunk;
  }
  if (line.trim() !== "") lines.push(line.trimEnd());
  return lines;
}
