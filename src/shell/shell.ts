import { pathOf } from "../kernel/executable.ts";
import type { Process } from "../kernel/process.ts";
import type { SignalName } from "../kernel/signal.ts";
import type { Input, Output } from "../kernel/stream.ts";
import type { Tty } from "../kernel/tty.ts";
import { arithmetic } from "./arithmetic-expansion.ts";
import { ExpansionError, Interrupted, ShellExit } from "./control-flow.ts";
import { Descriptors, type OpenFile } from "./descriptors.ts";
import { Interruptible } from "./interruptible.ts";
import { Jobs } from "./jobs.ts";
import { CANNOT_EXECUTE, later } from "./later.ts";
import { SHOPTS_AT_FIRST } from "./options.ts";
import { posixPlace } from "./posix-place.ts";
import { runSource, type SourceOptions } from "./run-source.ts";
import { SourceText } from "./source-text.ts";
import { defineSpecialVariables, importEnvironment } from "./special-variables.ts";
import type { CompoundCommand, Redirected } from "./syntax-tree.ts";
import { takeTerminal } from "./take-terminal.ts";
import { tellJobs } from "./tell-jobs.ts";
import { runTrap } from "./trap.ts";
import { type Variables as ShellVariables, VariableError, Variables } from "./variables.ts";

/** Which shell it passes for: what it calls itself, its words for errors, its builtins. */
export type Flavour = "bash" | "ash" | "dash";

const posixWords = later(() => import("./posix-words.ts"));

export interface ShellFunction {
  readonly body: CompoundCommand | Redirected;
  readonly source: SourceText;
  /** Its definition as it was typed. */
  readonly text: string;
  /** The aliases there were when it was read. */
  readonly aliases?: ReadonlyMap<string, string>;
}

export interface ShellOptions {
  readonly flavour?: Flavour;
  /** `$0`; the name in messages. */
  readonly name?: string;
  readonly positional?: readonly string[];
  /** Someone types to it: messages carry no line numbers, and with a terminal there is job control. */
  readonly interactive?: boolean;
}

/** The streams of one `execute`; the shell's process's own unless told. */
export interface ExecuteStreams {
  readonly stdin?: Input;
  readonly stdout?: Output;
  readonly stderr?: Output;
  readonly tty?: Tty | null;
}

/** A shell: everything that lasts from one command to the next, over one process. */
export class Shell extends Interruptible {
  readonly flavour: Flavour;
  readonly interactive: boolean;
  name: string;
  positional: readonly string[];
  variables: ShellVariables;
  functions = new Map<string, ShellFunction>();
  /** Never changed but replaced: a line, and a function, know the aliases there were when they were read. */
  aliases: ReadonlyMap<string, string> = new Map();
  /** Those of the line that runs. */
  lineAliases: ReadonlyMap<string, string> = this.aliases;
  /** Where programs were found (`hash`), how often they ran, and whether `hash -p` put them there. */
  hashed = new Map<string, { readonly path: string; readonly hits: number; readonly isPinned: boolean }>();
  /** `set -o` options that are on, by their long names. */
  options = new Set<string>();
  shopts = new Set<string>(SHOPTS_AT_FIRST);
  traps = new Map<string, string>();
  /** In a subshell that has set no trap yet: those of its parent, which `trap` still shows. */
  parentTraps: ReadonlyMap<string, string> | undefined;
  /** The signal that ends it, once its EXIT trap has run. */
  fatalSignal: SignalName | undefined;
  /** The traps whose commands run now, and the command at which they came. */
  readonly trapping = new Set<string>();
  trappedCommand: string | undefined;
  cwd: string;
  get umask(): number {
    return this.process.umask();
  }

  set umask(mask: number) {
    this.process.umask(mask);
  }

  descriptors: Descriptors;
  tty: Tty | null;
  jobs: Jobs;
  /** In a subshell: its parent's, which `jobs` shows as long as it has none of its own. */
  parentJobs: Jobs | undefined;
  /** Whether jobs get process groups of their own, and Ctrl-C and Ctrl-Z go to the one in the foreground. */
  jobControl = false;
  /** The group that has the terminal; undefined while the shell itself has it. */
  foreground: number | undefined;
  /** What `ulimit` set, by its letters. */
  limits = new Map<string, string>();
  /** Functions that `export -f` gives to the shells this one starts: their texts, by their names. */
  exportedFunctions = new Map<string, string>();
  history: string[] = [];
  directoryStack: string[] = [];

  lastStatus = 0;
  /** The statuses of the last pipeline's commands: $PIPESTATUS. */
  get pipeStatus(): readonly number[] {
    return this.#pipeStatus;
  }

  set pipeStatus(statuses: readonly number[]) {
    this.#pipeStatus = statuses;
    if (this.flavour === "bash") this.variables.declare("PIPESTATUS", "global").value = statuses.map(String);
  }

