import type { Engine } from "../engine/engine.ts";
import { EngineError, invalid } from "../engine/errors.ts";
import { overlaps, parseSubnet } from "../kernel/ipv4.ts";
import { advertiseAddress, checkDataPath, DEFAULT_PORT, hostAddressOf, listenPort } from "./address.ts";
import { rootCertificate } from "./certificate.ts";
import type { Cluster, SwarmNode, SwarmSpec } from "./cluster.ts";
import { clusterOf, fabricOf } from "./fabric.ts";
import { awaitNode } from "./heartbeat.ts";
import { addNodeNetworks, ingressNetwork } from "./node-networks.ts";
import { checkSwarmSpec } from "./swarm-spec-check.ts";

export interface InitRequest {
  readonly advertiseAddr?: string;
  readonly listenAddr?: string;
  readonly availability?: SwarmNode["availability"];
  readonly autolock?: boolean;
  readonly defaultAddrPool?: readonly string[];
  readonly subnetSize?: number;
  readonly dataPathPort?: number;
  readonly dataPathAddr?: string;
  /** Makes a new swarm of one manager from what this one knows of its old one. */
  readonly forceNewCluster?: boolean;
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
  if (engine.state.swarm && request.forceNewCluster) return forceNewCluster(engine, request);
  if (engine.state.swarm) throw new EngineError(503, ALREADY_IN_A_SWARM);
  const port = listenPort(engine, request.listenAddr);
  checkDataPath(engine, request.dataPathAddr);
  const pools = checkedPools(request);
  const { dataPathPort = 0 } = request;
  if (dataPathPort !== 0 && (dataPathPort < 1024 || dataPathPort > 49_151))
    throw new EngineError(500, `Datapath port number is not in valid range (1024-49151) : ${dataPathPort}`);
  const advertised = advertiseAddress(engine, request.advertiseAddr, port);
  await engine.clock.sleep(INIT_MS);
  const { random } = engine;
  const now = engine.timestamp();
  const node: SwarmNode = {
    ...newNode(engine, "manager", advertised.host),
    availability: request.availability ?? "active",
    ...hostAddressOf(engine, advertised.host),
    ...(port === DEFAULT_PORT ? {} : { listenPort: port }),
    managerAddress: `${advertised.host}:${advertised.port}`,
  };
  const cluster: Cluster = {
    id: random.base36(25),
    createdAt: now,
    updatedAt: now,
    index: 10,
    spec: { ...DEFAULT_SPEC, autolock: request.autolock ?? false },
    tokenDigest: random.base36(50),
    tokenSecrets: { worker: random.base36(25), manager: random.base36(25) },
    ...(request.autolock ? { unlockKey: newUnlockKey(engine) } : {}),
    ca: rootCertificate(random, engine.clock.now()),
    addressPools: pools,
    subnetSize: request.subnetSize ?? 24,
    dataPathPort: dataPathPort || 4789,
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
  settle(cluster, request.spec);
  return node.id;
}

/** The swarm is there already when its settings are refused: it keeps its own (moby, daemon/cluster/swarm.go, initClusterSpec). */
function settle(cluster: Cluster, asked: Partial<SwarmSpec> = {}): void {
  try {
    checkSwarmSpec(asked);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new EngineError(500, `error updating cluster settings: ${error.message}`);
  }
  Object.assign(cluster.spec, asked);
}

/**
 * `--force-new-cluster`: this manager alone goes on with the services and tasks it knows (docs.docker.com,
 * engine/swarm/admin_guide, "Recover from losing the quorum").
 */
async function forceNewCluster(engine: Engine, request: InitRequest): Promise<string> {
  const cluster = clusterOf(engine);
  const node = cluster?.nodes[engine.state.swarm?.nodeId ?? ""];
  if (!cluster || node?.role !== "manager") throw new EngineError(503, "swarm is not available");
  await engine.clock.sleep(INIT_MS);
  const fabric = fabricOf(engine);
  if (request.advertiseAddr) {
    const advertised = advertiseAddress(engine, request.advertiseAddr, listenPort(engine, request.listenAddr));
    node.address = advertised.host;
    node.managerAddress = `${advertised.host}:${advertised.port}`;
  }
  // The other managers may go on with the old one: from now on these are two.
  const own = structuredClone(cluster);
  own.leader = node.id;
  delete own.electionAt;
  for (const other of Object.values(own.nodes)) {
    if (other.id === node.id) delete other.lostAt;
    else if (other.role === "manager" && other.lostAt === undefined) delete own.nodes[other.id];
    else {
      // A manager that is not there is none any more; when it comes back, it is a worker (recorded).
      other.role = "worker";
      delete other.managerAddress;
    }
  }
  own.id = engine.random.base36(25);
  fabric.state.clusters[own.id] = own;
  for (const other of fabric.ports.engines().values()) {
    const joined = other.state.swarm;
    if (joined?.clusterId === cluster.id && own.nodes[joined.nodeId]) joined.clusterId = own.id;
  }
  const others = [...fabric.ports.engines().values()].some(({ state }) => state.swarm?.clusterId === cluster.id);
  if (!others) delete fabric.state.clusters[cluster.id];
  delete engine.state.swarm?.locked;
  for (const other of Object.values(own.nodes)) awaitNode(fabric, own, other);
  fabric.changed(own);
  fabric.reachabilityChanged();
  return node.id;
}

/** The blocks for overlay networks. @throws EngineError (moby, daemon/cluster/swarm.go, validateDefaultAddrPool) */
function checkedPools({ defaultAddrPool = [], subnetSize = 24 }: InitRequest): string[] {
  const pools = defaultAddrPool.length > 0 ? [...defaultAddrPool] : ["10.0.0.0/8"];
  if (defaultAddrPool.length > 0 && subnetSize > 29)
    throw new EngineError(500, `subnet size is out of range: ${subnetSize}`);
  const parsed = pools.map((text) => {
    const subnet = parseSubnet(text);
    if (!subnet) throw invalid(`invalid CIDR address: ${text}`);
    if (subnet.bits > subnetSize) {
      throw new EngineError(500, `invalid CIDR: "${text}". Subnet size is too small for pool: ${subnetSize}`);
    }
    return subnet;
  });
  for (const [i, one] of parsed.entries()) {
    const other = parsed.findIndex((two, j) => j > i && overlaps(one, two));
    if (other >= 0) throw invalid(`invalid CIDR address: ${pools[i]} overlaps with ${pools[other]}`);
  }
  return pools;
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
    ...(engine.state.labels ? { engineLabels: labelsOf(engine.state.labels) } : {}),
    state: "ready",
    address,
    createdAt: now,
    updatedAt: now,
    version: 10,
  };
}

/** `zona=a`, `solo` → by name. */
const labelsOf = (texts: readonly string[]) =>
  Object.fromEntries(texts.map((text) => [text.replace(/=.*/s, ""), /=(.*)/s.exec(text)?.[1] ?? ""]));

/** `SWMKEY-1-` and 32 bytes in base64 (swarmkit, manager/encryption). */
export function newUnlockKey(engine: Engine): string {
  const bytes = (engine.random.hex(64).match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return `SWMKEY-1-${btoa(String.fromCharCode(...bytes)).replace(/=+$/, "")}`;
}
