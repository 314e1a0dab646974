import type { RegistryCredentials } from "../engine/engine.ts";
import type { Cloud } from "./cloud.ts";
import { key } from "./cloud.ts";
import { CloudError } from "./cloud-error.ts";
import type { AppEnvironment, ContainerApp, Workload } from "./cloud-state.ts";
import { requireLocation } from "./locations.ts";
import { requireResourceGroup } from "./require-resource-group.ts";
import { endWorkload, runWorkload } from "./workload.ts";

/** What an environment takes to appear, ms. */
const ENVIRONMENT_MS = 6000;

interface ContainerAppRequest {
  readonly name: string;
  readonly resourceGroup: string;
  readonly environmentName: string;
  readonly image: string;
  readonly cpu: number;
  /** Gigabytes. */
  readonly memory: number;
  readonly environment: Workload["environment"];
  readonly command: string[];
  readonly ingress?: ContainerApp["ingress"];
  readonly credentials?: (RegistryCredentials & { readonly server: string }) | undefined;
}

/** Words that Azure begins an environment's domain with, and ends it. */
const ADJECTIVES = ["blue", "calm", "green", "happy", "jolly", "kind", "lemon", "mango", "red", "wonderful"];
const NOUNS = ["bay", "cliff", "coast", "field", "grass", "hill", "pond", "river", "sea", "wave"];

/** The environment of that name, made when it is not there. @throws CloudError for no such group or region */
export async function ensureEnvironment(
  cloud: Cloud,
  resourceGroup: string,
  name: string,
  location?: string,
): Promise<AppEnvironment> {
  const group = requireResourceGroup(cloud, resourceGroup);
  const known = cloud.state.environments[key(group.name, name)];
  if (known) return known;
  const region = requireLocation(location ?? group.location);
  await cloud.work(ENVIRONMENT_MS);
  const { random } = cloud.ports;
  const word = `${ADJECTIVES[random.below(ADJECTIVES.length)]}${NOUNS[random.below(NOUNS.length)]}-${random.hex(8)}`;
  const environment: AppEnvironment = {
    name,
    resourceGroup: group.name,
    location: region,
    domain: `${word}.${region}.azurecontainerapps.io`,
  };
  cloud.state.environments[key(group.name, name)] = environment;
  return environment;
}

/** @throws CloudError when there is no such environment */
function requireEnvironment(cloud: Cloud, resourceGroup: string, name: string): AppEnvironment {
  requireResourceGroup(cloud, resourceGroup);
  const found = cloud.state.environments[key(resourceGroup, name.replace(/^.*\//, ""))];
  if (found) return found;
  throw notFound("managedEnvironments", resourceGroup, name);
}

/**
 * Runs an image as an app of an environment, in place of the one that had its name (learn.microsoft.com, container-apps).
 * @throws CloudError for no such group or environment, a name that is none, an image that cannot be had
 */
export async function createContainerApp(cloud: Cloud, request: ContainerAppRequest): Promise<ContainerApp> {
  const { name, ingress, credentials } = request;
  const environment = requireEnvironment(cloud, request.resourceGroup, request.environmentName);
  if (!/^[a-z][a-z0-9-]{0,30}[a-z0-9]$/.test(name) || name.includes("--"))
    throw new CloudError(
      "ContainerAppInvalidName",
      `Invalid ContainerApp name '${name}'. A name must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character and cannot have '--'. The length must not be more than 32 characters.`,
    );
  const id = key(environment.resourceGroup, name);
  const before = cloud.state.apps[id];
  const { containerId, events } = await runWorkload(cloud, { ...request, restartPolicy: "Always" });
  if (before) await endWorkload(cloud, before);
  const internal = ingress?.external ? "" : "internal.";
  const app: ContainerApp = {
    name,
    resourceGroup: environment.resourceGroup,
    location: environment.location,
    environmentName: environment.name,
    image: request.image,
    cpu: request.cpu,
    memory: request.memory,
    environment: request.environment,
    ...(credentials ? { registry: { server: credentials.server, username: credentials.username } } : {}),
    containerId,
    events,
    ...(ingress?.external ? { ip: before?.ip ?? cloud.newAddress() } : {}),
    ...(ingress ? { ingress, fqdn: `${name}.${internal}${environment.domain}` } : {}),
    revision: `${name}--${cloud.ports.random.hex(7)}`,
  };
  cloud.state.apps[id] = app;
  return app;
}

/** The container apps, of one resource group or of all. @throws CloudError for a group that there is not */
export function listContainerApps(cloud: Cloud, resourceGroup?: string): ContainerApp[] {
  if (resourceGroup !== undefined) requireResourceGroup(cloud, resourceGroup);
  return Object.values(cloud.state.apps).filter(
    (one) => resourceGroup === undefined || key(one.resourceGroup) === key(resourceGroup),
  );
}

/** @throws CloudError when there is none */
export function requireContainerApp(cloud: Cloud, resourceGroup: string, name: string): ContainerApp {
  requireResourceGroup(cloud, resourceGroup);
  const found = cloud.state.apps[key(resourceGroup, name)];
  if (found) return found;
  throw notFound("containerapps", resourceGroup, name);
}

/** Removes an app and the container it runs in; its environment stays. */
export async function deleteContainerApp(cloud: Cloud, app: ContainerApp): Promise<void> {
  await endWorkload(cloud, app);
  delete cloud.state.apps[key(app.resourceGroup, app.name)];
}

const notFound = (type: string, resourceGroup: string, name: string) =>
  new CloudError(
    "ResourceNotFound",
    `The Resource 'Microsoft.App/${type}/${name}' under resource group '${resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    404,
  );
