import type { Machine } from "../../kernel/machine.ts";
import type { Child } from "../../kernel/process.ts";
import type { ContainerStreams } from "./streams.ts";

/** A running container's processes and streams: what cannot be stored, only started again. */
export interface LiveContainer {
  readonly machine: Machine;
  /** Its first process. */
  readonly init: Child;
  readonly streams: ContainerStreams;
  /** The exit status, once the container has stopped and its state says so. */
  readonly stopped: Promise<number>;
  /** Ids of the `docker exec` sessions that run in it. */
  readonly execs: Set<string>;
  /** Somebody asked it to stop, and is told first. */
  stopping?: boolean;
  /** Ends what watches over it (its health checks). */
  readonly close: () => void;
}
