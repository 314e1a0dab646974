import { startContainer } from "../engine/container/start.ts";
import { restartContainer, stopContainer } from "../engine/container/stop.ts";
import type { RegistryCredentials } from "../engine/engine.ts";
import { EngineError } from "../engine/errors.ts";
import type { Cloud } from "./cloud.ts";
import { key } from "./cloud.ts";
import { CloudError } from "./cloud-error.ts";
import type { CloudPort, CloudRestartPolicy, ContainerGroup, Tags, Workload } from "./cloud-state.ts";
import { requireLocation } from "./locations.ts";
import { requireResourceGroup } from "./require-resource-group.ts";
import { endWorkload, runWorkload } from "./workload.ts";

/** What placing a container group takes beyond its image, ms. */
const PLACE_MS = 4000;

interface ContainerGroupRequest {
  readonly name: string;
  readonly resourceGroup: string;
  readonly image: string;
  readonly location?: string | undefined;
  /** Nothing here is assumed: Azure refuses a group that leaves one of these three out. */
  readonly osType?: "Linux" | undefined;
  readonly cpu?: number | undefined;
  /** Gigabytes. */
  readonly memory?: number | undefined;
  readonly ports: CloudPort[];
  readonly publicAddress: boolean;
  readonly dnsNameLabel?: string | undefined;
  readonly restartPolicy: CloudRestartPolicy;
  readonly command: string[];
  readonly environment: Workload["environment"];
  readonly credentials?: (RegistryCredentials & { readonly server: string }) | undefined;
  readonly tags?: Tags | undefined;
}

/**
 * What a group asks for, once it is known to ask for all of it. The words are the service's own, as people quote them
 * since az stopped filling in defaults (github.com/Azure/azure-cli, issues 30439 and 30496; MicrosoftDocs/azure-docs-cli,
 * issue 4812).
 * @throws CloudError when the system, the cores or the memory is not said
 */
function requireResources({ name, osType, cpu, memory }: ContainerGroupRequest): { cpu: number; memory: number } {
  if (osType === undefined)
    throw new CloudError(
      "InvalidOsType",
      "The 'osType' for container group '<null>' is invalid. The value must be one of 'Windows,Linux'.",
    );
  if (cpu !== undefined && memory !== undefined) return { cpu, memory };
  const since = "required since API version '2017-07-01-preview'.";
  if (cpu === undefined && memory === undefined)
    throw new CloudError(
      "ResourceRequestsNotSpecified",
      `The resource requests are not specified in container '${name}' of contain group '${name}'. Both memory and CPU requests are ${since}`,
    );
  throw new CloudError(
    "ResourceSomeRequestsNotSpecified",
    `The '${cpu === undefined ? "Cpu" : "MemoryInGB"}' request is not specified in 'MemoryInGB '${memory ?? ""}' Cpu '${cpu ?? ""}'' in container '${name}' of contain group '${name}'. It is ${since}`,
  );
}

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/**
 * Runs one container in a group of its own, in place of the one that had its name (learn.microsoft.com,
 * container-instances).
 * @throws CloudError for no such resource group or region, a name that is none, a system or resources that are not
 *   said, a DNS label that is taken, an image that cannot be had
 */
export async function createContainerGroup(cloud: Cloud, request: ContainerGroupRequest): Promise<ContainerGroup> {
  const { name, image, dnsNameLabel } = request;
  const group = requireResourceGroup(cloud, request.resourceGroup);
  const location = requireLocation(request.location ?? group.location);
  if (!NAME.test(name) || name.length > 63)
    throw new CloudError(
      "InvalidContainerName",
      `The container name '${name}' in container group '${name}' is invalid. Container name must match the regex '[a-z0-9]([-a-z0-9]*[a-z0-9])?' (e.g. 'my-name').`,
    );
  const { cpu, memory } = requireResources(request);
  const id = key(group.name, name);
  const before = cloud.state.containerGroups[id];
  const fqdn = dnsNameLabel === undefined ? undefined : `${dnsNameLabel}.${location}.azurecontainer.io`;
  const rival = Object.values(cloud.state.containerGroups).find((one) => one !== before && one.fqdn === fqdn);
  if (fqdn !== undefined && rival)
    throw new CloudError(
      "DnsNameLabelNotAvailable",
      `The DNS name label '${dnsNameLabel ?? ""}' in container group '${name}' not available in region '${location}'.`,
    );
  const { containerId, events } = await runWorkload(cloud, { ...request, memory, resourceGroup: group.name });
  await cloud.work(PLACE_MS);
  if (before) await endWorkload(cloud, before);
  const { credentials } = request;
  const reachable = request.publicAddress || dnsNameLabel !== undefined;
  const created: ContainerGroup = {
    name,
    resourceGroup: group.name,
    location,
    image,
    cpu,
    memory,
    restartPolicy: request.restartPolicy,
    ports: reachable ? request.ports : [],
    command: request.command,
    environment: request.environment,
    ...(credentials ? { registry: { server: credentials.server, username: credentials.username } } : {}),
    containerId,
    ...(reachable ? { ip: before?.ip ?? cloud.newAddress() } : {}),
    ...(fqdn === undefined || dnsNameLabel === undefined ? {} : { fqdn, dnsNameLabel }),
    events,
    ...(request.tags ? { tags: request.tags } : {}),
  };
  cloud.state.containerGroups[id] = created;
  return created;
}

/** The container groups, of one resource group or of all. @throws CloudError for a resource group that there is not */
export function listContainerGroups(cloud: Cloud, resourceGroup?: string): ContainerGroup[] {
  if (resourceGroup !== undefined) requireResourceGroup(cloud, resourceGroup);
  return Object.values(cloud.state.containerGroups).filter(
    (one) => resourceGroup === undefined || key(one.resourceGroup) === key(resourceGroup),
  );
}

/** @throws CloudError in the words of Azure's resource manager when there is none */
export function requireContainerGroup(cloud: Cloud, resourceGroup: string, name: string): ContainerGroup {
  requireResourceGroup(cloud, resourceGroup);
  const found = cloud.state.containerGroups[key(resourceGroup, name)];
  if (found) return found;
  throw new CloudError(
    "ResourceNotFound",
    `The Resource 'Microsoft.ContainerInstance/containerGroups/${name}' under resource group '${resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    404,
  );
}

/** Removes a container group and the container it runs in. */
export async function deleteContainerGroup(cloud: Cloud, group: ContainerGroup): Promise<void> {
  await endWorkload(cloud, group);
  delete cloud.state.containerGroups[key(group.resourceGroup, group.name)];
}

/** Stops, starts or restarts the container of a group. */
export async function changeContainerGroup(
  cloud: Cloud,
  { containerId, events }: ContainerGroup,
  change: "stop" | "start" | "restart",
): Promise<void> {
  const engine = cloud.ports.engine();
  const happened = (name: string, message: string) =>
    events.push({ name, message, type: "Normal", time: cloud.timestamp() });
  try {
    if (change === "stop") await stopContainer(engine, containerId);
    else if (change === "start") await startContainer(engine, containerId);
    else await restartContainer(engine, containerId);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new CloudError("ContainerGroupTransitioning", error.message);
  }
  if (change !== "start") happened("Killing", "Killing container");
  if (change !== "stop") happened("Started", "Started container");
}
