/** What the lab's account has in Docker Cloud: plain data, part of the lab's state. By UUID. Times in ms since the epoch. */
export interface DockerCloudState {
  clusters: Record<string, NodeCluster>;
  nodes: Record<string, CloudNode>;
  stacks: Record<string, CloudStack>;
  services: Record<string, CloudService>;
  containers: Record<string, CloudContainer>;
  /** The oldest first. */
  actions: CloudAction[];
  /** Whether `docker-cloud` has said in this lab that it is a reconstruction. */
  introduced?: true;
}

/** What every object of Docker Cloud has. */
interface CloudObject {
  readonly uuid: string;
  deployed?: number;
  destroyed?: number;
}

export interface NodeCluster extends CloudObject {
  name: string;
  /** "digitalocean" */
  provider: string;
  region: string;
  nodeType: string;
  /** Gigabytes. */
  disk: number;
  tags: string[];
  targetNodes: number;
  state: "Init" | "Deploying" | "Deployed" | "Scaling" | "Terminating" | "Terminated" | "Empty cluster";
}

export interface CloudNode extends CloudObject {
  readonly cluster: string;
  state: "Deploying" | "Deployed" | "Upgrading" | "Terminating" | "Terminated";
  /** Its public address. */
  readonly ip: string;
  tags: string[];
  dockerVersion: string;
}

export interface CloudStack extends CloudObject {
  readonly name: string;
  terminated?: true;
}

export interface ServicePort {
  inner: number;
  protocol: "tcp" | "udp";
  published: boolean;
  /** The node's port, when one was asked for. */
  outer?: number;
}

export interface EnvironmentVariable {
  key: string;
  value: string;
}

export type RestartRule = "OFF" | "ON_FAILURE" | "ALWAYS";
export type Strategy = "EMPTIEST_NODE" | "HIGH_AVAILABILITY" | "EVERY_NODE";

/** A directory of a container: the node's, or a volume of its own. */
export interface VolumeBinding {
  hostPath?: string;
  containerPath: string;
  readOnly?: true;
}

/** How the containers of a service are. */
export interface ServiceDefinition {
  image: string;
  ports: ServicePort[];
  environment: EnvironmentVariable[];
  /** Other services by UUID, and how they are called in these containers. */
  links: { to: string; name: string }[];
  /** Of the nodes that they may run on; all of them. */
  tags: string[];
  targetContainers: number;
  runCommand: string;
  entrypoint: string;
  autorestart: RestartRule;
  privileged: boolean;
  /** Megabytes. */
  memory?: number;
  cpuShares?: number;
  bindings: VolumeBinding[];
  strategy: Strategy;
  sequential: boolean;
  autoredeploy: boolean;
  roles: string[];
  net: string;
  pid: string;
}

/** What an operation that is under way makes of a state. */
export type Phase = "Starting" | "Stopping" | "Scaling" | "Redeploying" | "Terminating" | "Terminated";

export interface CloudService extends CloudObject {
  readonly name: string;
  readonly stack?: string;
  definition: ServiceDefinition;
  /** False when its containers are not as the definition now is. */
  synchronized: boolean;
  phase?: Phase;
  /** Its last start did not come to an end. */
  failed?: true;
  started?: number;
  stopped?: number;
}

export interface CloudContainer extends CloudObject {
  readonly service: string;
  /** "web-1" */
  readonly name: string;
  readonly number: number;
  readonly node: string;
  /** Its container in the node's engine; "" until it has one. */
  engineId: string;
  phase?: Phase;
  started?: number;
  stopped?: number;
}

type ActionState = "Pending" | "In progress" | "Canceled" | "Success" | "Failed";

/** What an action does: enough to begin again when a lab is opened in the middle of it. */
export type Job =
  | { kind: "none" }
  | { kind: "deploy-cluster" | "scale-cluster" | "terminate-cluster"; cluster: string }
  | { kind: "terminate-node" | "upgrade-node"; node: string }
  | { kind: ServiceJob; service: string }
  | { kind: ContainerJob; container: string }
  | { kind: StackJob; stack: string };

export type ServiceJob = "start-service" | "stop-service" | "scale-service" | "redeploy-service" | "terminate-service";
export type ContainerJob = "start-container" | "stop-container" | "redeploy-container" | "terminate-container";
export type StackJob = "start-stack" | "stop-stack" | "redeploy-stack" | "terminate-stack";

export interface CloudAction {
  readonly uuid: string;
  /** "Service Start" */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  /** The resource URI of what it acts on. */
  readonly object: string;
  readonly job: Job;
  state: ActionState;
  start: number;
  end?: number;
  logs: string[];
}

/** A Docker Cloud account before anything was made in it. */
export function emptyDockerCloudState(): DockerCloudState {
  return { clusters: {}, nodes: {}, stacks: {}, services: {}, containers: {}, actions: [] };
}
