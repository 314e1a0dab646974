import type { ServiceSpec, TaskSpec } from "./service.ts";

/** The states a task goes through, in their order. */
export const TASK_STATES = [
  "new",
  "pending",
  "assigned",
  "accepted",
  "preparing",
  "ready",
  "starting",
  "running",
  "complete",
  "shutdown",
  "failed",
  "rejected",
  "remove",
  "orphaned",
] as const;

export type TaskState = (typeof TASK_STATES)[number];

/** One task of a service: a container on a node, or the wish for one. Plain data. */
export interface Task {
  id: string;
  serviceId: string;
  /** From 1 for a replicated service; 0 for a global one, whose tasks are told apart by node. */
  slot: number;
  nodeId?: string;
  spec: TaskSpec;
  /** Of the service's version it was made from: an update replaces the tasks of older ones that differ. */
  specVersion: number;
  /** Of a job: the run it belongs to. */
  jobIteration?: number;
  /** How its service was published when it was made: a change of that replaces it too. */
  endpoint: Pick<ServiceSpec, "endpointMode" | "ports">;
  desiredState: TaskState;
  /** Until when a restart is held back, ms since the epoch. */
  readyUntil?: number;
  /** The task it takes the place of: it is not started before that has stopped. */
  follows?: string;
  /** When tasks of its slot were restarted before it, ms. */
  restarts?: number[];
  state: TaskState;
  /** When it came into that state, ms since the epoch. */
  since: number;
  message: string;
  error?: string;
  containerId?: string;
  /** The ports of its container on its node, while it runs: one for each address family. */
  hostPorts?: { protocol: string; targetPort: number; publishedPort: number }[];
  exitCode?: number;
  /** By network id: its address there, with prefix. */
  addresses: Record<string, string>;
  createdAt: string;
}
