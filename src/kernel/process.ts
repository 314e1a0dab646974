import type { Cgroup } from "./cgroup.ts";
import type { Clock } from "./clock.ts";
import { type Credentials, FileError, type FileSystem, ROOT, resolvePath } from "./filesystem.ts";
import type { Listener, NetworkNamespace } from "./network.ts";
import type { Random } from "./random.ts";
import { Killed, type SignalName } from "./signal.ts";
import { BrokenPipe, type Input, type Output } from "./stream.ts";
import type { Tty } from "./tty.ts";

/** A host or a container as the processes in it see it: their namespaces. */
export interface Machine {
  /** The lab's host this runs on ("manager1"), also for a container. */
  readonly host: string;
  /** The container's id, for a container. */
  readonly container?: string;
  hostname: string;
  readonly clock: Clock;
  readonly random: Random;
  /** The tree as root sees it; a process has its own view. */
  readonly files: FileSystem;
  readonly network: NetworkNamespace;
  readonly processes: ProcessTable;
  /** The program that a binary stands for ("ls"), loaded when first used; undefined when we have none by that name. */
  program(name: string): Promise<Program | undefined>;
  /** Of a host: what its system runs that is no program of ours, and what runs in its containers. */
  systemProcesses?(): readonly SystemProcess[];
  /** Sends a signal to one of those that have a program; false when there is none by that number. */
  signalElsewhere?(pid: number, signal: SignalName): boolean;
  /** Of a container: the control group that its processes are in. */
  readonly cgroup?: Cgroup;
  /** Of a host: those of its containers. */
  cgroups?(): readonly Cgroup[];
}

/** A process of the system that runs no program of ours, as `ps` shows it. */
export interface SystemProcess {
  readonly pid: number;
  readonly args: readonly string[];
  readonly uid: number;
  /** Kilobytes in memory. */
  readonly resident: number;
  /** ms since the epoch */
  readonly started: number;
  /** 1, the init, unless told. */
  readonly parent?: number;
  readonly gid?: number;
  readonly tty?: Tty | null;
  readonly stopped?: boolean;
  /** Milliseconds of processor time; none unless told. */
  readonly computed?: number;
  readonly cgroup?: Cgroup;
  /** The socket that it was given, which somebody else opened. */
  readonly listens?: Pick<Listener, "address" | "port" | "protocol">;
}

/** A program: runs to its end and returns its exit status. It may throw Killed or BrokenPipe; the kernel turns both into a status. */
export interface Program {
  (process: Process): Promise<number>;
  /**
   * What Tab offers for the last of `words` (words[0] is the command's name): whole words. One that ends in `/` or `=`
   * gets no blank after it. Undefined means: file names, as the shell completes them.
   */
  complete?(words: readonly string[], process: Process): Promise<string[] | undefined>;
}

export type SignalAction = "default" | "ignore" | (() => void);

/** A running program's view of its machine. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly machine: Machine;
  /** args[0] is the name it was called by. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly user: Credentials;
  /** What the modes of its new files leave out, and its children begin with. @param mask the next one @returns the one before */
  umask(mask?: number): number;
  /** The machine's files as this user sees them. */
  readonly files: FileSystem;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** The controlling terminal. */
  readonly tty: Tty | null;
  /** What it can open as /dev/fd/N besides its three streams (a shell's `<(…)`). */
  readonly descriptors: ReadonlyMap<number, Descriptor>;
  /** Aborts, with a Killed as its reason, when a signal ends the process. Reads, writes and `sleep` heed it by themselves. */
  readonly signal: AbortSignal;
  /** Sleeps on the lab's clock, ms. */
  sleep(ms: number): Promise<void>;
  /** Lets others go on in the middle of a long computation; waits while the process is stopped. */
  breathe(): Promise<void>;
  /** What to do when a signal comes; SIGKILL and SIGSTOP cannot be caught. */
  onSignal(name: SignalName, action: SignalAction): void;
  /** Starts a child with this process's machine, user, directory, environment, streams and terminal unless told otherwise. */
  spawn(program: Program, options: SpawnOptions): Child;
  /**
   * Acts as another user from now on, as setresuid and setgroups; only root may.
   * @returns the process as it then is
   * @throws FileError EPERM
   */
  become(user: Credentials): Process;
  /** Becomes another program with the same pid, as execve: `ps` shows the new arguments, caught signals are default again. */
  exec(program: Program, options: ExecOptions): Promise<number>;
}