  #pipeStatus: readonly number[] = [0];

  /** `$_`: the last argument of the command before. */
  lastArgument = "";
  /** The status of the last `$(…)` of the running command. */
  substitutionStatus = 0;
  lastBackground: number | undefined;
  mainPid: number;

  /** Where in which source the shell is: for $LINENO and messages. */
  source: SourceText;
  position = 0;
  /** What runs the source that runs: `eval`, `trap`; undefined for a script or a line. */
  place: string | undefined;
  /** Where the command that runs ends in its source. */
  commandEnd = 0;
  callers: { readonly name: string; readonly line: number; readonly source: string }[] = [];
  functionDepth = 0;
  sourceDepth = 0;
  loopDepth = 0;
  /** Above 0 while a failure is being asked for (`if`, `&&`), so that `set -e` leaves it alone. */
  unchecked = 0;
  /** Counts the empty "$@" met: see the expansion of double quotes. */
  emptyLists = 0;
  /** Descriptors that `<(…)` opened for the commands being run. */
  substitutions: number[] = [];
  /** Where the program writes that took this shell's place: open until nobody writes there any more. */
  outlasting: OpenFile | undefined;
  /** How many `$(…)` are around what runs: for `set -x`. */
  traceDepth = 0;
  expandingAliases = new Set<string>();
  /** `getopts`' place inside a group of options. */
  optionPlace = 1;
  /** OPTIND as `getopts` left it: another value starts anew. */
  optionIndex = 1;
  /** Builtins that `enable -n` switched off. */
  disabled = new Set<string>();
  /** What `complete -W` told of commands. */
  completions = new Map<string, readonly string[]>();
  /** Whether `exit` has already said that there are stopped jobs. */
  warnedOfJobs = false;
  /** When it started, ms: for $SECONDS. */
  started: number;
  /** How many subshells deep it is. */
  depth = 0;

  constructor(process: Process, options: ShellOptions = {}) {
    super(process);
    this.flavour = options.flavour ?? "bash";
    this.interactive = options.interactive ?? false;
    if (this.flavour === "bash") this.options.add("braceexpand").add("hashall").add("interactive-comments");
    this.name = options.name ?? process.args[0] ?? this.flavour;
    this.positional = options.positional ?? [];
    this.cwd = process.cwd;
    this.tty = process.tty;
    this.mainPid = process.pid;
    this.jobs = new Jobs(this.flavour !== "bash");
    this.started = process.machine.clock.now();
    this.descriptors = Descriptors.ofProcess(process);
    this.source = new SourceText("", this.name);
    this.variables = new Variables();
    importEnvironment(this);
    defineSpecialVariables(this);
    if (this.interactive) {
      this.shopts.add("expand_aliases");
      this.options.add("history").add("emacs").add("monitor");
    }
    if (this.flavour !== "bash") this.shopts.add("expand_aliases");
  }

  /** Whether messages leave out the line, as an interactive shell's do. */
  unnumbered = false;

  /** The line being run. */
  get line(): number {
    return this.source.lineOf(this.position);
  }

  /** The command that runs, as it was typed. */
  get commandText(): string {
    return this.source.text.slice(this.position, this.commandEnd);
  }

  /** Whether a command may take this process's place: nothing of the shell is needed after it. */
  get canBeReplaced(): boolean {
    return !this.interactive && this.traps.size === 0 && this.functionDepth === 0 && this.sourceDepth === 0;
  }

  /**
   * Runs a line or a script in this shell and returns its status. What it defines and where it goes lasts.
   * @param streams where it reads and writes; with `tty`, Ctrl-C and Ctrl-Z typed there reach its foreground job
   */
  async execute(source: string, streams: ExecuteStreams = {}): Promise<number> {
    const before = { descriptors: this.descriptors, tty: this.tty, jobControl: this.jobControl };
    this.descriptors = Descriptors.ofProcess(this.process, streams);
    this.tty = streams.tty === undefined ? this.process.tty : streams.tty;
    const release = takeTerminal(this);
    this.renewInterrupt();
    try {
      await this.runLine(source);
      if (this.interactive) await tellJobs(this);
      return this.lastStatus;
    } catch (error) {
      if (!(error instanceof ShellExit)) throw error;
      this.lastStatus = error.status;
      return error.status;
    } finally {
      release();
      Object.assign(this, before);
    }
  }

