/** A usage that the words do not fit: docopt ends the program with the help. */
export class UsageMismatch extends Error {}

/** The words ask for the help, or for the version. */
export class HelpAsked extends Error {
  readonly what: "help" | "version";

  constructor(what: "help" | "version") {
    super(what);
    this.what = what;
  }
}

/** What docopt found. Options are known by their long name where they have one. */
export class DocoptResult {
  readonly #values: ReadonlyMap<string, string | true | readonly string[]>;
  readonly #words: ReadonlyMap<string, readonly string[]>;

  constructor(
    values: ReadonlyMap<string, string | true | readonly string[]>,
    words: ReadonlyMap<string, readonly string[]>,
  ) {
    this.#values = values;
    this.#words = words;
  }

  flag(name: string): boolean {
    return this.#values.get(name) === true;
  }

  /** The value of an option; undefined when it was not given and has no default. */
  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === "string" ? value : undefined;
  }

  /** The values of an option that may be repeated. */
  list(name: string): readonly string[] {
    const value = this.#values.get(name);
    return Array.isArray(value) ? value : typeof value === "string" ? [value] : [];
  }

  /** The words that stand for a name of the usage line: `SERVICE`, `ARGS`. */
  words(name: string): readonly string[] {
    return this.#words.get(name) ?? [];
  }

  word(name: string): string | undefined {
    return this.words(name)[0];
  }
}

interface Option {
  /** "--detach", or "-T" for one without a long name. */
  readonly name: string;
  readonly short: string | undefined;
  readonly long: string | undefined;
  readonly takesValue: boolean;
  readonly fallback: string | undefined;
  readonly repeats: boolean;
}

interface Positional {
  readonly name: string;
  readonly required: boolean;
  readonly repeats: boolean;
}

/**
 * Reads words by a help text, as docopt 0.6 with `options_first`: from the first word that is no option on, all belong
 * to the arguments (docopt.py; compose/cli/docopt_command.py).
 * @param help with a `Usage:` and perhaps an `Options:` section
 * @throws UsageMismatch, HelpAsked
 */
export function docopt(help: string, words: readonly string[], version = false): DocoptResult {
  const usage = usageLine(help);
  const options = optionsOf(help, usage);
  const rest = [...words];
  const given: { readonly option: Option; readonly value: string | true }[] = [];
  while (rest.length > 0) {
    const word = rest[0] ?? "";
    if (word === "--" || word === "-" || !word.startsWith("-")) break;
    rest.shift();
    if (word.startsWith("--")) given.push(longOption(word, options, rest));
    else given.push(...shortOptions(word, options, rest));
  }
  if (given.some(({ option: { name } }) => name === "-h" || name === "--help")) throw new HelpAsked("help");
  if (version && given.some(({ option: { name } }) => name === "--version")) throw new HelpAsked("version");
  return new DocoptResult(valuesOf(given, options), positionalWords(usage, rest));
}

/** The pattern behind `Usage: up`, on one line. */
function usageLine(help: string): string {
  const section = /^[^\n]*usage:[^\n]*\n?(?:[ \t].*?(?:\n|$))*/im.exec(help)?.[0] ?? "";
  const words = section
    .slice(section.indexOf(":") + 1)
    .split(/\s+/)
    .filter((word) => word !== "");
  const [program = "", ...pattern] = words;
  // A second usage of the same program is only that of its help.
  const second = pattern.indexOf(program);
  return (second < 0 ? pattern : pattern.slice(0, second)).join(" ");
}

function optionsOf(help: string, usage: string): Option[] {
  const section = /^[^\n]*options:[^\n]*\n?(?:[ \t].*?(?:\n|$)|\n(?=[ \t]+-))*/im.exec(help)?.[0] ?? "";
  const repeated = new Set([...usage.matchAll(/\[(-{1,2}[\w-]+)(?: [^\]]*)?\.\.\.\]/g)].map((match) => match[1]));
  const described = [...section.matchAll(/\n[ \t]*(-\S[^\n]*(?:\n(?![ \t]*-\S)[^\n]*)*)/g)].map(
    (match) => match[1] ?? "",
  );
  return described.map((text) => option(text, repeated));
}