/** An open file that has no name in the tree. */
export interface Descriptor {
  readonly input?: Input;
  readonly output?: Output;
}

/** What an execve changes; the rest stays the process's. */
export interface ExecOptions {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: Input;
  readonly stdout?: Output;
  readonly stderr?: Output;
  readonly descriptors?: ReadonlyMap<number, Descriptor>;
}

export interface SpawnOptions extends ExecOptions {
  /** Signals that it ignores from the start (`trap '' INT` before it, nohup). */
  readonly ignored?: readonly SignalName[];
  readonly user?: Credentials;
  readonly tty?: Tty | null;
  /** The process group: a new one named by the child's pid when "new"; the parent's unless told. */
  readonly group?: number | "new";
}

export interface Child {
  readonly pid: number;
  readonly group: number;
  /** The exit status, once it has ended. Never rejects. */
  readonly exited: Promise<number>;
  /** Once neither it nor those whom it left its standard output (`sh -c 'sleep 5 &'`) hold that any more. */
  readonly released: Promise<void>;
  /** The signal that ended it, once it has: 137 alone may also be a status that a program chose. */
  readonly killedBy: SignalName | undefined;
}

/** What `ps` shows of a process. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly args: readonly string[];
  readonly user: Credentials;
  readonly started: number;
  readonly stopped: boolean;
  readonly tty: Tty | null;
  /** Milliseconds of processor time that its long computations took so far. */
  readonly computed: number;
}

interface Entry extends ProcessEntry {
  args: readonly string[];
  user: Credentials;
  umask: number;
  stopped: boolean;
  computed: number;
  readonly actions: Map<SignalName, SignalAction>;
  readonly abort: AbortController;
  readonly child: Child & { killedBy: SignalName | undefined };
  /** Its standard output when it began. */
  readonly output: Output;
  /** Its children that write there too, until they have let go. */
  readonly heirs: Set<Child>;
  /** It has become a program that writes elsewhere. */
  readonly letGo: () => void;
  continued: Promise<void>;
  resume: () => void;
}

const IGNORED_BY_DEFAULT: ReadonlySet<SignalName> = new Set(["SIGCHLD", "SIGCONT", "SIGWINCH"]);
const STOPPING: ReadonlySet<SignalName> = new Set(["SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU"]);

/** The processes of one machine: a PID namespace. */
export class ProcessTable {
  readonly #entries = new Map<number, Entry>();
  readonly #stopListeners = new Set<(entry: ProcessEntry) => void>();
  #nextPid: number;
  readonly #initPid: number | undefined;
  #frozen: Promise<void> | undefined;
  #thaw: () => void = () => {};

  /**
   * @param firstPid the first number to give out: 1 in a container
   * @param options.init whether that first process is an init, which signals do not end unless it handles them
   */
  constructor(firstPid: number, options: { init?: boolean } = {}) {
    this.#nextPid = firstPid;
    this.#initPid = options.init ? firstPid : undefined;
  }

