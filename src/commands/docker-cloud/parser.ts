import type { CloudRun } from "./cloud-run.ts";

/** One argument of a command line, as `add_argument` of Python's argparse is told. */
export interface Argument {
  /** The option's names, the short one first; one name without dashes for an operand. */
  readonly names: readonly [string, ...string[]];
  readonly help?: string;
  /** One value unless told; a flag, one value each time it is given, one or more operands, all that is left. */
  readonly kind?: "flag" | "append" | "many" | "remainder";
  readonly type?: "int";
  readonly choices?: readonly string[];
  readonly required?: true;
  /** How an operand is called in help, when that is not its name. */
  readonly metavar?: string;
}

/** A command, or a group of commands: a parser and those under it. */
export interface Parser {
  readonly name: string;
  /** What the group's list says of it. */
  readonly help: string;
  /** What its own help begins with. */
  readonly description?: string;
  readonly arguments: readonly Argument[];
  readonly commands?: {
    /** "Docker Cloud node commands" */
    readonly title: string;
    /** What argparse calls the choice in its errors. */
    readonly dest: string;
    readonly list: readonly Parser[];
  };
  /** Without any argument of its own, it shows its help (dockercloudcli, cli.py, patch_help_option). */
  readonly helpAlone?: true;
  /** Does it. @returns the exit status @throws CloudFailure */
  readonly run?: (run: CloudRun) => Promise<number>;
}

/** The argument that every parser has. */
export const HELP: Argument = { names: ["-h", "--help"], help: "show this help message and exit", kind: "flag" };

export const isOption = ({ names }: Argument): boolean => names[0].startsWith("-");

/** Where a value is kept: the first long name, or the only one, with `_` for `-`. */
export function destOf({ names }: Argument): string {
  const name = names.find((one) => one.startsWith("--")) ?? names[0];
  return name.replace(/^-+/, "").replaceAll("-", "_");
}

/** What stands for the value in usage and help. */
export function metavarOf(argument: Argument): string {
  const { metavar, choices } = argument;
  if (metavar !== undefined) return metavar;
  if (choices) return `{${choices.join(",")}}`;
  return isOption(argument) ? destOf(argument).toUpperCase() : destOf(argument);
}
