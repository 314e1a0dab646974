import type { Engine } from "../engine/engine.ts";
import { EngineError } from "../engine/errors.ts";
import { advertiseAddress, listenPort } from "./address.ts";
import { rootCertificate } from "./certificate.ts";
import type { Cluster, SwarmNode, SwarmSpec } from "./cluster.ts";
import { fabricOf } from "./fabric.ts";
import { addNodeNetworks, ingressNetwork } from "./node-networks.ts";

export interface InitRequest {
  readonly advertiseAddr?: string;
  readonly listenAddr?: string;
  readonly availability?: SwarmNode["availability"];
  readonly autolock?: boolean;
  readonly defaultAddrPool?: readonly string[];
  readonly subnetSize?: number;
  readonly dataPathPort?: number;
  readonly spec?: Partial<SwarmSpec>;
}

/** How long it took where it was recorded, ms. */
const INIT_MS = 600;

const SECOND = 1e9;

const DEFAULT_SPEC: SwarmSpec = {
  taskHistoryLimit: 5,
  snapshotInterval: 10_000,
  keepOldSnapshots: 0,
  dispatcherHeartbeat: 5 * SECOND,
  nodeCertExpiry: 90 * 86_400 * SECOND,
  autolock: false,
};

export const ALREADY_IN_A_SWARM =
  'This node is already part of a swarm. Use "docker swarm leave" to leave this swarm and join another one.';

/**
 * Makes this host the first manager of a new swarm (POST /swarm/init) and returns its node id.
 * @throws EngineError when it is in one already, or cannot choose its address
 */
export async function initSwarm(engine: Engine, request: InitRequest = {}): Promise<string> {
  if (engine.state.swarm) throw new EngineError(503, ALREADY_IN_A_SWARM);
  const advertised = advertiseAddress(engine, request.advertiseAddr, listenPort(request.listenAddr));
  await engine.clock.sleep(INIT_MS);
  const { random } = engine;
  const now = engine.timestamp();
  const node: SwarmNode = {
    ...newNode(engine, "manager", advertised.host),
    availability: request.availability ?? "active",
    managerAddress: `${advertised.host}:${advertised.port}`,
  };
  const cluster: Cluster = {
    id: random.base36(25),
    createdAt: now,
    updatedAt: now,
    index: 10,
    spec: { ...DEFAULT_SPEC, autolock: request.autolock ?? false, ...request.spec },
    tokenDigest: random.base36(50),
    tokenSecrets: { worker: random.base36(25), manager: random.base36(25) },
    ...(request.autolock ? { unlockKey: newUnlockKey(engine) } : {}),
    ca: rootCertificate(random, engine.clock.now()),
    addressPools: [...(request.defaultAddrPool ?? ["10.0.0.0/8"])],
    subnetSize: request.subnetSize ?? 24,
    dataPathPort: request.dataPathPort ?? 4789,
    leader: node.id,
    nodes: { [node.id]: node },
    services: {},
    tasks: {},
    networks: {},
    secrets: {},
    configs: {},
  };
  const ingress = ingressNetwork(engine, cluster);
  cluster.networks[ingress.id] = ingress;
  const fabric = fabricOf(engine);
  fabric.state.clusters[cluster.id] = cluster;
  engine.state.swarm = { nodeId: node.id, clusterId: cluster.id };
  addNodeNetworks(engine);
  fabric.changed(cluster);
  return node.id;
}

/** A node's record as it is when it comes into a swarm. */
export function newNode(engine: Engine, role: SwarmNode["role"], address: string): SwarmNode {
  const now = engine.timestamp();
  return {
    id: engine.random.base36(25),
    hostname: engine.hostname,
    role,
    availability: "active",
    labels: {},
    state: "ready",
    address,
    createdAt: now,
    updatedAt: now,
    version: 10,
  };
}

/** `SWMKEY-1-` and 32 bytes in base64 (swarmkit, manager/encryption). */
export function newUnlockKey(engine: Engine): string {
  const bytes = (engine.random.hex(64).match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return `SWMKEY-1-${btoa(String.fromCharCode(...bytes)).replace(/=+$/, "")}`;
}
