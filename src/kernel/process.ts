import type { Credentials, FileSystem } from "./filesystem.ts";
import type { Machine } from "./machine.ts";
import type { SignalName } from "./signal.ts";
import type { Input, Output } from "./stream.ts";
import type { Tty } from "./tty.ts";

/** A program: runs to its end and returns its exit status. It may throw Killed or BrokenPipe; the kernel turns both into a status. */
export interface Program {
  (process: Process): Promise<number>;
  /**
   * What Tab offers for the last of `words` (words[0] is the command's name): whole words. One that ends in `/` or `=`
   * gets no blank after it. Undefined means: file names, as the shell completes them.
   */
  complete?(words: readonly string[], process: Process): Promise<string[] | undefined>;
}

/** fork(2) failed: the machine or the control group has all the processes that it may have. */
export class ForkError extends Error {
  constructor() {
    super("Resource temporarily unavailable");
    this.name = "ForkError";
  }
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
  /** Starts a child with this process's machine, user, directory, environment, streams and terminal unless told otherwise. @throws ForkError */
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
