/**
 * `docker-compose` 1.29.2, the program in Python that was Compose until 2023. Rebuilt from its source as Debian 12 has it
 * (compose/, Apache License 2.0), recording 20, and runs of that program against an Engine 20.10.
 */
import type { Connect } from "../../cli/docker.ts";
import { languageOf, notSimulated } from "../../cli/not-simulated.ts";
import { EngineError } from "../../engine/errors.ts";
import type { Process, Program } from "../../kernel/process.ts";
import { Exit, Failure, NoSuchCommand, NoSuchImage, PythonException, UserError } from "./failures.ts";
import { commandList, loadHelp } from "./help-text.ts";
import { NotAnInteger } from "./integer.ts";
import { Interrupted, Interrupts } from "./interrupts.ts";
import { LEVELS, type Level, Logger } from "./logger.ts";
import { ProjectLoader } from "./project-loader.ts";
import { type DocoptResult, docopt, HelpAsked, UsageMismatch } from "./python/docopt.ts";
import type { Subcommand } from "./subcommand.ts";
import { VERSION_LINE } from "./subcommands/version.ts";
import { SUBCOMMANDS } from "./subcommands.ts";
import { loadTracebacks } from "./tracebacks.ts";

/** What Python needs before the first line of compose runs, ms (recording 20). */
const START_MS = 520;
/** Columns where there is no terminal: nothing is folded. */
const ANY_WIDTH = 999;

/** The program. @param connect the daemon behind an address */
export function dockerCompose(connect: Connect): Program {
  return Object.assign((process: Process) => new Invocation(process, connect).run(), {
    complete: (words: readonly string[]) =>
      Promise.resolve(
        words.length === 2 ? [...SUBCOMMANDS.keys()].filter((name) => name.startsWith(words[1] ?? "")) : undefined,
      ),
  });
}

class Invocation {
  readonly #process: Process;
  readonly #connect: Connect;
  readonly #logger: Logger;
  readonly #interrupts: Interrupts;
  #helps: Readonly<Record<string, string>> = {};
  #command = "";

  constructor(process: Process, connect: Connect) {
    this.#process = process;
    this.#connect = connect;
    this.#logger = new Logger(process.stderr);
    this.#interrupts = new Interrupts(process);
  }

  async run(): Promise<number> {
    try {
      await this.#interrupts.during(["SIGINT"], () => this.#main());
      return 0;
    } catch (error) {
      return await this.#ending(error);
    } finally {
      await this.#logger.flush();
    }
  }

  /** How compose ends (compose/cli/main.py, `main`). */
  async #ending(error: unknown): Promise<number> {
    // Of `exec`, only docker speaks.
    const say = (text: string) => (this.#command === "exec" ? undefined : this.#logger.error(text));
    if (error instanceof Exit) {
      if (error.status !== 0) await say(String(error.status));
      return error.status;
    }
    if (error instanceof UsageMismatch) return 1;
    if (error instanceof Interrupted) await say("Aborting.");
    else if (error instanceof Failure) await say(error.message);
    else if (error instanceof EngineError || error instanceof NoSuchImage) await this.#logger.error(error.message);
    else if (error instanceof NotAnInteger) await this.#traceback(error);
    else if (error instanceof PythonException) await this.#process.stderr.write(`${error.message}\n`);
    else throw error;
    return 1;
  }

