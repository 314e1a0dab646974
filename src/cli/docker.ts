import type { Engine } from "../engine/engine.ts";
import { readingDescriptors } from "../kernel/descriptor-files.ts";
import type { Process, Program } from "../kernel/process.ts";
import { awaitsLeader } from "../swarm/leadership.ts";
import { requireApiVersion } from "./api-version.ts";
import { type Command, type CommandContext, CommandError, DaemonStarting, DaemonUnreachable } from "./command.ts";
import { type CommandSpec, commandAt, subcommand } from "./command-data.ts";
import { COMMANDS } from "./commands.ts";
import { endpointOf } from "./context/endpoint.ts";
import type { DockerTls } from "./context/tls.ts";
import { deprecationNotices } from "./deprecated-flags.ts";
import { failureText } from "./failure.ts";
import { FlagError, type Flags, parseFlags } from "./flags.ts";
import { couldNotFetch } from "./not-fetched.ts";
import { languageOf, notSimulated } from "./not-simulated.ts";
import { swarmRole } from "./swarm-role.ts";
import { CLIENT } from "./system/release.ts";
import { arityOfUsage } from "./usage-arity.ts";
import { arityError, commandName, flagError, type UsageError, unknownCommand } from "./usage-error.ts";

/**
 * The daemon behind an address, or why there is none.
 * @param host what `-H`, DOCKER_HOST or a context says ("tcp://worker1:2375"); undefined for this machine's own socket
 * @param tls what it is spoken to with, when that is not in the clear
 * @param connecting the command that connects, by its real path, and its arguments
 */
export type Connect = (
  process: Process,
  host: string | undefined,
  tls?: DockerTls,
  connecting?: { readonly command: string; readonly args: readonly string[] },
) => Engine | DaemonUnreachable | DaemonStarting;

/** Commands that only a manager answers. */
const OF_THE_MANAGERS = /^(?:node|service|stack|secret|config) |^swarm (?:ca|join-token|unlock-key|update)/;
/** …and among them those that change something there. */
const CHANGING = /^\w+ (?:create|update|scale|rollback|rm|promote|demote|deploy)$/;

/** The docker command: reads its line, finds what it means, and does it. */
export function docker(connect: Connect): Program {
  return Object.assign(
    readingDescriptors((process) => new Invocation(process, connect).run()),
    {
      complete: async (words: readonly string[], process: Process) =>
        (await process.machine.clock.hold(import("./completion.ts"))).complete(words, process, connect),
    },
  );
}

/** What the client itself needs before it asks the daemon, ms: no recorded command took less than twice that. */
const CLIENT_MS = 26;

/** A command that is there and cannot be run now, as a shell has it. */
const CANNOT_EXECUTE = 126;

/** One run of the docker command. */
class Invocation {
  readonly #process: Process;
  readonly #connect: Connect;
  readonly #groupFlags = new Map<string, Flags>();

  constructor(process: Process, connect: Connect) {
    this.#process = process;
    this.#connect = connect;
  }

  async run(): Promise<number> {
    await this.#process.sleep(CLIENT_MS);
    try {
      return await this.#whenDaemonIsUp();
    } catch (error) {
      const text = failureText(error);
      if (text === undefined) throw error;
      if (text !== "") await this.#err(`${text}\n${await this.#absentImage(text)}`);
      return error instanceof CommandError ? error.status : 1;
    }
  }

  /** What there is to say of an image that only a real Docker would have got. */
  async #absentImage(text: string): Promise<string> {
    const engine = text.includes("pull access denied") ? this.#connect(this.#process, undefined) : undefined;
    if (!engine || !("ports" in engine)) return "";
    const { absentImageNote } = await engine.clock.hold(import("./absent-image.ts"));
    return absentImageNote(text, this.#process.env, () => engine.ports.registries.names());
  }

