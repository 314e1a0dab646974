import { FileError, type FileSystem, resolvePath } from "../kernel/filesystem.ts";
import { openInput } from "../kernel/open.ts";
import type { Process, Program } from "../kernel/process.ts";
import type { Input } from "../kernel/stream.ts";
import { busyboxFailure, busyboxUsage, isBusybox } from "./busybox.ts";
import { type OptionSpec, type Options, parseOptions, UsageError } from "./options.ts";
import { nameIfPlain, quoted } from "./quoting.ts";

interface CommandSpec extends OptionSpec {
  /** The line after "Usage:", without the command's name: `[OPTION]... [FILE]...`. */
  readonly usage: string;
  /** What it does, in one sentence: what `--help` says. */
  readonly about: string;
  /** The exit status of a wrong command line; 1 unless told. */
  readonly failure?: number;
  /** What stands under a wrong command line's message, in place of the word on `--help`. */
  readonly refusal?: string;
  /** What `--version` prints, and `-V` of a command that takes that letter. */
  readonly version?: (files: FileSystem) => string;
  /** How many operands there may be, at least and at most. */
  readonly operands?: readonly [least: number, most: number];
  /** Numbers like `-5` that are options of their own (`head -5`): rewrites the arguments before they are read. */
  readonly before?: (args: readonly string[]) => readonly string[];
}

/** Ends a command with a message; its name comes before it. */
export class Failure extends Error {
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.name = "Failure";
    this.status = status;
  }
}

/** One run of a command: its process, its options, and how it speaks. */
export class Run {
  readonly process: Process;
  readonly options: Options;
  readonly operands: readonly string[];
  readonly files: FileSystem;
  /** The name it was called by, for messages. */
  readonly name: string;
  /** Whether it is busybox's. */
  readonly busybox: boolean;
  /** The exit status if nothing else is said. */
  status = 0;
  readonly #failure: number;

  constructor(process: Process, options: Options, failure: number) {
    this.process = process;
    this.options = options;
    this.operands = options.operands;
    this.files = process.files;
    this.busybox = isBusybox(process);
    this.name = nameOf(process);
    this.#failure = failure;
  }

  has(key: string): boolean {
    return this.options.has(key);
  }

  out(text: string): Promise<void> {
    return text === "" ? Promise.resolve() : this.process.stdout.write(text);
  }

  /** A message on standard error, after which the command goes on, to end with a failure. */
  async warn(message: string, status = this.#failure): Promise<void> {
    this.status = status;
    await this.process.stderr.write(`${this.name}: ${message}\n`);
  }

  /** The path that a name means in this process's directory. */
  path(name: string): string {
    const path = resolvePath(this.process.cwd, name);
    return name.endsWith("/") && path !== "/" ? `${path}/` : path;
  }

  quote(word: string): string {
    return quoted(word, this.process.env);
  }

  /**
   * Runs `action`; a file error becomes a message: `words`'s words with the reason after them.
   * @returns what the action gave, or undefined after an error
   */
  async try<T>(action: () => T | Promise<T>, words: string | ((error: FileError) => string)): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await this.warn(typeof words === "string" ? `${words}: ${error.message}` : words(error));
      return undefined;
    }
  }

  /**
   * The files named by the operands, one after another, standard input for `-` or when there are none; one that cannot
   * be opened is told of and passed over.
   */
  async *inputs(
    names: readonly string[] = this.operands,
    words = (name: string, error: FileError) => `${nameIfPlain(name)}: ${error.message}`,
  ): AsyncGenerator<{ readonly name: string; readonly input: Input }, void, void> {
    for (const name of names.length === 0 ? ["-"] : names) {
      const input = await this.open(name, words);
      if (input) yield { name, input };
    }
  }

  /** Opens one file, or tells why it cannot be opened. */
  open(
    name: string,
    words = (name: string, error: FileError) => `${nameIfPlain(name)}: ${error.message}`,
  ): Promise<Input | undefined> {
    return this.try(
      () => (name === "-" ? this.process.stdin : openInput(this.process, name)),
      (error) => words(name, error),
    );
  }
}

function nameOf(process: Process): string {
  const name = process.args[0] ?? "";
  return isBusybox(process) ? name.replace(/.*\//, "") : name;
}

/** A program from what it takes and what it does; what it returns is its exit status. */
export function command(spec: CommandSpec, body: (run: Run) => Promise<number | undefined> | Promise<void>): Program {
  const failure = spec.failure ?? 1;
  return async (process) => {
    const name = nameOf(process);
    const given = process.args.slice(1);
    const say = (text: string) => process.stderr.write(text);
    try {
      const options = parseOptions(spec.before ? spec.before(given) : given, spec);
      if (options.has("help")) {
        if (isBusybox(process)) await say(await busyboxUsage(process, name, `${name} ${spec.usage}`));
        else await process.stdout.write(`Usage: ${name} ${spec.usage}\n${spec.about}\n`);
        return 0;
      }
      if (options.has("version") || (spec.version && options.has("V"))) {
        await process.stdout.write(spec.version?.(process.machine.files) ?? `${name} (Dársena)\n`);
        return 0;
      }
      const [least, most] = spec.operands ?? [0, Number.POSITIVE_INFINITY];
      const { operands } = options;
      const extra = operands[most];
      if (extra !== undefined) throw new UsageError(`extra operand ${quoted(extra, process.env)}`);
      if (operands.length < least) {
        const last = operands.at(-1);
        throw new UsageError(
          last === undefined ? "missing operand" : `missing operand after ${quoted(last, process.env)}`,
        );
      }
      const run = new Run(process, options, failure);
      return (await body(run)) ?? run.status;
    } catch (error) {
      if (error instanceof UsageError) {
        if (isBusybox(process)) {
          const usage = await busyboxUsage(process, name, `${name} ${spec.usage}`);
          await say(error.short === "" ? usage : `${name}: ${error.short}\n${usage}`);
          return busyboxFailure(name);
        }
        await say(`${name}: ${error.message}\n${spec.refusal ?? `Try '${name} --help' for more information.\n`}`);
        return failure;
      }
      if (error instanceof Failure) {
        await say(`${name}: ${error.message}\n`);
        return error.status;
      }
      if (error instanceof FileError) {
        await say(`${name}: ${error.path}: ${error.message}\n`);
        return 1;
      }
      throw error;
    }
  };
}
