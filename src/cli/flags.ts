import { parseBool } from "../engine/go-bool.ts";
import type { CommandSpec, FlagSpec } from "./command-data.ts";
import { LIST_CHECKS } from "./flag-checks.ts";
import { parseInteger, valueError } from "./flag-values.ts";
import { parseDuration } from "./format/duration.ts";
import { quote } from "./format/quote.ts";
import { parseBytes } from "./format/size.ts";

/** A mistake in how flags were written; `message` is pflag's. */
export class FlagError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "FlagError";
  }
}

/** What is wrong with a value, or undefined: more than its type tells. */
export type FlagCheck = (value: string) => string | undefined;

/** The flags of one command line. Every getter wants a name the command has; it throws RangeError for another. */
export class Flags {
  readonly #specs: ReadonlyMap<string, FlagSpec>;
  readonly #given: ReadonlyMap<string, readonly string[]>;

  constructor(specs: readonly FlagSpec[], given: ReadonlyMap<string, readonly string[]>) {
    this.#specs = new Map(specs.map((spec) => [spec.name, spec]));
    this.#given = given;
  }

  /** Whether the command line has it. */
  changed(name: string): boolean {
    return this.#given.has(name);
  }

  /** The names of the flags that the command line has, each as often as it was given. */
  used(): string[] {
    return [...this.#given].flatMap(([name, values]) => values.map(() => name));
  }

  /** The last value given, or the default. */
  string(name: string): string {
    const spec = this.#specs.get(name);
    if (!spec) throw new RangeError(`no flag --${name}`);
    return this.#given.get(name)?.at(-1) ?? spec.initial;
  }

  bool(name: string): boolean {
    return parseBool(this.string(name)) ?? false;
  }

  /** Every value, in order; comma-separated ones one by one where the flag reads them so. */
  list(name: string): readonly string[] {
    const initial = this.string(name);
    return this.#given.get(name) ?? (initial === "" ? [] : [initial]);
  }

  /** `key=value` pairs, later ones winning; a key alone has the value "". */
  map(name: string): Record<string, string> {
    return Object.fromEntries(
      this.list(name).map((pair) => {
        const cut = pair.indexOf("=");
        return cut < 0 ? [pair, ""] : [pair.slice(0, cut), pair.slice(cut + 1)];
      }),
    );
  }

  /** A whole number; 0 unless given or set by default. */
  int(name: string): number {
    return Number(parseInteger(this.string(name)) ?? 0n);
  }

  /** A number with decimals; 0 unless given. */
  float(name: string): number {
    return Number(this.string(name) || 0);
  }

  /** Nanoseconds, as the API has them. */
  duration(name: string): number {
    const value = parseDuration(this.string(name) || "0s");
    return value instanceof Error ? 0 : value;
  }

  /** Bytes; `-1` is itself. */
  bytes(name: string): number {
    const value = parseBytes(this.string(name) || "0");
    return value instanceof Error ? 0 : value;
  }
}

interface ParsedLine {
  readonly flags: Flags;
  readonly args: readonly string[];
  /** `--help`, or `-h` where nothing else has that letter. */
  readonly help: "long" | "short" | undefined;
}

/**
 * Reads flags and arguments as pflag does: combined letters (`-dit`, `-p8000:80`), `--name=value`, `--name value`,
 * `--`, and for some commands everything from the first argument on as arguments.
 * @throws FlagError
 */
export function parseFlags(
  spec: Pick<CommandSpec, "flags" | "interspersed">,
  words: readonly string[],
  checks: Readonly<Record<string, FlagCheck>> = {},
): ParsedLine {
  const byName = new Map(spec.flags.map((flag) => [flag.name, flag]));
  const byLetter = new Map(spec.flags.filter((flag) => flag.shorthand !== "").map((flag) => [flag.shorthand, flag]));
  const given = new Map<string, string[]>();
  const args: string[] = [];
  const rest = [...words];
  let help: ParsedLine["help"];

  const set = (flag: FlagSpec, value: string) => {
    const own = checks[flag.name] ?? (flag.type === "list" ? LIST_CHECKS[flag.name] : undefined);
    // Swap alone may be without limit (docker/cli, opts.MemSwapBytes).
    const type = flag.name === "memory-swap" ? "swap-bytes" : flag.type;
    const wrong = valueError(type, value) ?? own?.(value);
    if (wrong !== undefined) {
      const label = flag.shorthand === "" ? `--${flag.name}` : `-${flag.shorthand}, --${flag.name}`;
      throw new FlagError(`invalid argument ${quote(value)} for "${label}" flag: ${wrong}`);
    }
    const values = given.get(flag.name) ?? [];
    given.set(flag.name, values);
    // docker's own -H, which is a list by its type.
    if (flag.shorthand === "H" && flag.name === "host" && values.length > 0)
      throw new FlagError(`invalid argument ${quote(value)} for "-H, --host" flag: specify only one -H`);
    values.push(...(flag.type === "strings" ? value.split(",") : [value]));
  };

  const long = (word: string) => {
    const body = word.slice(2);
    if (body.startsWith("-") || body.startsWith("=")) throw new FlagError(`bad flag syntax: ${word}`);
    const cut = body.indexOf("=");
    const name = cut < 0 ? body : body.slice(0, cut);
    const flag = byName.get(name);
    if (!flag && name === "help") help ??= "long";
    else if (!flag) throw new FlagError(`unknown flag: --${name}`);
    else if (cut >= 0) set(flag, body.slice(cut + 1));
    else if (flag.type === "bool") set(flag, "true");
    else {
      const value = rest.shift();
      if (value === undefined) throw new FlagError(`flag needs an argument: ${word}`);
      set(flag, value);
    }
    if (flag && name === "help") help ??= "long";
  };

  const short = (word: string) => {
    for (let letters = word.slice(1); letters !== ""; ) {
      const letter = letters.charAt(0);
      const flag = byLetter.get(letter);
      const after = letters.slice(1);
      if (!flag) {
        if (letter !== "h") throw new FlagError(`unknown shorthand flag: '${letter}' in -${letters}`);
        help ??= "short";
        letters = after;
      } else if (after.length > 1 && after.startsWith("=")) {
        set(flag, after.slice(1));
        return;
      } else if (flag.type === "bool") {
        set(flag, "true");
        letters = after;
      } else {
        const value = after === "" ? rest.shift() : after;
        if (value === undefined) throw new FlagError(`flag needs an argument: '${letter}' in -${letters}`);
        set(flag, value);
        return;
      }
    }
  };

  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") {
      args.push(...rest);
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      args.push(word);
      if (!spec.interspersed) {
        args.push(...rest);
        break;
      }
    } else if (word.startsWith("--")) long(word);
    else short(word);
  }
  return { flags: new Flags(spec.flags, given), args, help };
}
