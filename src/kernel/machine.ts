import type { Cgroup } from "./cgroup.ts";
import type { Clock } from "./clock.ts";
import type { FileSystem } from "./filesystem.ts";
import type { NetworkNamespace } from "./network.ts";
import type { Program } from "./process.ts";
import type { ProcessTable } from "./process-table.ts";
import type { Random } from "./random.ts";
import type { SignalName } from "./signal.ts";
import type { Listener } from "./socket-table.ts";
import type { SystemSettings } from "./system-settings.ts";
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
  /** Of a container: limits of its processes (`--ulimit`), by the kernel's names, in its units; -1 is none. */
  readonly limits?: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[];
  /** Of a container: what its root may do, by the names of capabilities without CAP_; a host's may do everything. */
  readonly capabilities?: { has(name: string): boolean };
  /** Of a container: whether nothing may give a process more than it has. */
  readonly noNewPrivileges?: boolean;
  /** Of a container: whether a filter stands before its system calls. */
  readonly seccomp?: boolean;
  /** The kernel's, as its namespaces have them. */
  readonly settings?: SystemSettings;
  /** Of a container: the control group that its processes are in. */
  readonly cgroup?: Cgroup;
  /** Of a container: told when the kernel kills one of its processes for the memory it takes. */
  outOfMemory?(): void;
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