  /** By pid. */
  list(): ProcessEntry[] {
    return [...this.#entries.values()];
  }

  get(pid: number): ProcessEntry | undefined {
    return this.#entries.get(pid);
  }

  /** Calls `listener` when a process is stopped (Ctrl-Z); the returned function ends that. */
  onStopped(listener: (entry: ProcessEntry) => void): () => void {
    this.#stopListeners.add(listener);
    return () => this.#stopListeners.delete(listener);
  }

  /** Leaves numbers out: threads take some too, and nobody here has threads. @returns the first of them */
  skip(count: number): number {
    const first = this.#nextPid;
    this.#nextPid += count;
    return first;
  }

  /** Starts a program on `machine`, whose table this is. */
  start(
    machine: Machine,
    program: Program,
    options: SpawnOptions & {
      readonly stdin: Input;
      readonly stdout: Output;
      readonly stderr: Output;
      readonly parent?: number;
    },
  ): Child {
    const pid = this.#nextPid++;
    const parent = options.parent ?? 0;
    const group = options.group === "new" ? pid : (options.group ?? this.#entries.get(parent)?.group ?? pid);
    const abort = new AbortController();
    const user = options.user ?? ROOT;
    let exit: (status: number) => void = () => {};
    const exited = new Promise<number>((resolve) => {
      exit = resolve;
    });
    const heirs = new Set<Child>();
    let letGo: () => void = () => {};
    const left = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const released = Promise.race([exited, left]).then(async () => {
      for (const heir of heirs) await heir.released;
    });
    const entry: Entry = {
      pid,
      parent,
      group,
      args: options.args,
      user,
      umask: this.#entries.get(parent)?.umask ?? 0o022,
      started: machine.clock.now(),
      stopped: false,
      computed: 0,
      tty: options.tty ?? null,
      actions: new Map((options.ignored ?? []).map((name) => [name, "ignore"] as const)),
      abort,
      child: { pid, group, exited, released, killedBy: undefined },
      output: options.stdout,
      heirs,
      letGo,
      continued: Promise.resolve(),
      resume: () => {},
    };
    this.#entries.set(pid, entry);
    const process = this.#view(machine, entry, options);
    void this.#run(program, process).then((end) => {
      this.#entries.delete(pid);
      entry.child.killedBy = end instanceof Killed ? end.signalName : undefined;
      exit(end instanceof Killed ? end.status : end);
    });
    return entry.child;
  }