function option(text: string, repeated: ReadonlySet<string | undefined>): Option {
  const cut = text.indexOf("  ");
  const names = (cut < 0 ? text : text.slice(0, cut)).replace(/[,=]/g, " ").split(/\s+/);
  const long = names.find((name) => name.startsWith("--"));
  const short = names.find((name) => /^-[^-]/.test(name));
  const takesValue = names.some((name) => name !== "" && !name.startsWith("-"));
  return {
    name: long ?? short ?? "",
    short,
    long,
    takesValue,
    fallback: takesValue && cut >= 0 ? /\[default: (.*)\]/i.exec(text.slice(cut))?.[1] : undefined,
    repeats: repeated.has(long) || repeated.has(short),
  };
}

function longOption(word: string, options: readonly Option[], rest: string[]) {
  const cut = word.indexOf("=");
  const name = cut < 0 ? word : word.slice(0, cut);
  const value = cut < 0 ? undefined : word.slice(cut + 1);
  const exact = options.filter(({ long }) => long === name);
  const [option, ...others] = exact.length > 0 ? exact : options.filter(({ long }) => long?.startsWith(name));
  if (name === "--help") return { option: unknown("--help"), value: true } as const;
  if (!option || others.length > 0) throw new UsageMismatch();
  if (!option.takesValue) {
    if (value !== undefined) throw new UsageMismatch();
    return { option, value: true } as const;
  }
  return { option, value: value ?? nextWord(rest) };
}

const unknown = (name: string): Option => ({
  name,
  short: undefined,
  long: undefined,
  takesValue: false,
  fallback: undefined,
  repeats: false,
});

function nextWord(rest: string[]): string {
  const word = rest.shift();
  if (word === undefined || word === "--") throw new UsageMismatch();
  return word;
}

function shortOptions(word: string, options: readonly Option[], rest: string[]) {
  const found: { readonly option: Option; readonly value: string | true }[] = [];
  let left = word.slice(1);
  while (left !== "") {
    const name = `-${left[0]}`;
    left = left.slice(1);
    const option = options.find(({ short }) => short === name) ?? unknown(name);
    if (!option.takesValue) found.push({ option, value: true });
    else {
      found.push({ option, value: left === "" ? nextWord(rest) : left });
      left = "";
    }
  }
  return found;
}

/** An option that may not be repeated fits once. */
function valuesOf(
  given: readonly { readonly option: Option; readonly value: string | true }[],
  options: readonly Option[],
): Map<string, string | true | readonly string[]> {
  const values = new Map<string, string | true | readonly string[]>();
  for (const { option, value } of given) {
    if (!options.includes(option)) throw new UsageMismatch();
    const before = values.get(option.name);
    if (!option.repeats && before !== undefined) throw new UsageMismatch();
    if (option.repeats) values.set(option.name, [...(Array.isArray(before) ? before : []), String(value)]);
    else values.set(option.name, value);
  }
  for (const { name, fallback } of options) if (fallback !== undefined && !values.has(name)) values.set(name, fallback);
  return values;
}

function positionalWords(usage: string, words: readonly string[]): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  let left = usage.includes("[--]") && words[0] === "--" ? words.slice(1) : words;
  for (const { name, required, repeats } of positionals(usage)) {
    const count = repeats ? left.length : Math.min(1, left.length);
    if (required && count === 0) throw new UsageMismatch();
    found.set(name, left.slice(0, count));
    left = left.slice(count);
  }
  if (left.length > 0) throw new UsageMismatch();
  return found;
}

/** `SERVICE [COMMAND] [ARGS...]`: what a usage line has besides options. */
function positionals(usage: string): Positional[] {
  const named = usage.replace(/\[(?:-[^\]]*|options)\]/g, "").split(/\s+/);
  return named
    .filter((word) => word !== "")
    .map((word) => ({
      name: word.replace(/[[\].]/g, ""),
      required: !word.startsWith("["),
      repeats: word.includes("..."),
    }));
}
