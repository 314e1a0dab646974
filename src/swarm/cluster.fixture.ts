import { Random } from "../kernel/random.ts";
import type { Cluster, SwarmNode } from "./cluster.ts";
import type { Service, ServiceSpec, UpdateConfig } from "./service.ts";

const UPDATE: UpdateConfig = {
  parallelism: 1,
  delay: 0,
  failureAction: "pause",
  monitor: 5e9,
  maxFailureRatio: 0,
  order: "stop-first",
};

/** A node by its host name, whose id it also is. */
export function node(hostname: string, more: Partial<SwarmNode> = {}): SwarmNode {
  return {
    id: hostname,
    hostname,
    role: "worker",
    availability: "active",
    labels: {},
    state: "ready",
    address: "192.168.99.100",
    createdAt: "",
    updatedAt: "",
    version: 1,
    ...more,
  };
}

/** A replicated service of nginx with nothing else asked for. @param more what differs */
export function spec(name: string, replicas: number, more: Partial<ServiceSpec> = {}): ServiceSpec {
  return {
    name,
    labels: {},
    task: {
      image: "nginx:latest",
      env: [],
      labels: {},
      mounts: [],
      secrets: [],
      configs: [],
      limits: {},
      reservations: {},
      restartPolicy: { condition: "any", delay: 5e9, maxAttempts: 0, window: 0 },
      constraints: [],
      preferences: [],
      maxReplicasPerNode: 0,
      networks: [],
      forceUpdate: 0,
    },
    mode: { kind: "replicated", replicas },
    update: UPDATE,
    rollback: UPDATE,
    endpointMode: "vip",
    ports: [],
    ...more,
  };
}

/** A service of a spec, whose id is its name. */
export function service(of: ServiceSpec): Service {
  return {
    id: of.name,
    version: 1,
    createdAt: "",
    updatedAt: "",
    spec: of,
    specVersion: 1,
    ports: of.ports,
    virtualAddresses: {},
  };
}

/** A swarm of these nodes, the first of which leads. */
export function cluster(nodes: SwarmNode[], services: Service[] = []): Cluster {
  const random = Random.seeded(1);
  return {
    id: random.base36(25),
    createdAt: "",
    updatedAt: "",
    index: 1,
    spec: {
      taskHistoryLimit: 5,
      snapshotInterval: 10_000,
      keepOldSnapshots: 0,
      dispatcherHeartbeat: 5e9,
      nodeCertExpiry: 0,
      autolock: false,
    },
    tokenDigest: random.base36(50),
    tokenSecrets: { worker: random.base36(25), manager: random.base36(25) },
    ca: { trustRoot: "", issuerSubject: "", issuerPublicKey: "" },
    addressPools: ["10.0.0.0/8"],
    subnetSize: 24,
    dataPathPort: 4789,
    leader: nodes[0]?.id ?? "",
    nodes: Object.fromEntries(nodes.map((one) => [one.id, one])),
    services: Object.fromEntries(services.map((one) => [one.id, one])),
    tasks: {},
    networks: {},
    secrets: {},
    configs: {},
  };
}
