import type { Engine } from "../engine/engine.ts";
import type { Process } from "../kernel/process.ts";
import type { CommandSpec } from "./command-data.ts";
import type { Endpoint } from "./context/endpoint.ts";
import type { FlagCheck, Flags } from "./flags.ts";

/** How many arguments a command takes. */
export interface Arity {
  readonly min: number;
  readonly max: number;
}

export const noArgs: Arity = { min: 0, max: 0 };
export const anyArgs: Arity = { min: 0, max: Number.POSITIVE_INFINITY };
export const exactArgs = (n: number): Arity => ({ min: n, max: n });
export const minArgs = (n: number): Arity => ({ min: n, max: Number.POSITIVE_INFINITY });
export const maxArgs = (n: number): Arity => ({ min: 0, max: n });
export const rangeArgs = (min: number, max: number): Arity => ({ min, max });

/**
 * What one docker command does. Its usage, flags and help come from `content/cli` by its path, and so do its other
 * names: the command of "container ls" also is "ps" and "container list".
 */
export interface Command {
  /** The path that does the work: "container ls", "buildx build", "version". */
  readonly path: string;
  readonly args: Arity;
  /** More than a flag's type asks of its value, by flag name; the text becomes part of pflag's error. */
  readonly checks?: Readonly<Record<string, FlagCheck>>;
  /**
   * Does it and returns the exit status. What it throws is printed as docker prints it: EngineError with
   * "Error response from daemon: " and status 1, CommandError as it says.
   */
  run(context: CommandContext): Promise<number>;
  /** Live names for the argument being typed, or undefined for file names. `flag` is set when it is that flag's value. */
  complete?(context: CompletionContext): Promise<readonly string[] | undefined> | readonly string[] | undefined;
}

export interface CompletionContext {
  /** @throws DaemonUnreachable */
  readonly engine: Engine;
  /** The arguments before the word being typed. */
  readonly args: readonly string[];
  /** The word being typed, as far as it is there. */
  readonly word: string;
  /** The flag whose value is being typed. */
  readonly flag: string | undefined;
  readonly process: Process;
}

export interface CommandContext {
  /** The daemon this command speaks to. @throws DaemonUnreachable when nothing answers there */
  readonly engine: Engine;
  /** The command as it was called: `command.path` is "ps" for `docker ps`. */
  readonly command: CommandSpec;
  readonly flags: Flags;
  /** Flags of the groups above, by path: `-f` of "compose", `--builder` of "buildx", docker's own under "". */
  readonly groupFlags: ReadonlyMap<string, Flags>;
  readonly args: readonly string[];
  readonly process: Process;
  /** Whether standard output is a terminal. */
  readonly tty: boolean;
  /** Columns of that terminal; 80 without one. */
  readonly columns: number;
  /** The lab's time, ms. */
  readonly now: number;
  /** Where the daemon is, and the context that says so. */
  readonly endpoint: Endpoint;
  /** Writes to standard output as it is: newlines are the caller's. */
  out(text: string): Promise<void>;
  err(text: string): Promise<void>;
}

/** A command that ends with a message of the client's own. It is printed as it is, with a newline. */
export class CommandError extends Error {
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.name = "CommandError";
    this.status = status;
  }
}

/** systemd holds the socket and starts the daemon for this connection: what was asked is asked again when it is up. */
export class DaemonStarting extends Error {
  readonly ready: Promise<void>;

  constructor(ready: Promise<void>) {
    super("the daemon is starting");
    this.name = "DaemonStarting";
    this.ready = ready;
  }
}

/** Nothing answers where the client looked for a daemon. */
export class DaemonUnreachable extends Error {
  constructor(message: string) {
    super(message);
    this.name = "DaemonUnreachable";
  }
}
