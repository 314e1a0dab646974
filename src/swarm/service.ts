import type { MountRequest } from "../engine/container/container.ts";
import type { RegistryCredentials } from "../engine/engine.ts";
import type { ContainerOptions } from "./container-options.ts";

/** Nanoseconds, as in the API. */
type Duration = number;

export interface PublishedPort {
  protocol: "tcp" | "udp" | "sctp";
  targetPort: number;
  /** 0 until one is chosen from 30000 on. */
  publishedPort: number;
  mode: "ingress" | "host";
}

/** A secret or config as a task sees it: as a file. */
export interface PayloadReference {
  id: string;
  name: string;
  /** A secret's below /run/secrets, a config's below /, unless it is absolute. */
  target: string;
  uid: string;
  gid: string;
  /** Permission bits. */
  mode: number;
}

export interface UpdateConfig {
  parallelism: number;
  delay: Duration;
  failureAction: "pause" | "continue" | "rollback";
  monitor: Duration;
  maxFailureRatio: number;
  order: "stop-first" | "start-first";
}

/** How the containers of a service are made. */
export interface TaskSpec extends ContainerOptions {
  /** With the digest it had when resolved: "nginx:latest@sha256:…". */
  image: string;
  /** Who its nodes are to the image's registry (`--with-registry-auth`); the API never tells it. */
  registryAuth?: RegistryCredentials;
  command?: string[];
  args?: string[];
  env: string[];
  labels: Record<string, string>;
  hostname?: string;
  workdir?: string;
  user?: string;
  tty?: boolean;
  init?: boolean;
  /** Of a stack: its client says what it grants, and of init only what its file says. */
  fromStack?: true;
  mounts: MountRequest[];
  secrets: PayloadReference[];
  configs: PayloadReference[];
  stopGracePeriod?: Duration;
  limits: { nanoCpus?: number; memory?: number };
  reservations: {
    nanoCpus?: number;
    memory?: number;
    /** How much of what only a node's owner knows, by kind. */
    generic?: Readonly<Record<string, number>>;
  };
  restartPolicy: { condition: "none" | "on-failure" | "any"; delay: Duration; maxAttempts: number; window: Duration };
  constraints: string[];
  preferences: string[];
  maxReplicasPerNode: number;
  networks: { target: string; aliases: string[] }[];
  /** Raised by `--force`. */
  forceUpdate: number;
}

export interface ServiceSpec {
  name: string;
  labels: Record<string, string>;
  task: TaskSpec;
  mode:
    | { kind: "replicated"; replicas: number }
    | { kind: "global" }
    | { kind: "replicated-job"; total: number; concurrent: number }
    | { kind: "global-job" };
  update: UpdateConfig;
  rollback: UpdateConfig;
  endpointMode: "vip" | "dnsrr";
  ports: PublishedPort[];
}

/** A service of a swarm: plain data. */
export interface Service {
  id: string;
  version: number;
  createdAt: string;
  updatedAt: string;
  spec: ServiceSpec;
  /** Raised when what its tasks are made from changes: tasks of older versions are replaced. */
  specVersion: number;
  /** Of a job: which run of it this is; every update is another, and what the runs before it did does not count. */
  jobIteration?: number;
  previousSpec?: ServiceSpec;
  previousSpecVersion?: number;
  /** Ports with the numbers they got. */
  ports: PublishedPort[];
  /** Whether its endpoint was ever given anything, a port or an address: before that it tells nothing of itself. */
  allocated?: true;
  /** By network id: the service's virtual address there, with prefix. */
  virtualAddresses: Record<string, string>;
  updateStatus?: {
    state: "updating" | "paused" | "completed" | "rollback_started" | "rollback_paused" | "rollback_completed";
    startedAt: string;
    completedAt?: string;
    message: string;
  };
  /** How far the update that is under way has come. */
  rollout?: Rollout;
}

/** A rolling update in the making (swarmkit, manager/orchestrator/update): plain data. */
export interface Rollout {
  /** Slots (or nodes, of a global service) that wait for their turn. */
  queue: (number | string)[];
  /** How many slots were to be replaced when it began: what failures are measured against. */
  total: number;
  /** As many as are replaced at once. */
  workers: { slot: number | string; taskId?: string /** When its delay is over, ms. */; freeAt?: number }[];
  /** The tasks made by it, and when each came to run; 0 before that. */
  made: Record<string, number>;
  failed: string[];
  /** Until when it watches for failures once all is replaced, ms. */
  watchedUntil?: number;
}
