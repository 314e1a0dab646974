import type { Network } from "../engine/network/network.ts";
import type { Service } from "./service.ts";
import type { Task } from "./task.ts";

/** One node as the managers know it: plain data. */
export interface SwarmNode {
  id: string;
  hostname: string;
  role: "worker" | "manager";
  availability: "active" | "pause" | "drain";
  /** Set once its specification was changed: the API has no word for its membership, so that is lost with it. */
  membershipLost?: true;
  labels: Record<string, string>;
  /** What its dockerd was started with as `--label`, when it was with any. */
  engineLabels?: Record<string, string>;
  /** What the managers last heard: "down" after missed heartbeats or an orderly leave. */
  state: "ready" | "down" | "unknown";
  /** The node's own address, and the port its manager listens on. */
  address: string;
  managerAddress?: string;
  /** Where its host really is, when it is advertised with another address. */
  hostAddress?: string;
  /** The port its manager listens on, when it is not swarm's own. */
  listenPort?: number;
  /** When its heartbeats stopped, ms since the epoch: after a while the managers take it for down. */
  lostAt?: number;
  /** Since when a new leader, who has never heard it, waits for it, ms since the epoch. */
  unknownSince?: number;
  createdAt: string;
  updatedAt: string;
  /** The Version.Index of its object. */
  version: number;
}

/** What `docker swarm update` and `docker swarm init` set. */
export interface SwarmSpec {
  taskHistoryLimit: number;
  snapshotInterval: number;
  keepOldSnapshots: number;
  /** Nanoseconds, as in the API. */
  dispatcherHeartbeat: number;
  nodeCertExpiry: number;
  autolock: boolean;
}

/** The certificate authority of a swarm, as `docker node inspect` shows it. */
export interface CertificateAuthority {
  /** PEM. */
  trustRoot: string;
  /** Base64 of the DER of the issuer's name and key. */
  issuerSubject: string;
  issuerPublicKey: string;
}

/** A secret or a config. */
export interface SecretObject {
  id: string;
  name: string;
  labels: Record<string, string>;
  /** Text that can carry any bytes (kernel/bytes). */
  data: string;
  /** Of a secret: the plugin that keeps its content. */
  driver?: string;
  /** "golang": its content is a template. */
  templating?: string;
  createdAt: string;
  updatedAt: string;
  version: number;
}

/** What the managers of one swarm keep in common (in Docker: the Raft log): plain data. */
export interface Cluster {
  id: string;
  createdAt: string;
  updatedAt: string;
  /** The Raft index: every change raises it; objects remember the one that made them. */
  index: number;
  spec: SwarmSpec;
  /** The digest in every token of this swarm: of the root certificate. */
  tokenDigest: string;
  tokenSecrets: { worker: string; manager: string };
  /** Set while autolocked. */
  unlockKey?: string;
  ca: CertificateAuthority;
  /** When the root certificate was last changed, ms since the epoch. */
  rotatedAt?: number;
  /** CIDR blocks that overlay networks take their subnets from. */
  addressPools: string[];
  subnetSize: number;
  dataPathPort: number;
  /** The manager that leads; undefined without a quorum, and until one is elected. */
  leader?: string;
  /** Who led last without having handed over, and when that was lost, or the majority with it, ms since the epoch. */
  lostLeader?: { id: string; at: number };
  /** When the managers that are there will have elected one, ms since the epoch. */
  electionAt?: number;
  nodes: Record<string, SwarmNode>;
  services: Record<string, Service>;
  tasks: Record<string, Task>;
  networks: Record<string, Network>;
  secrets: Record<string, SecretObject>;
  configs: Record<string, SecretObject>;
}
