import type { Service } from "../../swarm/service.ts";
import { TASK_STATES, type Task, type TaskState } from "../../swarm/task.ts";
import type { ProgressDisplay } from "./progress-display.ts";

/** A service as its followers see it. */
export interface ServiceSnapshot {
  readonly service: Service;
  /** Those of the service's newest version. */
  readonly tasks: readonly Task[];
  /** Ids of the nodes that are not down. */
  readonly activeNodes: ReadonlySet<string>;
}

/** Bars are drawn for so many tasks; beyond, only the sum. */
export const MOST_BARS = 20;
const FULL = 9;
export const WIDEST_STATE = "preparing".length;
const ENDED: ReadonlySet<TaskState> = new Set(["complete", "shutdown", "failed", "rejected", "remove", "orphaned"]);
/** The API has "allocated" between new and pending. */
export const RANK = new Map<TaskState, number>(TASK_STATES.map((state, index) => [state, index === 0 ? 1 : index + 2]));

/** One line for every task of a service, and one for all together (docker/cli, `cli/command/service/progress`). */
export class TaskBars {
  readonly #display: ProgressDisplay;
  /** The number of the line of each slot, or node for a global service. */
  readonly #places = new Map<string, number>();
  #drawn = false;
  #done = false;

  constructor(display: ProgressDisplay) {
    this.#display = display;
  }

  /** Shows how far a service is; whether all its tasks run. */
  async update(snapshot: ServiceSnapshot, rollback: boolean): Promise<boolean> {
    const { mode } = snapshot.service.spec;
    const global = mode.kind === "global" || mode.kind === "global-job";
    const tasks = [...newest(snapshot, global)];
    const total =
      mode.kind === "replicated" ? mode.replicas : mode.kind === "replicated-job" ? mode.total : tasks.length;
    const goal: TaskState = mode.kind === "replicated" || mode.kind === "global" ? "running" : "complete";
    if (!this.#drawn) {
      if (global && total === 0) {
        await this.#show("overall progress", "waiting for new tasks");
        return false;
      }
      await this.#begin(total, global, rollback);
    }
    if (this.#done && tasks.some((task) => task.state !== goal)) this.#done = false;
    let reached = 0;
    for (const task of tasks) {
      if (task.state === goal && (goal === "complete" || !ENDED.has(task.desiredState))) reached++;
      if (!this.#done && total <= MOST_BARS) await this.#bar(task, total, global, rollback);
    }
    if (!this.#done) {
      await this.#sum(reached, total, rollback);
      this.#done = reached === total;
    }
    return reached === total;
  }

  async #begin(total: number, global: boolean, rollback: boolean): Promise<void> {
    await this.#sum(0, total, rollback);
    if (!global && total <= MOST_BARS) {
      for (let i = 1; i <= total; i++) await this.#show(`${i}/${total}`, " ");
    }
    this.#drawn = true;
  }

  async #bar(task: Task, total: number, global: boolean, rollback: boolean): Promise<void> {
    const key = global ? (task.nodeId ?? "") : String(task.slot);
    const place = this.#places.get(key) ?? this.#places.size + 1;
    this.#places.set(key, place);
    if (!global && place > total) return;
    const id = global ? key.slice(0, 12) : `${place}/${total}`;
    if (task.error !== undefined && task.error !== "") {
      await this.#show(id, shorten(task.error));
    } else if (!ENDED.has(task.desiredState) && !ENDED.has(task.state)) {
      const rank = RANK.get(task.state) ?? 0;
      const progress = { current: rollback ? FULL - rank : rank, total: FULL, hideCounts: true };
      await this.#display.show({ id, status: task.state.padEnd(WIDEST_STATE), progress });
    }
  }

  #sum(reached: number, total: number, rollback: boolean): Promise<void> {
    return this.#show("overall progress", `${rollback ? "rolling back update: " : ""}${reached} out of ${total} tasks`);
  }

  #show(id: string, status: string): Promise<void> {
    return this.#display.show({ id, status, progress: {} });
  }
}

/** Of each slot (or node) the task that counts: the one that is wanted least far, then the one that has come least far. */
function newest({ tasks, activeNodes }: ServiceSnapshot, global: boolean): Iterable<Task> {
  const chosen = new Map<string, Task>();
  for (const task of tasks) {
    const key = global ? (task.nodeId ?? "") : String(task.slot);
    const other = chosen.get(key);
    if (other) {
      const wanted = (RANK.get(other.desiredState) ?? 0) - (RANK.get(task.desiredState) ?? 0);
      const come = (RANK.get(other.state) ?? 0) - (RANK.get(task.state) ?? 0);
      if (wanted < 0 || (wanted === 0 && come <= 0)) continue;
    }
    if (task.nodeId !== undefined && !activeNodes.has(task.nodeId)) continue;
    chosen.set(key, task);
  }
  return chosen.values();
}

/** A task's error on one line of at most 75 characters, cut with an ellipsis. */
export function shorten(error: string): string {
  const line = error.replaceAll("\n", " ");
  return line.length > 75 ? `${line.slice(0, 74)}…` : line;
}
