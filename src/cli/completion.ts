import type { Process } from "../kernel/process.ts";
import { type CompletionContext, DaemonStarting, DaemonUnreachable } from "./command.ts";
import { type CommandSpec, commandAt, type FlagSpec, subcommand, subcommandNames } from "./command-data.ts";
import { COMMANDS } from "./commands.ts";
import { endpointOf } from "./context/endpoint.ts";
import type { Connect } from "./docker.ts";
import { FlagError, parseFlags } from "./flags.ts";

/**
 * What Tab offers after `docker …`: subcommands, flags, and what the command itself knows (names of containers, images,
 * networks …). @param words the line so far, the last one being typed
 */
export async function complete(
  words: readonly string[],
  process: Process,
  connect: Connect,
): Promise<string[] | undefined> {
  const word = words.at(-1) ?? "";
  let spec = commandAt("");
  let path = "";
  let flag: FlagSpec | undefined;
  let own: string[] = [];
  let open = true;
  for (const before of words.slice(1, -1)) {
    if (!spec) return [];
    if (flag) {
      flag = undefined;
      own.push(before);
    } else if (open && before.startsWith("-") && before !== "-") {
      flag = flagThatWaits(spec, before);
      if (before === "--") open = false;
      own.push(before);
    } else {
      const next = spec.group ? subcommand(path, before) : undefined;
      if (next !== undefined) {
        path = next;
        spec = commandAt(next);
        own = [];
      } else {
        own.push(before);
        if (!spec.interspersed) open = false;
      }
    }
  }
  if (!spec) return [];
  if (!flag && open && word.startsWith("-")) return flagNames(spec).filter((name) => name.startsWith(word));
  if (spec.group && !flag) {
    // The plugins' stars are for the eye; other names than the first are not offered.
    return subcommandNames(path).filter((name) => name.startsWith(word));
  }
  return live(spec, { word, flag: flag?.name, own, process, connect });
}

function flagNames(spec: CommandSpec): string[] {
  return [...spec.flags.filter((flag) => !flag.hidden).map((flag) => `--${flag.name}`), "--help"];
}

/** The flag of this word whose value the next word will be. */
function flagThatWaits(spec: CommandSpec, word: string): FlagSpec | undefined {
  if (word.includes("=")) return undefined;
  if (word.startsWith("--")) return spec.flags.find((flag) => `--${flag.name}` === word && flag.type !== "bool");
  for (let i = 1; i < word.length; i++) {
    const flag = spec.flags.find(({ shorthand }) => shorthand === word[i]);
    if (flag && flag.type !== "bool") return i === word.length - 1 ? flag : undefined;
  }
  return undefined;
}

async function live(
  spec: CommandSpec,
  line: {
    readonly word: string;
    readonly flag: string | undefined;
    readonly own: readonly string[];
    readonly process: Process;
    readonly connect: Connect;
  },
): Promise<string[] | undefined> {
  const load = COMMANDS[spec.canonical];
  if (!load) return undefined;
  const { word, flag, own, process, connect } = line;
  const { command } = await process.machine.clock.hold(load());
  const args = argumentsOf(spec, own);
  if (flag === undefined && args.length >= command.args.max) return [];
  if (!command.complete) return undefined;
  const context: CompletionContext = {
    get engine() {
      const { host, local, tls } = endpointOf(process, undefined);
      const engine = connect(process, local ? undefined : host, tls);
      if (engine instanceof DaemonUnreachable || engine instanceof DaemonStarting) throw engine;
      return engine;
    },
    args,
    word,
    flag,
    process,
  };
  try {
    const offered = await command.complete(context);
    return offered?.filter((name) => name.startsWith(word));
  } catch (error) {
    if (error instanceof DaemonUnreachable || error instanceof DaemonStarting) return [];
    throw error;
  }
}

/** The arguments among the words of a command; what cannot be read yet has none. */
function argumentsOf(spec: CommandSpec, words: readonly string[]): readonly string[] {
  try {
    return parseFlags(spec, words).args;
  } catch (error) {
    if (error instanceof FlagError) return [];
    throw error;
  }
}
