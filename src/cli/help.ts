import type { Clock } from "../kernel/clock.ts";
import { type CommandSpec, commandAt } from "./command-data.ts";
import { wrap } from "./wrap.ts";

/** A command's help apart from its usage line and its flags' names. */
interface HelpEntry {
  /** Between the usage line and the flags. */
  readonly before?: string;
  /** Heading of the flags: "Options:" unless told. */
  readonly heading?: string;
  /** For each flag that is shown, the number of its description. */
  readonly flags?: readonly number[];
  readonly after?: string;
  /** The usage line, where it is not the command's own. */
  readonly usage?: string;
  /** Everything as the help of that path. */
  readonly same?: string;
}

export interface HelpData {
  readonly descriptions: readonly string[];
  readonly commands: Readonly<Record<string, HelpEntry>>;
}

/** What of Docker's help depends on the daemon: it hides what this node cannot do. */
export type SwarmRole = "none" | "worker" | "manager";

/** The help texts, fetched when first asked for. */
export async function loadHelp(clock: Clock): Promise<HelpData> {
  const module = await clock.hold(import("../../content/cli/help.json", { with: { type: "json" } }));
  return module.default;
}

/**
 * What `docker … --help` prints.
 * @param path the command's own path, also of an alias: "ps", "builder build"
 * @param columns the terminal's width, 80 without one: flags are folded one column before it (docker/cli, `wrappedFlagUsages`)
 */
export function helpText(help: HelpData, path: string, columns: number, role: SwarmRole): string {
  const spec = commandAt(path);
  const own = help.commands[path];
  const entry = own?.same === undefined ? own : { ...help.commands[own.same], ...own };
  if (!spec || !entry) return "";
  const usage = entry.usage ?? usageOfHelp(spec);
  const parts = [`Usage:  ${usage}`, entry.before, flagBlock(help, spec, entry, columns), entry.after];
  const text = parts.filter((part) => part !== undefined && part !== "").join("\n\n");
  return `${hideBySwarm(text, path, role)}\n`;
}

function usageOfHelp(spec: CommandSpec): string {
  if (!spec.group) return spec.usage;
  const options = spec.flags.some((flag) => !flag.hidden) ? " [OPTIONS]" : "";
  return `docker${spec.path === "" ? "" : ` ${spec.path}`}${options} COMMAND`;
}

function flagBlock(help: HelpData, spec: CommandSpec, entry: HelpEntry, columns: number): string | undefined {
  if (!entry.flags || entry.flags.length === 0) return undefined;
  const labels = spec.flags
    .filter((flag) => !flag.hidden)
    .map(({ name, shorthand, type }) => {
      const start = shorthand === "" ? "      " : `  -${shorthand}, `;
      return `${start}--${name}${type === "bool" ? "" : ` ${type}`}`;
    });
  const width = Math.max(...labels.map((label) => label.length)) + 3;
  const lines = labels.map((label, index) => {
    const description = help.descriptions[entry.flags?.[index] ?? -1] ?? "";
    return label.padEnd(width) + wrap(width, columns - 1, description);
  });
  return [entry.heading ?? "Options:", ...lines].join("\n");
}

/** Names that the client hides unless the daemon's node has a role in a swarm (the "swarm" annotations of docker/cli). */
const NEEDS_ROLE: Readonly<Record<string, Readonly<Record<string, SwarmRole>>>> = {
  "": { config: "manager", node: "manager", secret: "manager", service: "manager", stack: "manager" },
  swarm: {
    ca: "manager",
    "join-token": "manager",
    leave: "worker",
    unlock: "manager",
    "unlock-key": "manager",
    update: "manager",
  },
};

const RANK = { none: 0, worker: 1, manager: 2 } as const;

function hideBySwarm(text: string, path: string, role: SwarmRole): string {
  const needs = NEEDS_ROLE[path];
  if (!needs) return text;
  return text
    .split("\n")
    .filter((line) => RANK[needs[/^ {2}(\S+) /.exec(line)?.[1] ?? ""] ?? "none"] <= RANK[role])
    .join("\n");
}
