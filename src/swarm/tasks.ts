import type { Random } from "../kernel/random.ts";
import { allocateAddress } from "./addresses.ts";
import type { Cluster } from "./cluster.ts";
import type { Service } from "./service.ts";
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

/** Makes a task; `readyUntil` holds it back (desired state "ready") until that lab time. */
export function newTask(
  desk: Desk,
  service: Service,
  slot: number,
  nodeId: string | undefined,
  desiredState: "ready" | "running",
  readyUntil?: number,
): Task {
  const { cluster, random, now, timestamp } = desk;
  const task: Task = {
    id: random.base36(25),
    serviceId: service.id,
    slot,
    ...(nodeId === undefined ? {} : { nodeId }),
    spec: service.spec.task,
    specVersion: service.specVersion,
    desiredState,
    state: "new",
    since: now,
    message: "created",
    addresses: {},
    createdAt: timestamp,
    ...(readyUntil === undefined ? {} : { readyUntil }),
  };
  for (const networkId of networksOf(cluster, service)) {
    const address = allocateAddress(cluster, networkId);
    if (address !== undefined) task.addresses[networkId] = address;
  }
  cluster.tasks[task.id] = task;
  setState(task, "pending", now, "pending task scheduling");
  if (readyUntil !== undefined) desk.later(readyUntil - now);
  return task;
}

/** The swarm networks a service's tasks are in: what it asks for, and the ingress when it publishes there. */
export function networksOf(cluster: Cluster, service: Service): string[] {
  const asked = service.spec.task.networks.map(({ target }) => target);
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

export function tasksOf(cluster: Cluster, service: Service): Task[] {
  return Object.values(cluster.tasks).filter(({ serviceId }) => serviceId === service.id);
}
