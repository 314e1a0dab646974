/** What somebody has in the cloud: plain data, part of the lab's state. An absent one is an empty cloud. */
export interface CloudState {
  /** By name in lower case: Azure takes upper and lower case for the same. */
  groups: Record<string, ResourceGroup>;
  /** By name in lower case. */
  registries: Record<string, CloudRegistry>;
  /** By "group/name" in lower case. */
  containerGroups: Record<string, ContainerGroup>;
  /** By "group/name" in lower case. */
  environments: Record<string, AppEnvironment>;
  /** By "group/name" in lower case. */
  apps: Record<string, ContainerApp>;
  /** Whether `az` has said in this lab that it is a reconstruction. */
  introduced?: true;
}

export type Tags = Record<string, string>;

export interface ResourceGroup {
  name: string;
  location: string;
  tags?: Tags;
}

export type RegistrySku = "Basic" | "Standard" | "Premium";

export interface CloudRegistry {
  name: string;
  resourceGroup: string;
  location: string;
  sku: RegistrySku;
  /** RFC 3339 */
  created: string;
  adminEnabled: boolean;
  anonymousPull: boolean;
  /** Of the admin user, who is called like the registry. */
  passwords: [string, string];
  /** What `az acr login` gave out, and until when each is good, ms since the epoch. */
  tokens: Record<string, number>;
  /** How many builds it has run (`az acr build`). */
  runs: number;
  tags?: Tags;
}

export type CloudRestartPolicy = "Always" | "OnFailure" | "Never";

export interface CloudPort {
  port: number;
  protocol: "TCP" | "UDP";
}

export interface CloudEvent {
  name: string;
  message: string;
  type: "Normal" | "Warning";
  /** RFC 3339 */
  time: string;
}

/** One container that the cloud runs, with what the world sees of it. */
export interface Workload {
  name: string;
  resourceGroup: string;
  location: string;
  image: string;
  cpu: number;
  /** Gigabytes. */
  memory: number;
  environment: { name: string; value: string; secure?: true }[];
  /** The registry it came from, when a password was given for it. */
  registry?: { server: string; username: string };
  /** Its container in the cloud's engine. */
  containerId: string;
  /** Its public address, when it has one. */
  ip?: string;
  /** Its public name. */
  fqdn?: string;
  events: CloudEvent[];
  tags?: Tags;
}

export interface ContainerGroup extends Workload {
  restartPolicy: CloudRestartPolicy;
  ports: CloudPort[];
  command: string[];
  dnsNameLabel?: string;
}

/** Where container apps live: one has one domain. */
export interface AppEnvironment {
  name: string;
  resourceGroup: string;
  location: string;
  domain: string;
}

export interface ContainerApp extends Workload {
  environmentName: string;
  ingress?: { external: boolean; targetPort: number };
  /** The name of its template as it now is. */
  revision: string;
}

/** A cloud before anybody has made anything in it. */
export function emptyCloudState(): CloudState {
  return { groups: {}, registries: {}, containerGroups: {}, environments: {}, apps: {} };
}
