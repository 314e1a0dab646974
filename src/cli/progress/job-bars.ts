import type { ServiceSpec } from "../../swarm/service.ts";
import type { Task } from "../../swarm/task.ts";
import { hasEnded } from "../../swarm/tasks.ts";
import type { ProgressDisplay } from "./progress-display.ts";
import { MOST_BARS, RANK, type ServiceSnapshot, shorten, WIDEST_STATE } from "./task-bars.ts";

/** A bar is full when its task is complete. */
const FULL = RANK.get("complete") ?? 10;

/** The lines of a job: how much of it is done, how many tasks work on it, and each (docker/cli, `progress.go`). */
export class JobBars {
  readonly #display: ProgressDisplay;
  /** Of a global job: the nodes it began with. */
  #nodes: ReadonlySet<string> | undefined;
  #drawn = false;

  constructor(display: ProgressDisplay) {
    this.#display = display;
  }

  /** Shows how far a job is; whether it is complete. */
  async update({ service, tasks }: ServiceSnapshot): Promise<boolean> {
    const { mode } = service.spec;
    return mode.kind === "replicated-job" ? this.#replicated(mode, tasks) : this.#global(tasks);
  }

  async #replicated(
    mode: Extract<ServiceSpec["mode"], { kind: "replicated-job" }>,
    tasks: readonly Task[],
  ): Promise<boolean> {
    const { total, concurrent } = mode;
    if (!this.#drawn) {
      this.#drawn = true;
      await this.#sums(total, concurrent, 0, 0);
      if (total <= MOST_BARS) for (let i = 1; i <= total; i++) await this.#show(`${i}/${total}`, " ");
    }
    const chosen = leastFar(tasks, ({ slot }) => String(slot));
    if (total <= MOST_BARS) for (const task of chosen) await this.#bar(`${task.slot}/${total}`, task);
    const done = chosen.filter(({ state }) => state === "complete").length;
    await this.#sums(total, concurrent, chosen.filter((task) => !hasEnded(task)).length, done);
    return done === total;
  }

  async #global(tasks: readonly Task[]): Promise<boolean> {
    if (!this.#nodes) {
      if (tasks.length === 0) {
        await this.#show("job progress", "waiting for tasks");
        return false;
      }
      this.#nodes = new Set(tasks.map(({ nodeId = "" }) => nodeId));
      await this.#done(this.#nodes.size, 0);
    }
    const nodes = this.#nodes;
    const chosen = leastFar(
      tasks.filter(({ nodeId = "" }) => nodes.has(nodeId)),
      ({ nodeId = "" }) => nodeId,
    );
    if (nodes.size <= MOST_BARS) for (const task of chosen) await this.#bar(task.nodeId ?? "", task);
    const done = chosen.filter(({ state }) => state === "complete").length;
    await this.#done(nodes.size, done);
    return done === nodes.size;
  }

  async #sums(total: number, concurrent: number, active: number, done: number): Promise<void> {
    await this.#done(total, done);
    const width = String(concurrent).length;
    const wanted = Math.min(total - done, concurrent);
    const pad = (count: number) => String(count).padStart(width);
    await this.#show("active tasks", `${pad(active)} out of ${pad(wanted)} tasks`);
  }

  #done(total: number, done: number): Promise<void> {
    const progress = { current: done, total, hideCounts: true };
    const status = `${String(done).padStart(String(total).length)} out of ${total} complete`;
    return this.#display.show({ id: "job progress", status, progress });
  }

  #bar(id: string, task: Task): Promise<void> {
    if (task.error !== undefined && task.error !== "") return this.#show(id, shorten(task.error));
    const progress = { current: RANK.get(task.state) ?? 0, total: FULL, hideCounts: true };
    return this.#display.show({ id, status: task.state.padEnd(WIDEST_STATE), progress });
  }

  #show(id: string, status: string): Promise<void> {
    return this.#display.show({ id, status, progress: {} });
  }
}

/** Of each slot or node the task that has come least far. */
function leastFar(tasks: readonly Task[], key: (task: Task) => string): Task[] {
  const chosen = new Map<string, Task>();
  for (const task of tasks) {
    const other = chosen.get(key(task));
    if (!other || (RANK.get(other.state) ?? 0) > (RANK.get(task.state) ?? 0)) chosen.set(key(task), task);
  }
  return [...chosen.values()].sort((a, b) => a.slot - b.slot);
}
