import { ROOT } from "./filesystem.ts";
import type { Machine } from "./machine.ts";
import type { Child, Process, Program, SpawnOptions } from "./process.ts";
import type { KernelEntry, ProcessEntry, StartOptions } from "./process-entry.ts";
import { viewOf } from "./process-view.ts";
import { Killed, type SignalName } from "./signal.ts";
import { BrokenPipe } from "./stream.ts";

/** How many a machine holds where nobody asked for fewer: systemd's TasksMax, so that a fork bomb ends in a message. */
const TASKS_MAX = 4915;

const IGNORED_BY_DEFAULT: ReadonlySet<SignalName> = new Set(["SIGCHLD", "SIGCONT", "SIGWINCH"]);
const STOPPING: ReadonlySet<SignalName> = new Set(["SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU"]);

/** The processes of one machine: a PID namespace. */
export class ProcessTable {
  readonly #entries = new Map<number, KernelEntry>();
  readonly #stopListeners = new Set<(entry: ProcessEntry) => void>();
  /** The next number to give out: one count for all tables of a PID namespace. */
  readonly #numbers: { next: number };
  readonly #initPid: number | undefined;
  readonly #limit: () => number | undefined;
  #frozen: Promise<void> | undefined;
  #thaw: () => void = () => {};

  /**
   * @param firstPid the first number to give out: 1 in a container
   * @param options.init whether that first process is an init, which signals do not end unless it handles them
   * @param options.within another table of the same PID namespace, whose numbers go on here
   * @param options.limit how many processes may fork to (`--pids-limit`); undefined where nobody asked
   */
  constructor(
    firstPid: number,
    options: { init?: boolean; within?: ProcessTable; limit?: () => number | undefined } = {},
  ) {
    this.#numbers = options.within ? options.within.#numbers : { next: firstPid };
    this.#initPid = options.init ? firstPid : undefined;
    this.#limit = options.limit ?? (() => undefined);
  }

  /** Whether a process here may have no child: fork(2) answers EAGAIN. What comes from outside (an exec) still may come. */
  get isFull(): boolean {
    return this.#entries.size >= (this.#limit() ?? TASKS_MAX);
  }

  /** By pid. */
  list(): ProcessEntry[] {
    return [...this.#entries.values()];
  }

  /** The one by that number, while it runs. */
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
    const first = this.#numbers.next;
    this.#numbers.next += count;
    return first;
  }

  /** Starts a program on `machine`, whose table this is. */
  start(
    machine: Machine,
    program: Program,
    options: SpawnOptions & StartOptions & { readonly parent?: number },
  ): Child {
    const pid = this.#numbers.next++;
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
    const entry: KernelEntry = {
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
    const process = viewOf(machine, entry, options, this);
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

  /** As a process beside it sends it: from there not even SIGKILL reaches an init (pid_namespaces(7)). */
  killBeside(pid: number, signal: SignalName): boolean {
    if (pid !== this.#initPid || (signal !== "SIGKILL" && signal !== "SIGSTOP")) return this.kill(pid, signal);
    return this.#entries.has(pid);
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

  /** Until they are let go on; undefined when nothing holds them. */
  get frozen(): Promise<void> | undefined {
    return this.#frozen;
  }

  /** Ends that (`docker unpause`). */
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

  #end(entry: KernelEntry, signal: SignalName): void {
    this.#continue(entry);
    entry.abort.abort(new Killed(signal));
  }

  #stop(entry: KernelEntry): void {
    if (entry.stopped) return;
    entry.stopped = true;
    entry.continued = new Promise((resolve) => {
      entry.resume = resolve;
    });
    for (const listener of this.#stopListeners) listener(entry);
  }

  #continue(entry: KernelEntry): void {
    entry.stopped = false;
    entry.resume();
  }
}