  /** Sends a signal; false when there is no such process. */
  kill(pid: number, signal: SignalName): boolean {
    const entry = this.#entries.get(pid);
    if (!entry) return false;
    if (signal === "SIGKILL") {
      this.#end(entry, signal);
      return true;
    }
    if (signal === "SIGCONT") this.#continue(entry);
    const action = signal === "SIGSTOP" ? "default" : (entry.actions.get(signal) ?? "default");
    if (action === "ignore") return true;
    if (action !== "default") action();
    else if (STOPPING.has(signal)) this.#stop(entry);
    // An init without a handler does not notice: why `docker stop` of a bare `sleep` takes ten seconds.
    else if (!IGNORED_BY_DEFAULT.has(signal) && pid !== this.#initPid) this.#end(entry, signal);
    return true;
  }

  /** Sends a signal to every process of a group; false when the group is empty. */
  killGroup(group: number, signal: SignalName): boolean {
    const members = [...this.#entries.values()].filter((entry) => entry.group === group);
    for (const { pid } of members) this.kill(pid, signal);
    return members.length > 0;
  }

  /** Ends everything at once: the machine is off, or the container's first process has gone. */
  killAll(): void {
    this.thaw();
    for (const entry of [...this.#entries.values()]) this.#end(entry, "SIGKILL");
  }

  /** Holds every process still (`docker pause`). */
  freeze(): void {
    this.#frozen ??= new Promise((resolve) => {
      this.#thaw = resolve;
    });
  }

  thaw(): void {
    this.#frozen = undefined;
    this.#thaw();
  }

  async #run(program: Program, process: Process): Promise<number | Killed> {
    try {
      const status = await program(process);
      return process.signal.aborted && process.signal.reason instanceof Killed ? process.signal.reason : status;
    } catch (error) {
      if (process.signal.aborted && process.signal.reason instanceof Killed) return process.signal.reason;
      if (error instanceof Killed) return error;
      if (error instanceof BrokenPipe) return new Killed("SIGPIPE");
      // A fault of ours must not take the lab down, and must not hide either.
      console.error(error);
      return 139;
    }
  }

  #view(
    machine: Machine,
    entry: Entry,
    options: SpawnOptions & { readonly stdin: Input; readonly stdout: Output; readonly stderr: Output },
  ): Process {
    const { signal } = entry.abort;
    const running = async () => {
      while (entry.stopped || this.#frozen) await (entry.stopped ? entry.continued : this.#frozen);
      signal.throwIfAborted();
    };
    // A shell reads line after line with one signal of its own: both are joined once, not at every read.
    let joined: { own: AbortSignal; any: AbortSignal } | undefined;
    const either = (own: AbortSignal | undefined) => {
      if (!own || own === signal) return signal;
      if (joined?.own !== own) joined = { own, any: AbortSignal.any([own, signal]) };
      return joined.any;
    };
    // What passes between two breaths with no wait among them is time that it computes.
    let computesSince = machine.clock.now();
    const waited = () => {
      computesSince = machine.clock.now();
    };
    const bindInput = (input: Input): Input => ({
      isTTY: input.isTTY,
      read: async (own) => {
        await running();
        const piece = await input.read(either(own));
        await running();
        waited();
        return piece;
      },
      ...(input.unread && { unread: (text: string) => input.unread?.(text) }),
    });
    const bindOutput = (output: Output): Output => ({
      isTTY: output.isTTY,
      write: async (text, own) => {
        await running();
        await output.write(text, either(own));
        waited();
      },
    });
    const writesStill = ({ stdout = options.stdout, stderr = options.stderr }: Partial<ExecOptions>) =>
      stdout === entry.output || stderr === entry.output;
    const cwd = options.cwd ?? "/";
    const become = (user: Credentials): Process => {
      entry.user = user;
      return this.#view(machine, entry, options);
    };
    const process: Process = {
      pid: entry.pid,
      parent: entry.parent,
      machine,
      args: options.args,
      env: options.env ?? {},
      cwd,
      user: entry.user,
      umask: (mask) => {
        const before = entry.umask;
        if (mask !== undefined) entry.umask = mask & 0o777;
        return before;
      },
      files: machine.files.as({ ...entry.user, pid: entry.pid }, () => entry.umask),
      stdin: bindInput(options.stdin),
      stdout: bindOutput(options.stdout),
      stderr: bindOutput(options.stderr),
      tty: entry.tty,
      descriptors: options.descriptors ?? new Map(),
      signal,
      sleep: async (ms) => {
        await running();
        await machine.clock.sleep(ms, signal);
        await running();
        waited();
      },
      breathe: async () => {
        await running();
        await machine.clock.breathe();
        entry.computed += machine.clock.now() - computesSince;
        await running();
        waited();
      },
      onSignal: (name, action) => {
        entry.actions.set(name, action);
      },
      become: (user) => {
        if (process.user.uid !== 0) throw new FileError("EPERM", "");
        return become(user);
      },
      exec: (next, changes) => {
        entry.args = changes.args;
        if (!writesStill(changes)) entry.letGo();
        for (const [name, action] of entry.actions) if (action !== "ignore") entry.actions.delete(name);
        return next(this.#view(machine, entry, { ...options, ...changes }));
      },
      spawn: (program, asked) => {
        const child = this.start(machine, program, {
          env: process.env,
          cwd,
          user: process.user,
          // The child gets the streams themselves, not this process's bound view: it lives on when its parent is killed.
          stdin: options.stdin,
          stdout: options.stdout,
          stderr: options.stderr,
          tty: entry.tty,
          parent: entry.pid,
          ...asked,
        });
        if (writesStill(asked)) {
          entry.heirs.add(child);
          void child.released.then(() => entry.heirs.delete(child));
        }
        return child;
      },
    };
    setUserId.set(process, become);
    return process;
  }

  #end(entry: Entry, signal: SignalName): void {
    this.#continue(entry);
    entry.abort.abort(new Killed(signal));
  }

  #stop(entry: Entry): void {
    if (entry.stopped) return;
    entry.stopped = true;
    entry.continued = new Promise((resolve) => {
      entry.resume = resolve;
    });
    for (const listener of this.#stopListeners) listener(entry);
  }

  #continue(entry: Entry): void {
    entry.stopped = false;
    entry.resume();
  }
}

