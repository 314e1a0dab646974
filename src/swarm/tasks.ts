import type { Random } from "../kernel/random.ts";
import { allocateAddress } from "./addresses.ts";
import type { Cluster } from "./cluster.ts";
import type { Service, TaskSpec } from "./service.ts";
import type { Task, TaskState } from "./task.ts";

/** What the orchestrator may use while it decides. */
export interface Desk {
  readonly cluster: Cluster;
  readonly random: Random;
  readonly now: number;
  readonly timestamp: string;
  /** Asks to be called again after `ms`. */
  readonly later: (ms: number) => void;
}

const ENDED: readonly TaskState[] = ["complete", "failed", "rejected", "shutdown", "orphaned"];

export const hasEnded = (task: Task): boolean => ENDED.includes(task.state);

interface NewTask {
  readonly slot: number;
  /** Of a global service's task: its node. */
  readonly nodeId?: string | undefined;
  /** Holds it back (desired state "ready") until that lab time, ms. */
  readonly readyUntil?: number | undefined;
  /** Holds it back until that task has stopped. */
  readonly follows?: Task | undefined;
  /** When tasks of its slot were restarted before, ms: what the policy's attempts are counted by. */
  readonly restarts?: readonly number[] | undefined;
}

/** What a task of a service is to come to in the end. */
export const goalOf = (service: Service): "running" | "complete" =>
  service.spec.mode.kind.endsWith("-job") ? "complete" : "running";

/** Makes a task of a service as it is now. */
export function newTask(desk: Desk, service: Service, request: NewTask): Task {
  const { cluster, random, now, timestamp } = desk;
  const { slot, nodeId, readyUntil, follows, restarts = [] } = request;
  const held = readyUntil !== undefined || follows !== undefined;
  const task: Task = {
    id: random.base36(25),
    serviceId: service.id,
    slot,
    ...(nodeId === undefined ? {} : { nodeId }),
    spec: service.spec.task,
    specVersion: service.specVersion,
    ...(service.jobIteration === undefined ? {} : { jobIteration: service.jobIteration }),
    endpoint: { endpointMode: service.spec.endpointMode, ports: service.spec.ports },
    desiredState: held ? "ready" : goalOf(service),
    state: "new",
    since: now,
    message: "created",
    addresses: {},
    createdAt: timestamp,
    ...(readyUntil === undefined ? {} : { readyUntil }),
    ...(follows === undefined ? {} : { follows: follows.id }),
    ...(restarts.length > 0 ? { restarts: [...restarts] } : {}),
  };
  cluster.tasks[task.id] = task;
  allocateTask(cluster, service, task, now);
  if (readyUntil !== undefined) desk.later(readyUntil - now);
  return task;
}

/** Gives a new task its addresses, once every network that it is to be in has some (swarmkit, manager/allocator). */
export function allocateTask(cluster: Cluster, service: Service, task: Task, now: number): void {
  const networks = networksOf(cluster, service);
  if (networks.some((id) => cluster.networks[id]?.waiting)) return;
  for (const id of networks) {
    const address = allocateAddress(cluster, id);
    if (address !== undefined) task.addresses[id] = address;
  }
  setState(task, "pending", now, "pending task scheduling");
}

/** Whether a task is as its service wants it now: an update leaves it alone (swarmkit, orchestrator.IsTaskDirty). A job's task is, while its run is the newest. */
export function isUpToDate(service: Service, task: Task): boolean {
  if (service.spec.mode.kind.endsWith("-job")) return (task.jobIteration ?? 0) === (service.jobIteration ?? 0);
  if (task.specVersion === service.specVersion) return true;
  const { endpointMode, ports } = service.spec;
  return (
    JSON.stringify(comparable(task.spec, task)) === JSON.stringify(comparable(service.spec.task, task)) &&
    JSON.stringify(task.endpoint) === JSON.stringify({ endpointMode, ports })
  );
}

/** What a task that has its image already is compared by: how it would be pulled does not matter any more. */
function comparable(spec: TaskSpec, { state }: Task): TaskSpec {
  if (state !== "ready" && state !== "starting" && state !== "running") return spec;
  const { registryAuth: _, ...rest } = spec;
  return rest;
}

/** The swarm networks a service's tasks are in: what it asks for, and the ingress when it publishes there. */
export function networksOf(cluster: Cluster, service: Service): string[] {
  const asked = service.spec.task.networks.map(({ target }) => target).filter((id) => cluster.networks[id]);
  const ingress = service.ports.some(({ mode }) => mode === "ingress") && service.spec.endpointMode === "vip";
  const mesh = Object.values(cluster.networks).find((network) => network.ingress);
  return ingress && mesh ? [mesh.id, ...asked] : asked;
}

/** Notes a task's new state and when it came into it. */
export function setState(task: Task, state: TaskState, now: number, message: string): void {
  task.state = state;
  task.since = now;
  task.message = message;
}

/** A service's tasks, those that have ended included, in the order they were made. */
export function tasksOf(cluster: Cluster, service: Service): Task[] {
  return Object.values(cluster.tasks).filter(({ serviceId }) => serviceId === service.id);
}

/** Tasks by what they take turns in: a slot, or of a global service a node. */
export function slotsOf(cluster: Cluster, service: Service): Map<number | string, Task[]> {
  return Map.groupBy(
    tasksOf(cluster, service).filter(({ desiredState }) => desiredState !== "remove"),
    ({ slot, nodeId = "" }) => (slot === 0 ? nodeId : slot),
  );
}