  /**
   * Runs what was typed at a prompt: Ctrl-C and faults end the line, not the shell.
   * @param firstLine how many lines there are up to its first
   * @throws ShellExit
   */
  async runLine(source: string, firstLine = 1): Promise<void> {
    try {
      this.lastStatus = await this.runText(source, { name: this.name, firstLine });
    } catch (error) {
      if (error instanceof Interrupted) {
        this.lastStatus = error.status;
        if (error.status === 130) await this.write(2, "\n");
      } else if (error instanceof ExpansionError) {
        const status = await this.complainOf(error);
        this.lastStatus = this.flavour === "bash" ? 1 : status;
      } else throw error;
    }
  }

  /** Runs source text in this shell. @throws what leaves it: ShellExit, FunctionReturn … */
  runText(text: string, options: SourceOptions): Promise<number> {
    return runSource(this, text, options);
  }

  /** Makes this shell one that runs a script: `$0` and the arguments are the script's. */
  becomeScript(name: string, positional: readonly string[]): void {
    this.name = name;
    this.positional = positional;
    this.functions.clear();
    this.aliases = new Map();
    this.lineAliases = this.aliases;
    this.unnumbered = false;
    this.functionDepth = 0;
    this.mainPid = this.process.pid;
  }

  protected runPendingTrap(name: string): Promise<void> {
    return runTrap(this, this.traps.get(name) ?? "");
  }

  /** Writes to a descriptor. @throws BrokenPipe */
  async write(number: number, text: string): Promise<void> {
    const output = this.descriptors.get(number)?.output;
    if (output) await output.write(text, this.signal);
    else if (number === 1) await this.complain(`${this.builtin}: write error: Bad file descriptor`);
  }

  /** The builtin that runs, for its messages. */
  builtin = "echo";

  /** Whether the builtin that runs has said a fault that ends it with 2, as other shells than bash have them. */
  raised = false;

  /**
   * Says on standard error what went wrong, with the shell's name and, in a script, the line.
   * @param message in bash's words
   * @throws ShellExit where the fault ends the shell
   */
  async complain(message: string): Promise<void> {
    const { flavour } = this;
    if (flavour === "bash") return this.write(2, `${this.where()}${message}\n`);
    const { complainPosix } = await posixWords(this);
    if (await complainPosix(this, flavour, message)) this.raised = true;
  }

  /** Says what was wrong with an expansion. @returns the status it ends with */
  async complainOf({ place = this.where(), message, status }: ExpansionError): Promise<number> {
    const { flavour } = this;
    const words = flavour === "bash" ? message : (await posixWords(this)).faultWords(flavour, message);
    await this.write(2, `${place}${words}\n`);
    return flavour === "bash" || status === CANNOT_EXECUTE ? status : 2;
  }

  /** What messages begin with. @param later how many lines after the present one they speak of */
  where(later = 0): string {
    const { flavour } = this;
    const line = this.line + later;
    if (flavour !== "bash") return posixPlace(this, line, this.runner);
    if (this.unnumbered || this.interactive) return `${this.name.split("/").at(-1)}: `;
    return `${this.source.name || this.name}: line ${line}: `;
  }

  /** What runs the commands, as ash and dash name it in messages: `eval`, or the file that `.` reads. */
  get runner(): string {
    if (this.place === "eval") return "eval";
    return this.callers.findLast(({ name }) => name === "source")?.source ?? "";
  }

  /** Runs an expansion whose fault only fails the command: undefined after showing it. */
  async guard<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ExpansionError) || (error.fatal && !this.interactive)) throw error;
      await this.complainOf(error);
      return undefined;
    }
  }

  /** Sets a variable; false when it is readonly (and said so). */
  async assign(name: string, text: string): Promise<boolean> {
    try {
      this.variables.set(name, text);
      return true;
    } catch (error) {
      if (!(error instanceof VariableError)) throw error;
      await this.complain(error.message);
      return false;
    }
  }

  /** An array's element by its key. */
  element(name: string, key: string | number): string | undefined {
    const value = this.variables.find(name)?.value;
    if (value instanceof Map) return value.get(String(key));
    if (Array.isArray(value)) return value[Number(key)];
    return Number(key) === 0 ? this.variables.get(name) : undefined;
  }

  /** Closes what `<(…)` opened since there were `count`. */
  closeSubstitutions(count: number): void {
    for (const number of this.substitutions.splice(count)) this.descriptors.replace(number, undefined)?.release();
  }

  /** What a program that it starts finds set: exported variables, and functions as bash writes them there. */
  environment(): Record<string, string> {
    const env = this.variables.environment();
    for (const [name, text] of this.exportedFunctions) if (this.functions.has(name)) env[`BASH_FUNC_${name}%%`] = text;
    return env;
  }

  /** The file that a command name means. @throws ExecError */
  pathOf(name: string): string {
    return pathOf(this.process.files, name, this.variables.get("PATH") ?? "", this.cwd);
  }

  /** An expression's value; for builtins. @throws ExpansionError */
  number(expression: string, label = ""): bigint {
    return arithmetic(this, expression, label);
  }
}