/** What the kernel does for a set-user-ID program, whoever starts it. */
const setUserId = new WeakMap<Process, (user: Credentials) => Process>();

/** A program whose file has the set-user-ID bit: it acts as the file's owner. */
function actingAs(uid: number, program: Program): Program {
  const elevated: Program = (process) => {
    const { user } = process;
    const real = { realUid: user.realUid ?? user.uid, realGid: user.realGid ?? user.gid };
    return program(setUserId.get(process)?.({ ...user, ...real, uid }) ?? process);
  };
  return program.complete ? Object.assign(elevated, { complete: program.complete }) : elevated;
}

/** Why a command could not be started, as execve tells it. */
export class ExecError extends Error {
  readonly code: "ENOENT" | "EACCES" | "ENOEXEC";
  /** The file that is there and may not be run. */
  readonly path: string | undefined;

  constructor(code: "ENOENT" | "EACCES" | "ENOEXEC", message: string, path?: string) {
    super(message);
    this.name = "ExecError";
    this.code = code;
    this.path = path;
  }
}

export interface Executable {
  readonly program: Program;
  /** The arguments to run it with: a script's interpreter comes before the script's own. */
  readonly args: readonly string[];
  readonly path: string;
}

/**
 * Finds what a command line starts, as execvp does: by PATH unless the name has a slash; a binary's program, or the
 * interpreter of a script's first line.
 * @throws ExecError ENOENT (no such file, or not in PATH), EACCES (not executable), ENOEXEC (neither binary nor script)
 */
export async function findExecutable(
  machine: Machine,
  files: FileSystem,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Executable> {
  const name = args[0] ?? "";
  const path = pathOf(files, name, env.PATH ?? "", cwd);
  const stats = files.stat(path);
  if (stats.program !== undefined) {
    const program = await machine.program(stats.program);
    if (!program) throw new ExecError("ENOEXEC", `${name}: this playground has no ${stats.program}`);
    const { mode, uid } = stats;
    return { program: (mode & 0o4000) === 0 ? program : actingAs(uid, program), args, path };
  }
  const shebang = /^#!\s*(\S+)(?:[ \t]+(.*\S))?/.exec(files.readFile(path).slice(0, 256));
  const interpreter = shebang?.[1];
  if (interpreter === undefined) throw new ExecError("ENOEXEC", "exec format error");
  const option = shebang?.[2];
  const inner = [
    interpreter,
    ...(option === undefined ? [] : [option]),
    name.includes("/") ? name : path,
    ...args.slice(1),
  ];
  if (!files.exists(interpreter)) throw new ExecError("ENOENT", "no such file or directory");
  return findExecutable(machine, files, inner, env, cwd);
}

/** The file that a command name means. @throws ExecError ENOENT, EACCES */
export function pathOf(files: FileSystem, name: string, searchPath: string, cwd: string): string {
  if (name.includes("/")) {
    const path = resolvePath(cwd, name);
    return checkExecutable(files, path);
  }
  let denied: ExecError | undefined;
  for (const folder of searchPath.split(":")) {
    const directory = resolvePath(cwd, folder || ".");
    const path = resolvePath(directory, name);
    // Mostly it is just not there, which needs no error to be made.
    if (!files.exists(path) && files.allows(directory, 1)) continue;
    try {
      return checkExecutable(files, path);
    } catch (error) {
      if (error instanceof ExecError && error.code === "EACCES") denied ??= error;
      else if (!(error instanceof ExecError)) throw error;
    }
  }
  throw denied ?? new ExecError("ENOENT", "executable file not found in $PATH");
}

function checkExecutable(files: FileSystem, path: string): string {
  try {
    const { kind } = files.stat(path);
    if (kind !== "file") throw new ExecError("EACCES", kind === "directory" ? "is a directory" : "permission denied");
    if (!files.allows(path, 1)) throw new ExecError("EACCES", "permission denied", path);
    return path;
  } catch (error) {
    if (error instanceof FileError)
      throw new ExecError(error.code === "EACCES" ? "EACCES" : "ENOENT", error.message.toLowerCase());
    throw error;
  }
}