  async #traceback({ message }: NotAnInteger): Promise<void> {
    const { integer } = await loadTracebacks(this.#process.machine.clock);
    const lines = Object.entries(integer).find(([name]) => name === this.#command)?.[1] ?? [];
    await this.#process.stderr.write(`${lines.join("\n").replace("{value}", message)}\n`);
  }

  async #main(): Promise<void> {
    const { machine, args } = this.#process;
    await this.#process.sleep(START_MS);
    this.#helps = await loadHelp(machine.clock);
    const words = args.slice(1);
    const options = await this.#options(words);
    if (!options) return;
    const name = options.word("COMMAND");
    if (name === undefined) {
      await this.#logger.info(this.#help(""));
      return;
    }
    const command = SUBCOMMANDS.get(name);
    if (!command) throw new NoSuchCommand(name, commandList(this.#help("")));
    this.#command = name;
    const own = await this.#ownOptions(name, options.words("ARGS"));
    if (own) await this.#perform(command, options, own);
  }

  #help(command: string): string {
    return this.#helps[command] ?? "";
  }

  /** What stands before the command; undefined when that was all. @throws Exit */
  async #options(words: readonly string[]): Promise<DocoptResult | undefined> {
    try {
      return docopt(this.#help(""), words, true);
    } catch (error) {
      if (error instanceof HelpAsked) {
        await this.#process.stdout.write(`${error.what === "version" ? VERSION_LINE : this.#help("")}\n`);
        return undefined;
      }
      if (!(error instanceof UsageMismatch)) throw error;
      await this.#process.stderr.write(`${this.#help("")}\n`);
      throw error;
    }
  }

  /** The command's own; a usage that does not fit ends with its help and without an error. */
  async #ownOptions(name: string, words: readonly string[]): Promise<DocoptResult | undefined> {
    try {
      return docopt(this.#help(name), words);
    } catch (error) {
      if (error instanceof HelpAsked) await this.#process.stdout.write(`${this.#help(name)}\n`);
      else if (!(error instanceof UsageMismatch)) throw error;
      else if (name !== "exec") await this.#logger.info(this.#help(name));
      return undefined;
    }
  }

  async #perform(command: Subcommand, options: DocoptResult, args: DocoptResult): Promise<void> {
    const ansi = await this.#ansiMode(options);
    const process = this.#process;
    const colors = ansi === "always" || (ansi === "auto" && process.env.CLICOLOR !== "0" && process.stderr.isTTY);
    this.#logger.configure(levelOf(options), colors);
    this.#refuseWhatIsNotSimulated(options);
    const loader = new ProjectLoader({
      process,
      options,
      connect: this.#connect,
      logger: this.#logger,
      interrupts: this.#interrupts,
      command: command.name,
      colors,
    });
    await command.run({
      process,
      logger: this.#logger,
      interrupts: this.#interrupts,
      options,
      args,
      environment: loader.environment(),
      monochrome: ansi === "never",
      help: (name) => this.#helps[name],
      sources: (choices) => loader.sources(choices),
      project: (choices) => loader.project(choices),
      out: (text) => process.stdout.write(text),
      columns: process.stdout.isTTY ? (process.tty?.columns ?? 0) : ANY_WIDTH,
    });
  }

  /** @throws UserError */
  async #ansiMode(options: DocoptResult): Promise<"never" | "always" | "auto"> {
    const given = options.text("--ansi") || undefined;
    const known = (["never", "always", "auto"] as const).find((mode) => mode === (given ?? "auto"));
    if (!known) throw new UserError(`Invalid value for --ansi: ${given}. Expected one of never, always, auto.`);
    if (!options.flag("--no-ansi")) return known;
    if (given !== undefined) throw new UserError("--no-ansi and --ansi cannot be combined.");
    await this.#logger.warning(
      "--no-ansi option is deprecated and will be removed in future versions. Use `--ansi never` instead.",
    );
    return "never";
  }

  #refuseWhatIsNotSimulated(options: DocoptResult): void {
    const { env } = this.#process;
    const refuse = (what: string) => {
      throw new UserError(notSimulated(what, languageOf(env)));
    };
    for (const flag of ["--verbose", "--tls", "--tlsverify"]) if (options.flag(flag)) refuse(`docker-compose ${flag}`);
    if (env.COMPOSE_API_VERSION) refuse("COMPOSE_API_VERSION");
  }
}

/** @throws UserError */
function levelOf(options: DocoptResult): Level {
  const given = options.text("--log-level");
  if (given === undefined) return "INFO";
  const level = (Object.keys(LEVELS) as Level[]).find((name) => name === given.toUpperCase());
  if (level) return level;
  throw new UserError("Invalid value for --log-level. Expected one of DEBUG, INFO, WARNING, ERROR, CRITICAL.");
}
