import type { Child } from "../kernel/process.ts";
import type { ProcessTable } from "../kernel/process-table.ts";
import type { SignalName } from "../kernel/signal.ts";

/** One pipeline that was started, as `jobs` counts them. */
export interface Job {
  /** Its number in `[1]`; 0 while it is in the foreground and has none. */
  id: number;
  readonly group: number;
  readonly children: readonly Child[];
  /** The source that started it. */
  readonly command: string;
  state: "running" | "stopped" | "done";
  /** The statuses of its processes, once it is done. */
  statuses: readonly number[] | undefined;
  /** Whether the user has been told of its state. */
  told: boolean;
  readonly ended: Promise<readonly number[]>;
}

const SIGNAL_WORDS: Partial<Record<SignalName, string>> = {
  SIGHUP: "Hangup",
  SIGINT: "Interrupt",
  SIGQUIT: "Quit",
  SIGABRT: "Aborted",
  SIGKILL: "Killed",
  SIGUSR1: "User defined signal 1",
  SIGSEGV: "Segmentation fault",
  SIGUSR2: "User defined signal 2",
  SIGPIPE: "Broken pipe",
  SIGALRM: "Alarm clock",
  SIGTERM: "Terminated",
};

/** What is said of a process that a signal ended. */
export function signalWords(name: SignalName): string {
  return SIGNAL_WORDS[name] ?? name;
}

/** Ended processes that are remembered. */
const KEPT = 500;

/** The jobs of one shell. */
export class Jobs {
  readonly #reusesNumbers: boolean;
  /** In the order in which they were last current: the last is `%+`. */
  readonly #recent: Job[] = [];
  /** How processes in the background ended, by pid: `wait` may ask later. */
  readonly #ended = new Map<number, number>();

  /** @param reusesNumbers a new job takes the lowest number that is free, not the one after the highest */
  constructor(reusesNumbers = false) {
    this.#reusesNumbers = reusesNumbers;
  }

  /** Takes note of processes that were started together. */
  track(children: readonly Child[], group: number, command: string, processes: ProcessTable): Job {
    const job: Job = {
      id: 0,
      group,
      children,
      command,
      state: "running",
      statuses: undefined,
      told: false,
      ended: Promise.all(children.map((child) => child.exited)),
    };
    const unlisten = processes.onStopped((entry) => {
      if (entry.group === group && job.state === "running") {
        job.state = "stopped";
        job.told = false;
      }
    });
    void job.ended.then((statuses) => {
      unlisten();
      job.state = "done";
      if (job.id > 0) for (const [i, child] of children.entries()) this.#ended.set(child.pid, statuses[i] ?? 0);
      if (this.#ended.size > KEPT) this.#ended.delete(this.#ended.keys().next().value ?? 0);
      job.statuses = statuses;
      job.told = false;
    });
    return job;
  }

  /** Gives a job a number: it goes on in the background, or is stopped. It becomes the current one. */
  enlist(job: Job): void {
    if (job.id === 0) job.id = this.#nextNumber();
    this.remove(job);
    this.#recent.push(job);
  }

  #nextNumber(): number {
    const taken = this.#recent.map(({ id }) => id);
    const after = Math.max(0, ...taken) + 1;
    if (!this.#reusesNumbers) return after;
    for (let id = 1; id < after; id++) if (!taken.includes(id)) return id;
    return after;
  }

  /** The status of a background process that has ended. */
  statusOf(pid: number): number | undefined {
    return this.#ended.get(pid);
  }

  remove(job: Job): void {
    const index = this.#recent.indexOf(job);
    if (index >= 0) this.#recent.splice(index, 1);
  }

  /** By number. */
  list(): Job[] {
    return [...this.#recent].sort((a, b) => a.id - b.id);
  }

  /** `+` for the current job, `-` for the one before, a blank for others: stopped jobs come first. */
  mark(job: Job): string {
    const order = this.order();
    return job === order[0] ? "+" : job === order[1] ? "-" : " ";
  }

  /** The current one first. */
  order(): Job[] {
    const latest = [...this.#recent].reverse();
    return [...latest.filter((job) => job.state === "stopped"), ...latest.filter((job) => job.state !== "stopped")];
  }

  /** The job that `%1`, `%+`, `%-`, `%name`, `%?text` or a pid means. */
  find(text: string): Job | undefined {
    const order = this.order();
    if (/^\d+$/.test(text)) return order.find((job) => job.children.some((child) => child.pid === Number(text)));
    const name = text.replace(/^%/, "");
    if (name === "" || name === "+" || name === "%") return order[0];
    if (name === "-") return order[1] ?? order[0];
    if (/^\d+$/.test(name)) return order.find((job) => job.id === Number(name));
    if (name.startsWith("?")) return order.find((job) => job.command.includes(name.slice(1)));
    return order.find((job) => job.command.startsWith(name));
  }

  /** A line of `jobs`. */
  describe(job: Job, long = false): string {
    const state = stateWords(job);
    const pid = long ? `${job.children[0]?.pid} ` : "";
    const tail = job.state === "running" ? " &" : "";
    return `[${job.id}]${this.mark(job)}  ${pid}${state.padEnd(24)}${job.command}${tail}`;
  }
}

function stateWords(job: Job): string {
  if (job.state === "running") return "Running";
  if (job.state === "stopped") return "Stopped";
  const killedBy = job.children.at(-1)?.killedBy;
  if (killedBy) return signalWords(killedBy);
  const status = job.statuses?.at(-1) ?? 0;
  return status === 0 ? "Done" : `Exit ${status}`;
}
