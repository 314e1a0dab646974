import { logTime } from "../../engine/container/logs.ts";
import { EngineError } from "../../engine/errors.ts";
import type { Cluster } from "../../swarm/cluster.ts";
import { requireManager } from "../../swarm/leadership.ts";
import type { Service } from "../../swarm/service.ts";
import { findTask, followTaskLogs, type TaskLogEntry, taskLogs } from "../../swarm/service-logs.ts";
import { requireService } from "../../swarm/services.ts";
import type { Task } from "../../swarm/task.ts";
import { shownSlot } from "../../swarm/task-container.ts";
import { tasksOf } from "../../swarm/tasks.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import type { Flags } from "../flags.ts";
import { timeFlag } from "../time-flag.ts";
import { serviceNames } from "./service-names.ts";

/** docker/cli, `cli/command/service/logs.go`. */
export const command: Command = {
  path: "service logs",
  args: exactArgs(1),
  async run({ engine, flags, args: [ref = ""], process, now }) {
    const { cluster } = requireManager(engine);
    const service = serviceOf(() => requireService(engine, ref));
    const one = service ? undefined : findTask(engine, ref);
    if (!service && !one) throw new CommandError(`no such task or service: ${ref}`);
    const raw = flags.bool("raw");
    const tty = (service ? service.spec.task.tty : one?.spec.tty) ?? false;
    if (tty && !raw) throw new CommandError("tty service logs only supported with --raw");
    const tasks = (): Task[] => (service ? tasksOf(cluster, service) : one ? [one] : []);
    const tail = flags.string("tail");
    if (tail !== "all" && !/^[+-]?\d+$/.test(tail))
      throw new EngineError(500, 'tail value must be a positive integer or "all"');
    const since = timeFlag(flags, "since", now);
    const options = {
      ...(/^\d+$/.test(tail) ? { tail: Number(tail) } : {}),
      ...(since === undefined ? {} : { since }),
    };
    const width = paddedTo(service, one);
    const write = async (entry: TaskLogEntry) => {
      const stamp = flags.bool("timestamps") ? `${logTime(entry.time)} ` : "";
      const details = flags.bool("details") ? (raw ? `${detailsOf(entry.task)} ` : " ") : "";
      const context = raw ? "" : `${contextOf(cluster, flags, entry.task, width)}    | `;
      const line = `${stamp}${context}${details}${entry.text}`;
      await (entry.stream === "stdout" ? process.stdout : process.stderr).write(line);
    };
    if (flags.bool("follow")) await followTaskLogs(engine, tasks, options, write, process.signal);
    else for (const entry of taskLogs(engine, tasks(), options)) await write(entry);
    return 0;
  },
  complete: ({ engine }) => serviceNames(engine),
};

/** Undefined when there is no service of that name: then it may be a task's id. @throws EngineError for anything else */
function serviceOf(find: () => Service): Service | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return undefined;
    throw error;
  }
}

/** How many digits a slot is padded to. */
function paddedTo(service: Service | undefined, task: Task | undefined): number {
  if (!service) return String(task?.slot ?? 0).length;
  const { mode } = service.spec;
  return mode.kind === "replicated" ? String(mode.replicas).length : 1;
}

/** `web.1.0logy23hkgtu@worker1`, padded to the widest slot. */
function contextOf(cluster: Cluster, flags: Flags, task: Task, width: number): string {
  const resolve = !flags.bool("no-resolve");
  const service = resolve ? (cluster.services[task.serviceId]?.spec.name ?? task.serviceId) : task.serviceId;
  const node = resolve ? (cluster.nodes[task.nodeId ?? ""]?.hostname ?? task.nodeId) : task.nodeId;
  const id = flags.bool("no-task-ids") ? "" : `.${flags.bool("no-trunc") ? task.id : task.id.slice(0, 12)}`;
  const owner = cluster.services[task.serviceId];
  const slot = owner ? shownSlot(owner, task) : task.slot;
  return `${service}.${slot}${id}@${node}${" ".repeat(Math.max(0, width - String(task.slot).length))}`;
}

/** What the log driver adds to a task's lines. */
function detailsOf({ id, nodeId, serviceId }: Task): string {
  return `com.docker.swarm.node.id=${nodeId},com.docker.swarm.service.id=${serviceId},com.docker.swarm.task.id=${id}`;
}
