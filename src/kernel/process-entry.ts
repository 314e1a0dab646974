import type { Credentials } from "./filesystem.ts";
import type { Child, ExecOptions, SignalAction } from "./process.ts";
import type { SignalName } from "./signal.ts";
import type { Input, Output } from "./stream.ts";
import type { Tty } from "./tty.ts";

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

/** The same as the kernel holds it: what may change, and what only the kernel needs to know. */
export interface KernelEntry extends ProcessEntry {
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

/** How a process begins: nothing of it is left to a parent. */
export interface StartOptions extends ExecOptions {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
}
