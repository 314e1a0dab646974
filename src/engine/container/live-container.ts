import type { Child, Machine } from "../../kernel/process.ts";
import type { Input, Pipe } from "../../kernel/stream.ts";
import type { Tty } from "../../kernel/tty.ts";
import type { LogEntry } from "./container.ts";

/** A running container's processes and streams: what cannot be stored, only started again. */
export interface LiveContainer {
  readonly machine: Machine;
  /** Its first process. */
  readonly init: Child;
  /** The pseudo-terminal of `docker run -t`. */
  readonly tty: Tty | null;
  /** What `docker run -i` writes to when there is no terminal. */
  readonly stdin: Pipe | Input;
  /** Called for every piece of output, as it comes; the returned function stops that. */
  onOutput(listener: (entry: LogEntry) => void): () => void;
  /** The exit status, once the container has stopped and its state says so. */
  readonly stopped: Promise<number>;
}
