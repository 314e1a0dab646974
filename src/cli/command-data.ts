import data from "../../content/cli/flags.json" with { type: "json" };

/** One flag of a command, as its help declares it. */
export interface FlagSpec {
  readonly name: string;
  readonly shorthand: string;
  /** pflag's or Docker's name for the kind of value ("list", "bytes"); "bool" for a switch. */
  readonly type: string;
  /** The default as help prints it, without quotes; "" when it is the type's zero. */
  readonly initial: string;
  /** Accepted, but not in help nor in completion. */
  readonly hidden: boolean;
}

/** A command as the real one declares it. */
export interface CommandSpec {
  /** As usage lines show it, without "docker": "ps", "container ls"; "" for docker itself. */
  readonly path: string;
  /** Which command does the work: "container ls" for "ps". A command of ours is found by it. */
  readonly canonical: string;
  /** The usage line without "Usage:  ". */
  readonly usage: string;
  readonly flags: readonly FlagSpec[];
  /** Whether subcommands stand below it. */
  readonly group: boolean;
  /** Whether flags may follow arguments. */
  readonly interspersed: boolean;
}

interface Entry {
  /** What follows the path in the usage line. */
  readonly use?: string;
  /** Other last words for this command: "list", "ps". */
  readonly names?: readonly string[];
  /** `letter,name:type=default`, a blank between two; a leading `!` hides. */
  readonly flags?: string;
  /** The same command under another path, with a usage line of its own. */
  readonly of?: string;
  /** The same command, which calls itself by that path. */
  readonly is?: string;
  readonly group?: boolean;
}

const entries: Readonly<Record<string, Entry>> = data;

/** Commands whose arguments may look like flags: theirs end at the first argument (`SetInterspersed(false)` in docker/cli and compose). */
const FLAGS_FIRST: ReadonlySet<string> = new Set([
  "",
  "container commit",
  "container create",
  "container run",
  "container exec",
  "container top",
  "image tag",
  "service create",
  "compose",
  "compose run",
  "compose exec",
]);

const children = new Map<string, Map<string, string>>();
for (const [path, entry] of Object.entries(entries)) {
  if (path === "") continue;
  const cut = path.lastIndexOf(" ");
  const parent = cut < 0 ? "" : path.slice(0, cut);
  const below = children.get(parent) ?? new Map<string, string>();
  children.set(parent, below);
  for (const name of [path.slice(cut + 1), ...(entry.names ?? [])]) if (!below.has(name)) below.set(name, path);
}

const specs = new Map<string, CommandSpec>();

/** The command at a path of real names ("container ls", "ps"); undefined when Docker has none there. */
export function commandAt(path: string): CommandSpec | undefined {
  const known = specs.get(path);
  if (known) return known;
  const entry = entries[path];
  if (!entry) return undefined;
  if (entry.is !== undefined) return commandAt(entry.is);
  const original = entry.of === undefined ? undefined : entries[entry.of];
  const use = entry.use ?? original?.use ?? "";
  const canonical = entry.of ?? path;
  const spec: CommandSpec = {
    path,
    canonical,
    usage: ["docker", path, use].filter((part) => part !== "").join(" "),
    flags: parseFlags(entry.flags ?? original?.flags ?? ""),
    group: entry.group ?? false,
    interspersed: !FLAGS_FIRST.has(canonical),
  };
  specs.set(path, spec);
  return spec;
}

/** The path of the subcommand that `word` names below `path`, an alias included. */
export function subcommand(path: string, word: string): string | undefined {
  return children.get(path)?.get(word);
}

/** The real names of the subcommands below a path, without aliases, in order. */
export function subcommandNames(path: string): string[] {
  const below = children.get(path) ?? new Map<string, string>();
  return [...below].filter(([name, full]) => full === (path === "" ? name : `${path} ${name}`)).map(([name]) => name);
}

function parseFlags(text: string): FlagSpec[] {
  if (text === "") return [];
  return text.split(" ").map((word) => {
    const match = /^(!?)(?:(.),)?([^:=]+)(?::([^=]+))?(?:=(.*))?$/.exec(word);
    return {
      name: match?.[3] ?? "",
      shorthand: match?.[2] ?? "",
      type: match?.[4] ?? "bool",
      initial: match?.[5] ?? "",
      hidden: match?.[1] === "!",
    };
  });
}
