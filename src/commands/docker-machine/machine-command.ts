import type { Process } from "../../kernel/process.ts";
import type { CommandLine } from "./command-line.ts";
import type { Flag } from "./flag.ts";
import type { MachineStore } from "./machine-store.ts";
import type { VirtualBox } from "./virtual-machine.ts";

/** What a subcommand of docker-machine runs with. */
export interface MachineRun {
  readonly process: Process;
  readonly line: CommandLine;
  readonly store: MachineStore;
  readonly virtualBox: VirtualBox;
  /** How docker-machine was called, with all that was said: "docker-machine env platzi-00". */
  readonly called: readonly string[];
  /** A line on standard output: docker-machine's log goes there. */
  info(text: string): Promise<void>;
  /** A line on standard error. */
  warn(text: string): Promise<void>;
  showHelp(): Promise<void>;
}

/** A subcommand: what its help says, and what it does. */
export interface MachineCommand {
  readonly name: string;
  readonly usage: string;
  readonly description?: string;
  readonly flags?: readonly Flag[];
  /** Takes its words as they are (`ssh`). */
  readonly rawWords?: true;
  /** @returns the exit status, 0 unless told @throws MachineError */
  run(run: MachineRun): Promise<number | undefined>;
}
