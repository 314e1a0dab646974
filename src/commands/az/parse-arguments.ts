import { type AzArgument, type AzCommand, AzError, type Values } from "./az-command.ts";
import { closeMatch } from "./close-match.ts";
import { exampleAdvice } from "./help.ts";

/** What every command takes. */
export const GLOBAL_ARGUMENTS: readonly AzArgument[] = [
  { names: ["--debug"], help: "Increase logging verbosity to show all debug logs.", kind: "flag" },
  { names: ["--help", "-h"], help: "Show this help message and exit.", kind: "flag" },
  { names: ["--only-show-errors"], help: "Only show errors, suppressing warnings.", kind: "flag" },
  {
    names: ["--output", "-o"],
    help: "Output format.",
    choices: ["json", "jsonc", "none", "table", "tsv", "yaml", "yamlc"],
    default: "json",
  },
  {
    names: ["--query"],
    help: "JMESPath query string. See http://jmespath.org/ for more information and examples.",
  },
  {
    names: ["--subscription"],
    help: "Name or ID of subscription. You can configure the default subscription using `az account set -s NAME_OR_ID`.",
  },
  { names: ["--verbose"], help: "Increase logging verbosity. Use --debug for full debug logs.", kind: "flag" },
];

const TRUTH = ["true", "false"];

/** An argument's key in the values: its long name without the dashes. */
const keyOf = ({ names: [first] }: AzArgument): string => first.replace(/^-+/, "");

/**
 * Reads what comes after a command's name, as argparse does: long names may be cut short while only one begins so,
 * `--name=value`, `-nvalue`, lists up to the next option.
 * @throws AzError in argparse's and knack's words
 */
export function parseArguments(command: AzCommand, words: readonly string[]): Values {
  const known = [...command.arguments, ...GLOBAL_ARGUMENTS];
  const values = new Map<string, readonly string[]>();
  const unrecognized: string[] = [];
  const fail = (message: string) => new AzError(message, 2, exampleAdvice(command));
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    const found = isOption(word) ? findOption(known, word) : undefined;
    if (found && "ambiguous" in found)
      throw fail(`ambiguous option: ${word} could match ${found.ambiguous.join(", ")}`);
    if (!found) {
      const place = isOption(word) ? undefined : known.find((one) => isPlace(one) && !values.has(keyOf(one)));
      if (place) values.set(keyOf(place), [word]);
      else unrecognized.push(word);
      continue;
    }
    const { argument, attached } = found;
    const rest = attached === undefined ? valuesAfter(words, index + 1) : [attached];
    const label = argument.names.join("/");
    const taken = takenBy(argument, rest);
    if (taken === undefined)
      throw fail(`argument ${label}: expected ${argument.kind === "list" ? "at least one argument" : "one argument"}`);
    const given = argument.kind === "flag" || taken.length > 0 ? checked(command, argument, taken) : ["true"];
    const before = argument.kind === "repeated" ? (values.get(keyOf(argument)) ?? []) : [];
    values.set(keyOf(argument), [...before, ...given]);
    if (attached === undefined) index += taken.length;
  }
  if (values.has("help")) return values;
  const missing = command.arguments.filter((argument) => argument.required && !values.has(keyOf(argument)));
  if (missing.length > 0)
    throw fail(`the following arguments are required: ${missing.map(({ names }) => names.join("/")).join(", ")}`);
  if (unrecognized.length > 0) throw fail(`unrecognized arguments: ${unrecognized.join(" ")}`);
  for (const argument of known)
    if (argument.default !== undefined && !values.has(keyOf(argument))) values.set(keyOf(argument), [argument.default]);
  return values;
}

/** Whether an argument has no name: its place says which it is. */
const isPlace = ({ names: [name] }: AzArgument) => !name.startsWith("-");

const isOption = (word: string) => /^-[^\s]*[a-zA-Z]/.test(word) && !word.includes(" ");

/** The words up to the next option. */
function valuesAfter(words: readonly string[], start: number): readonly string[] {
  const end = words.findIndex((word, index) => index >= start && isOption(word));
  return words.slice(start, end < 0 ? undefined : end);
}

/** How many of them an argument takes; undefined when there are too few. */
function takenBy({ kind }: AzArgument, rest: readonly string[]): readonly string[] | undefined {
  if (kind === "flag") return [];
  if (kind === "boolean") return rest.slice(0, 1);
  if (rest.length === 0) return undefined;
  return kind === "list" ? rest : rest.slice(0, 1);
}

type Found = { readonly argument: AzArgument; readonly attached?: string } | { readonly ambiguous: readonly string[] };

function findOption(known: readonly AzArgument[], word: string): Found | undefined {
  const equals = word.indexOf("=");
  const name = equals < 0 ? word : word.slice(0, equals);
  const attached = equals < 0 ? {} : { attached: word.slice(equals + 1) };
  const exact = known.find(({ names }) => names.includes(name));
  if (exact) return { argument: exact, ...attached };
  if (!word.startsWith("--")) {
    const short = known.find(({ names }) => names.includes(word.slice(0, 2)));
    return short && { argument: short, attached: word.slice(2).replace(/^=/, "") };
  }
  const candidates = known.flatMap((argument) =>
    argument.names.filter((one) => one.startsWith(name)).map((one) => ({ argument, one })),
  );
  const [first, ...others] = candidates;
  if (!first) return undefined;
  return others.length === 0
    ? { argument: first.argument, ...attached }
    : { ambiguous: candidates.map(({ one }) => one) };
}

/** @throws AzError for a value that is none of the choices, or no number */
function checked(command: AzCommand, argument: AzArgument, values: readonly string[]): readonly string[] {
  const { kind, names } = argument;
  const choices = kind === "boolean" ? TRUTH : argument.choices;
  return values.map((value) => {
    if (kind === "number" && !/^-?\d+(\.\d+)?$/.test(value))
      throw new AzError(`argument ${names.join("/")}: invalid float value: '${value}'`, 2, exampleAdvice(command));
    if (!choices) return value;
    const choice = choices.find((one) => one.toLowerCase() === value.toLowerCase());
    if (choice !== undefined) return choice;
    const close = closeMatch(value, choices);
    throw new AzError(
      `az ${command.path}: '${value}' is not a valid value for '${names[0]}'. Allowed values: ${choices.join(", ")}.`,
      2,
      (close === undefined ? "" : `Did you mean '${close}' ?\n`) + exampleAdvice(command),
    );
  });
}
