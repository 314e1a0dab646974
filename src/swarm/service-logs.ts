import type { LogEntry } from "../engine/container/container.ts";
import { followLogs, type LogOptions, readLogs } from "../engine/container/logs.ts";
import type { Engine } from "../engine/engine.ts";
import { EngineError } from "../engine/errors.ts";
import type { Cluster } from "./cluster.ts";
import { fabricOf } from "./fabric.ts";
import { requireManager } from "./leadership.ts";
import type { Task } from "./task.ts";
import { hasEnded } from "./tasks.ts";

/** One line of a task's log. */
export interface TaskLogEntry extends LogEntry {
  readonly task: Task;
}

/** A node's engine, and the container of one of its tasks there. */
interface Source {
  readonly engine: Engine;
  readonly id: string;
  readonly task: Task;
}

/** A task by its id or the start of it (GET /tasks/{id}); undefined when there is none. @throws EngineError */
export function findTask(engine: Engine, ref: string): Task | undefined {
  const { cluster } = requireManager(engine);
  const found = cluster.tasks[ref] ?? Object.values(cluster.tasks).filter(({ id }) => ref !== "" && id.startsWith(ref));
  if (!Array.isArray(found)) return found;
  if (found.length > 1) throw new EngineError(400, `task ${ref} is ambiguous (${found.length} matches found)`);
  return found[0];
}

/**
 * What tasks have logged, on whatever node, oldest first (GET /services/{id}/logs; swarmkit's log broker): nodes that do
 * not answer are left out.
 * @param options `tail` counts for each task
 */
export function taskLogs(engine: Engine, tasks: readonly Task[], options: LogOptions): TaskLogEntry[] {
  const { cluster } = requireManager(engine);
  return tasks
    .flatMap((task) => {
      const source = sourceOf(engine, cluster, task);
      return source ? readLogs(source.engine, source.id, options).map((entry) => ({ ...entry, task })) : [];
    })
    .sort((a, b) => a.time - b.time);
}

/**
 * Hands over what tasks have logged and what they log, also of tasks that come later, until `signal` aborts.
 * @param tasks asked again at every change of the swarm
 */
export async function followTaskLogs(
  engine: Engine,
  tasks: () => readonly Task[],
  options: LogOptions,
  deliver: (entry: TaskLogEntry) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { cluster } = requireManager(engine);
  const fabric = fabricOf(engine);
  const followed = new Set<string>();
  const begin = (tail: LogOptions) => {
    for (const task of tasks()) {
      const source = sourceOf(engine, cluster, task);
      if (!source || followed.has(source.id)) continue;
      followed.add(source.id);
      const write = (entry: LogEntry) => deliver({ ...entry, task });
      // It ends with its container, with the listener, or with its node.
      void followLogs(source.engine, source.id, tail, write, signal).catch((error: unknown) => {
        if (!signal.aborted && !(error instanceof EngineError)) console.error(error);
      });
    }
  };
  for (const entry of taskLogs(engine, tasks().filter(hasEnded), options)) await deliver(entry);
  for (const task of tasks().filter(hasEnded)) followed.add(task.containerId ?? "");
  begin(options);
  await new Promise<void>((_, reject) => {
    const stop = fabric.onChange(() => begin({}));
    const end = () => {
      stop();
      reject(signal.reason);
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}

function sourceOf(engine: Engine, cluster: Cluster, task: Task): Source | undefined {
  const node = task.nodeId === undefined ? undefined : cluster.nodes[task.nodeId];
  if (!node || task.containerId === undefined) return undefined;
  const fabric = fabricOf(engine);
  const there = fabric.engineOf(node);
  const container = there?.state.containers[task.containerId];
  // A node whose container's log cannot be read says nothing, and so does the command.
  if (!there || !container || container.hostConfig.LogConfig.Type === "none") return undefined;
  return there === engine || fabric.hears(engine, node) ? { engine: there, id: task.containerId, task } : undefined;
}