  async #whenDaemonIsUp(): Promise<number> {
    for (;;) {
      try {
        return await this.#group("", this.#process.args.slice(1));
      } catch (error) {
        if (!(error instanceof DaemonStarting)) throw error;
        await error.ready;
      }
    }
  }

  /** A group's flags, then its subcommand. @param path the words that led here, as real names */
  async #group(path: string, words: readonly string[]): Promise<number> {
    const spec = specAt(path);
    let parsed: ReturnType<typeof parseFlags>;
    try {
      parsed = parseFlags({ flags: spec.flags, interspersed: false }, words);
    } catch (error) {
      return this.#flagError(spec, error);
    }
    this.#groupFlags.set(spec.path, parsed.flags);
    const [word, ...rest] = parsed.args;
    const next = word === undefined ? undefined : subcommand(path, word);
    if (next !== undefined) {
      if (path === "") checkLogLevel(parsed.flags);
      // Help is asked for by the command that follows, and a version only where none does.
      if (parsed.help) rest.unshift(parsed.help === "long" ? "--help" : "-h");
      const below = specAt(next);
      const own = COMMANDS[below.canonical];
      return below.group && !own ? this.#group(next, rest) : this.#leaf(next, below, own, rest);
    }
    if (parsed.help) return this.#help(path, parsed.help);
    if (path === "" && parsed.flags.bool("version")) return this.#version();
    if (path === "") checkLogLevel(parsed.flags);
    if (word === undefined) return this.#bareGroup(path);
    if (path === "" && word === "help") return this.#helpCommand(rest);
    if (path.startsWith("compose")) {
      await this.#printHelp(path, this.#process.stdout);
      return this.#usageError({ text: `unknown docker command: "${path} ${word}"`, status: 1 });
    }
    if (spec.canonical === "buildx") await this.#printHelp(path, this.#process.stdout);
    return this.#usageError(unknownCommand(spec, word));
  }

  async #leaf(
    path: string,
    spec: CommandSpec,
    load: (() => Promise<{ readonly command: Command }>) | undefined,
    words: readonly string[],
  ): Promise<number> {
    requireSupported(path);
    const command = load && (await this.#fetched(load));
    let parsed: ReturnType<typeof parseFlags>;
    try {
      parsed = parseFlags(spec, words, command?.checks);
    } catch (error) {
      return this.#flagError(spec, error);
    }
    // cobra prints what pflag complained of where its help goes.
    await this.#process.stdout.write(deprecationNotices(spec.canonical, parsed.flags.used()));
    if (parsed.help) return this.#help(path, parsed.help);
    const wrong = arityError(spec, command?.args ?? arityOfUsage(spec), parsed.args.length);
    if (wrong) return this.#usageError(wrong);
    if (!command) {
      const text = notSimulated(commandName(spec), languageOf(this.#process.env));
      return this.#usageError({ text, status: 1 });
    }
    const context = this.#context(spec, parsed.flags, parsed.args);
    if (OF_THE_MANAGERS.test(path)) await this.#leaderKnown(spec.canonical);
    return command.run(context);
  }

  /** A manager answers what concerns its swarm when it knows who leads. */
  async #leaderKnown(command: string): Promise<void> {
    const { host, local, tls } = this.#endpoint();
    const engine = this.#connect(this.#process, local ? undefined : host, tls);
    if (engine instanceof Error || !awaitsLeader(engine)) return;
    const { untilLed } = await this.#process.machine.clock.hold(import("../swarm/leader-wait.ts"));
    await untilLed(engine, CHANGING.test(command));
  }

  /** @throws CommandError when the command's script cannot be had */
  async #fetched(load: () => Promise<{ readonly command: Command }>): Promise<Command> {
    try {
      return (await this.#process.machine.clock.hold(load())).command;
    } catch (error) {
      console.error(error);
      throw new CommandError(`docker: ${couldNotFetch(languageOf(this.#process.env))}`, CANNOT_EXECUTE);
    }
  }

  #context(command: CommandSpec, flags: Flags, args: readonly string[]): CommandContext {
    const process = this.#process;
    const tty = process.stdout.isTTY;
    const engine = () => this.#engine({ command: command.canonical, args });
    const endpoint = () => this.#endpoint();
    return {
      get engine() {
        return engine();
      },
      get endpoint() {
        return endpoint();
      },
      command,
      flags,
      groupFlags: this.#groupFlags,
      args,
      process,
      tty,
      columns: tty ? (process.tty?.columns ?? 80) : 80,
      get now() {
        return process.machine.clock.now();
      },
      out: (text) => process.stdout.write(text),
      err: (text) => process.stderr.write(text),
    };
  }

  #endpoint() {
    return endpointOf(this.#process, this.#groupFlags.get(""));
  }

  #engine(connecting?: Parameters<Connect>[3]): Engine {
    const { host, local, tls } = this.#endpoint();
    const engine = this.#connect(this.#process, local ? undefined : host, tls, connecting);
    if (engine instanceof DaemonUnreachable || engine instanceof DaemonStarting) throw engine;
    const version = this.#process.env.DOCKER_API_VERSION;
    if (version) requireApiVersion(version);
    return engine;
  }

  async #help(path: string, how: "long" | "short"): Promise<number> {
    requireSupported(path);
    const { stdout } = this.#process;
    if (how === "short") await stdout.write("Flag shorthand -h has been deprecated, use --help\n");
    await this.#printHelp(path, stdout);
    return 0;
  }

  /** A group without a word prints its help on standard error; the plugins do on standard output. */
  async #bareGroup(path: string): Promise<number> {
    requireSupported(path);
    const plugin = /^(compose|buildx|builder)/.test(path);
    await this.#printHelp(path, plugin ? this.#process.stdout : this.#process.stderr);
    return 0;
  }

  async #helpCommand(words: readonly string[]): Promise<number> {
    let path = "";
    for (const [index, word] of words.entries()) {
      const next = subcommand(path, word);
      if (next === undefined) throw new CommandError(`unknown help topic: ${words.slice(index).join(" ")}`);
      path = next;
    }
    return this.#help(path, "long");
  }

  async #printHelp(path: string, to: { write(text: string): Promise<void> }): Promise<void> {
    const { clock } = this.#process.machine;
    const { helpText, loadHelp } = await clock.hold(import("./help.ts"));
    const help = await loadHelp(clock);
    // cobra folds at the width of the terminal on standard input.
    const columns = this.#process.stdin.isTTY ? (this.#process.tty?.columns ?? 80) : 80;
    await to.write(helpText(help, path, columns, this.#role()));
  }

  /** Everything is shown when no daemon can be asked. */
  #role() {
    try {
      return swarmRole(this.#engine());
    } catch (error) {
      if (error instanceof DaemonUnreachable) return "manager";
      throw error;
    }
  }

  async #version(): Promise<number> {
    await this.#process.stdout.write(`Docker version ${CLIENT.version}, build ${CLIENT.commit}\n`);
    return 0;
  }

  #flagError(spec: CommandSpec, error: unknown): Promise<number> {
    if (!(error instanceof FlagError)) throw error;
    return this.#usageError(flagError(spec, error.message));
  }

  async #usageError({ text, status }: UsageError): Promise<number> {
    await this.#err(`${text}\n`);
    return status;
  }

  #err(text: string): Promise<void> {
    return this.#process.stderr.write(text);
  }
}

const LOG_LEVELS: ReadonlySet<string> = new Set("panic fatal error warn warning info debug trace".split(" "));

/** `--log-level`, as logrus reads it. @throws CommandError */
function checkLogLevel(flags: Flags): void {
  const level = flags.string("log-level");
  if (level !== "" && !LOG_LEVELS.has(level.toLowerCase()))
    throw new CommandError(`Unable to parse logging level: ${level}`);
}

/** docker/cli's `isSupported`: this daemon has no experimental features. @throws CommandError */
function requireSupported(path: string): void {
  if (path.startsWith("checkpoint"))
    throw new CommandError(`docker ${path} is only supported on a Docker daemon with experimental features enabled`);
}

function specAt(path: string): CommandSpec {
  const spec = commandAt(path);
  if (!spec) throw new RangeError(`no docker command at "${path}"`);
  return spec;
}
