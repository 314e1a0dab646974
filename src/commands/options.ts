/** A command line that GNU's getopt_long would refuse; `message` is its sentence, without the command's name. */
export class UsageError extends Error {
  /** What busybox's getopt says of the same; nothing of operands, whose number its usage alone answers. */
  readonly short: string;

  constructor(message: string, short = /^(missing|extra) /.test(message) ? "" : message) {
    super(message);
    this.name = "UsageError";
    this.short = short;
  }
}

/** Which options a command takes. */
export interface OptionSpec {
  /** One-letter options as getopt writes them: `a` is a flag, `n:` takes a value. */
  readonly short?: string;
  /**
   * Long options, separated by blanks: `all=a` is another name of `-a`, `delete` stands for itself, `lines:=n` and
   * `format:` take a value, `color?` may take one.
   */
  readonly long?: string;
  /** Stop at the first operand, for commands that run another (`env`, `xargs`). */
  readonly inOrder?: boolean;
}

interface Known {
  readonly key: string;
  readonly takes: "nothing" | "value" | "maybe";
}

/** The options of a command line, by their short letter where they have one, and its operands. */
export class Options {
  readonly operands: string[] = [];
  /** In the order given. */
  readonly given: { readonly key: string; readonly value: string }[] = [];

  has(key: string): boolean {
    return this.given.some((option) => option.key === key);
  }

  /** The last value given. */
  value(key: string): string | undefined {
    return this.given.findLast((option) => option.key === key)?.value;
  }

  values(key: string): string[] {
    return this.given.filter((option) => option.key === key).map(({ value }) => value);
  }

  /** Which of several options that undo one another came last. */
  last(...keys: string[]): string | undefined {
    return this.given.findLast(({ key }) => keys.includes(key))?.key;
  }
}

function longOptions(spec: OptionSpec): Map<string, Known> {
  const known = new Map<string, Known>();
  for (const word of `${spec.long ?? ""} help version`.split(" ")) {
    const match = /^([\w-]+)([:?]?)(?:=(.+))?$/.exec(word);
    if (!match?.[1]) continue;
    const takes = match[2] === ":" ? "value" : match[2] === "?" ? "maybe" : "nothing";
    known.set(match[1], { key: match[3] ?? match[1], takes });
  }
  return known;
}

/**
 * Reads a command line as GNU's getopt_long does: options and operands in any order, `-abc`, `-n5`, `--lines=5`,
 * unambiguous beginnings of long names, `--`.
 * @throws UsageError
 */
export function parseOptions(args: readonly string[], spec: OptionSpec): Options {
  const options = new Options();
  const long = longOptions(spec);
  const short = spec.short ?? "";
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--") {
      options.operands.push(...args.slice(i + 1));
      break;
    }
    if (arg.startsWith("--")) {
      const cut = arg.indexOf("=");
      const typed = cut < 0 ? arg.slice(2) : arg.slice(2, cut);
      const { name, key, takes } = findLong(long, typed);
      let value = cut < 0 ? undefined : arg.slice(cut + 1);
      if (takes === "nothing" && value !== undefined)
        throw new UsageError(`option '--${name}' doesn't allow an argument`);
      if (takes === "value" && value === undefined) {
        i++;
        value = args[i];
        if (value === undefined) throw new UsageError(`option '--${name}' requires an argument`);
      }
      options.given.push({ key, value: value ?? "" });
    } else if (arg.startsWith("-") && arg !== "-") {
      for (let at = 1; at < arg.length; at++) {
        const letter = arg.charAt(at);
        const place = letter === ":" ? -1 : short.indexOf(letter);
        if (place < 0) throw new UsageError(`invalid option -- '${letter}'`, `unrecognized option: ${letter}`);
        if (short.charAt(place + 1) !== ":") {
          options.given.push({ key: letter, value: "" });
          continue;
        }
        let value: string | undefined = arg.slice(at + 1);
        if (value === "") {
          i++;
          value = args[i];
        }
        if (value === undefined)
          throw new UsageError(`option requires an argument -- '${letter}'`, `option requires an argument: ${letter}`);
        options.given.push({ key: letter, value });
        break;
      }
    } else if (spec.inOrder) {
      options.operands.push(...args.slice(i));
      break;
    } else options.operands.push(arg);
  }
  return options;
}

function findLong(long: ReadonlyMap<string, Known>, typed: string): Known & { readonly name: string } {
  const exact = long.get(typed);
  if (exact) return { ...exact, name: typed };
  const matches = [...long].filter(([name]) => name.startsWith(typed));
  const [first] = matches;
  if (!first) throw new UsageError(`unrecognized option '--${typed}'`, `unrecognized option: ${typed}`);
  if (new Set(matches.map(([, { key }]) => key)).size > 1) {
    const names = matches.map(([name]) => `'--${name}'`).join(" ");
    throw new UsageError(`option '--${typed}' is ambiguous; possibilities: ${names}`);
  }
  return { ...first[1], name: first[0] };
}
