import { requireManager } from "../../swarm/fabric.ts";
import { eligibleNodes, isActive } from "../../swarm/scheduler.ts";
import type { Service } from "../../swarm/service.ts";
import { requireService } from "../../swarm/services.ts";
import { TASK_STATES, type Task } from "../../swarm/task.ts";
import { tasksOf } from "../../swarm/tasks.ts";
import type { CommandContext } from "../command.ts";
import { ellipsis } from "../format/display-width.ts";
import { ProgressDisplay } from "../progress/progress-display.ts";

/** The client looks this often (docker/cli, `cli/command/service/progress`). */
const LOOK_MS = 200;
/** With more tasks than this only their number is shown. */
const MOST_ROWS = 20;
const LONGEST_STATE = 9;
const RUNNING = TASK_STATES.indexOf("running");

/**
 * Shows a service's tasks coming up until they have been stable for the monitoring period, as `docker service create`
 * and `scale` do; Ctrl-C ends the watching, not the service.
 * @param ref as the reader called it: the last line repeats it
 */
export async function showConvergence(context: CommandContext, ref: string, quiet: boolean): Promise<number> {
  const { engine, process, columns } = context;
  const { cluster } = requireManager(engine);
  const display = new ProgressDisplay(quiet ? { isTTY: false, write: async () => {} } : process.stdout, columns);
  const rows = new Map<string, number>();
  let stop = false;
  process.onSignal("SIGINT", () => {
    stop = true;
  });
  let begun = false;
  let stableSince: number | undefined;
  while (!stop) {
    const service = requireService(engine, ref);
    const wanted = wantedTasks(service, eligibleNodes(cluster, service).length);
    if (!begun) {
      begun = true;
      await display.show({ id: "overall progress", status: `0 out of ${wanted} tasks`, progress: {} });
      if (wanted <= MOST_ROWS) {
        for (let i = 1; i <= wanted; i++) await display.show({ id: `${i}/${wanted}`, status: " ", progress: {} });
      }
    }
    const tasks = currentTasks(service, tasksOf(cluster, service));
    const running = await showTasks(display, rows, tasks, wanted);
    const rolledBack = service.updateStatus?.state === "rollback_completed";
    if (service.updateStatus?.state === "paused") {
      await display.show({ status: `service update paused: ${service.updateStatus.message}` });
      return 1;
    }
    const converged = running === wanted && service.updateStatus?.state !== "rollback_started";
    if (!converged) stableSince = undefined;
    else {
      stableSince ??= context.now;
      const left = Math.ceil((stableSince + service.spec.update.monitor / 1e6 - context.now) / 1000);
      if (left <= 0) {
        await display.show({ id: "verify", status: `Service ${ref} converged`, progress: {} });
        if (rolledBack)
          await display.show({ id: "rollback", status: service.updateStatus?.message ?? "", progress: {} });
        return 0;
      }
      await display.show({
        id: "verify",
        status: `Waiting ${left} seconds to verify that tasks are stable...`,
        progress: {},
      });
    }
    await process.sleep(LOOK_MS);
  }
  await display.show({ status: "Operation continuing in background." });
  await display.show({ status: `Use \`docker service ps ${ref}\` to check progress.` });
  return 0;
}

/** Draws a row a task and their sum; returns how many run. */
async function showTasks(
  display: ProgressDisplay,
  rows: Map<string, number>,
  tasks: readonly Task[],
  wanted: number,
): Promise<number> {
  const running = tasks.filter(({ state }) => state === "running").length;
  if (wanted <= MOST_ROWS) {
    for (const task of tasks) {
      const key = task.slot === 0 ? (task.nodeId ?? task.id) : String(task.slot);
      if (!rows.has(key)) rows.set(key, rows.size + 1);
      const row = rows.get(key) ?? 0;
      if (row > wanted) continue;
      const failed = task.error !== undefined && TASK_STATES.indexOf(task.state) !== RUNNING;
      const status = failed ? ellipsis(task.error ?? "", 60) : task.state.padEnd(LONGEST_STATE);
      await display.show({ id: `${row}/${wanted}`, status, progress: {} });
    }
  }
  await display.show({ id: "overall progress", status: `${running} out of ${wanted} tasks`, progress: {} });
  return running;
}

/** The newest task of every slot that is meant to run, of the service's present version. */
function currentTasks(service: Service, tasks: readonly Task[]): Task[] {
  const newest = new Map<string, Task>();
  for (const task of tasks) {
    if (task.specVersion !== service.specVersion || !(isActive(task) || task.error !== undefined)) continue;
    const key = task.slot === 0 ? (task.nodeId ?? task.id) : String(task.slot);
    const other = newest.get(key);
    if (!other || other.createdAt <= task.createdAt) newest.set(key, task);
  }
  return [...newest.values()].sort((a, b) => a.slot - b.slot);
}

function wantedTasks({ spec: { mode } }: Service, nodes: number): number {
  if (mode.kind === "replicated") return mode.replicas;
  return mode.kind === "replicated-job" ? mode.total : nodes;
}
