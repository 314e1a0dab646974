import { Options } from "../options.ts";
import { GitUsageError } from "./git-error.ts";

/** What a subcommand's command line may have. */
export interface GitOptionSpec {
  /**
   * Options separated by blanks: `a|all` is a flag, `m|message=` takes a value, `U|unified?` may have one joined to it,
   * `amend` has no letter. The key of an option is its last name.
   */
  readonly options?: string;
  /** Real options of git's that are not simulated, in the same form. */
  readonly others?: string;
}

interface Known {
  readonly key: string;
  readonly takes: "nothing" | "value" | "maybe";
  readonly isSimulated: boolean;
}

/** Git has an option that this one has not. */
export class OptionNotSimulated extends Error {
  readonly option: string;

  constructor(option: string) {
    super(option);
    this.option = option;
  }
}

/** A subcommand's options; `operands` are what stands before `--`, `paths` what follows it. */
export class GitOptions extends Options {
  readonly paths: string[] = [];
  hasDashes = false;
}

function knownOptions({ options = "", others = "" }: GitOptionSpec): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const [list, isSimulated] of [[options, true] as const, [others, false] as const])
    for (const word of list.split(/\s+/).filter((item) => item !== "")) {
      const [, text = "", sign] = /^(.*?)([=?]?)$/.exec(word) ?? [];
      const names = text.split("|");
      const takes = sign === "=" ? "value" : sign === "?" ? "maybe" : "nothing";
      for (const name of names) known.set(name, { key: names.at(-1) ?? name, takes, isSimulated });
    }
  return known;
}

/**
 * Reads a command line as git's parse-options does: options and operands in any order, `--no-x`, beginnings of names.
 * @throws GitUsageError, OptionNotSimulated
 */
export function parseGitOptions(args: readonly string[], spec: GitOptionSpec): GitOptions {
  const known = knownOptions(spec);
  const result = new GitOptions();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--") {
      result.hasDashes = true;
      result.paths.push(...args.slice(i + 1));
      break;
    }
    if (arg.startsWith("--")) {
      const [, typed = "", value] = /^--([^=]*)(?:=(.*))?$/s.exec(arg) ?? [];
      const { key, takes, isSimulated } = findLong(known, typed);
      if (!isSimulated) throw new OptionNotSimulated(`--${typed}`);
      if (takes === "nothing" && value !== undefined) throw new GitUsageError(`option \`${typed}' takes no value`);
      const next = takes === "value" && value === undefined ? args[++i] : value;
      if (takes === "value" && next === undefined) throw new GitUsageError(`option \`${typed}' requires a value`);
      result.given.push({ key, value: next ?? "" });
    } else if (arg.startsWith("-") && arg !== "-") i = letters(known, args, i, result);
    else result.operands.push(arg);
  }
  return result;
}

/** `-am text`. @returns where the command line goes on */
function letters(
  known: ReadonlyMap<string, Known>,
  args: readonly string[],
  index: number,
  result: GitOptions,
): number {
  const arg = args[index] ?? "";
  for (let at = 1; at < arg.length; at++) {
    const letter = arg.charAt(at);
    const option = known.get(letter);
    if (!option) throw new GitUsageError(`unknown switch \`${letter}'`);
    if (!option.isSimulated) throw new OptionNotSimulated(`-${letter}`);
    const rest = arg.slice(at + 1);
    if (option.takes === "nothing") {
      result.given.push({ key: option.key, value: "" });
      continue;
    }
    if (option.takes === "maybe" || rest !== "") {
      result.given.push({ key: option.key, value: rest });
      return index;
    }
    const value = args[index + 1];
    if (value === undefined) throw new GitUsageError(`switch \`${letter}' requires a value`);
    result.given.push({ key: option.key, value });
    return index + 1;
  }
  return index;
}

function findLong(known: ReadonlyMap<string, Known>, typed: string): Known {
  const exact = known.get(typed);
  if (exact && typed.length > 1) return exact;
  const positive = typed.startsWith("no-") ? known.get(typed.slice(3)) : undefined;
  if (positive) return { ...positive, key: `no-${positive.key}`, takes: "nothing" };
  const matches = [...known].filter(([name]) => name.length > 1 && name.startsWith(typed));
  const [first] = matches;
  if (!first || typed === "") throw new GitUsageError(`unknown option \`${typed}'`);
  if (new Set(matches.map(([, { key }]) => key)).size > 1)
    throw new GitUsageError(
      `ambiguous option: ${typed} (could be ${matches
        .slice(0, 2)
        .map(([name]) => `--${name}`)
        .join(" or ")})`,
    );
  return first[1];
}
