import { parseBool } from "../../engine/go-bool.ts";
import type { Flag } from "./flag.ts";
import { MachineError } from "./machine-error.ts";

/** What a command line gave. */
export class CommandLine {
  readonly args: readonly string[];
  /** Whether `--help` or `-h` stood on it. */
  readonly help: boolean;
  readonly #flags: ReadonlyMap<string, Flag>;
  readonly #given: ReadonlyMap<string, readonly string[]>;
  readonly #env: Readonly<Record<string, string>>;

  constructor(
    parsed: { readonly args: readonly string[]; readonly given: ReadonlyMap<string, readonly string[]> },
    flags: readonly Flag[],
    env: Readonly<Record<string, string>>,
  ) {
    this.args = parsed.args;
    this.help = parsed.given.has("help");
    this.#given = parsed.given;
    this.#flags = byName(flags);
    this.#env = env;
  }

  /** Whether the line itself sets it. */
  isSet(name: string): boolean {
    return this.#given.has(name);
  }

  bool(name: string): boolean {
    return this.text(name) === "true";
  }

  /** The last value that was given, else the variable's, else the usual one. */
  text(name: string): string {
    return this.list(name).at(-1) ?? this.#flags.get(name)?.value ?? "";
  }

  int(name: string): number {
    return Number(this.text(name));
  }

  list(name: string): readonly string[] {
    const { variable } = this.#flags.get(name) ?? {};
    const ofVariable = variable === undefined ? undefined : this.#env[variable];
    return this.#given.get(name) ?? (ofVariable ? [ofVariable] : []);
  }
}

/** Every command has this one. */
const HELP: Flag = { names: ["help", "h"], kind: "bool", usage: "show help" };

const byName = (flags: readonly Flag[]) =>
  new Map([...flags, HELP].flatMap((flag) => flag.names.map((name) => [name, flag] as const)));

/**
 * Reads flags as Go's package flag does: one dash or two, a value after `=` or as the next word, up to the first word
 * that is none.
 * @param options.mixed whether arguments may stand before the flags, as codegangsta/cli allows a command's
 * @throws MachineError for a flag that there is not, or whose value is wrong
 */
export function readCommandLine(
  words: readonly string[],
  flags: readonly Flag[],
  env: Readonly<Record<string, string>>,
  options: { readonly mixed?: boolean } = {},
): CommandLine {
  const known = byName(flags);
  const given = new Map<string, string[]>();
  const first = options.mixed ? words.findIndex((word) => word.startsWith("-")) : 0;
  const before = first > 0 ? words.slice(0, first) : [];
  let at = Math.max(first, 0);
  for (; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") {
      at++;
      break;
    }
    const [, name, , value] = /^--?([^=-][^=]*)(=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) break;
    const flag = known.get(name);
    if (!flag) throw new MachineError(`flag provided but not defined: -${name}`);
    let text = value;
    if (text === undefined) {
      if (flag.kind === "bool") text = "true";
      else text = words[++at];
      if (text === undefined) throw new MachineError(`flag needs an argument: -${name}`);
    }
    checkValue(flag, name, text);
    const key = flag.names[0] ?? name;
    given.set(key, [...(given.get(key) ?? []), text]);
  }
  return new CommandLine({ args: [...before, ...words.slice(at)], given }, flags, env);
}

/** @throws MachineError in the words of Go's package flag */
function checkValue({ kind }: Flag, name: string, text: string): void {
  if (kind === "int" && !/^[+-]?\d+$/.test(text))
    throw new MachineError(
      `invalid value ${JSON.stringify(text)} for flag -${name}: strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  if (kind === "bool" && parseBool(text) === undefined)
    throw new MachineError(
      `invalid boolean value ${JSON.stringify(text)} for -${name}: strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
}
