import type { Cloud } from "./cloud.ts";
import { key } from "./cloud.ts";
import { CloudError } from "./cloud-error.ts";
import type { ResourceGroup, Tags } from "./cloud-state.ts";
import { deleteContainerApp } from "./container-apps.ts";
import { deleteContainerGroup } from "./container-groups.ts";
import { requireLocation } from "./locations.ts";
import { deleteRegistry } from "./registries.ts";
import { requireResourceGroup } from "./require-resource-group.ts";

/** What removing a group takes, ms. */
const DELETE_MS = 4000;

/**
 * Makes a resource group, or changes the tags of the one that is there (learn.microsoft.com, azure-resource-manager).
 * @throws CloudError for a name or a region that is none, and for a group that is in another region
 */
export function createResourceGroup(cloud: Cloud, name: string, location: string, tags?: Tags): ResourceGroup {
  if (!/^[-\w._()]{1,90}$/u.test(name) || name.endsWith("."))
    throw new CloudError(
      "InvalidResourceGroupName",
      `The provided resource group name '${name}' has these invalid characters: '${name.replace(/[-\w._()]/gu, "")}'. The name can only be a letter, digit, '-', '.', '(', ')' or '_'.`,
    );
  const region = requireLocation(location);
  const known = cloud.state.groups[key(name)];
  if (known && known.location !== region)
    throw new CloudError(
      "InvalidResourceGroupLocation",
      `Invalid resource group location '${region}'. The Resource group already exists in location '${known.location}'.`,
      409,
    );
  const group: ResourceGroup = { name: known?.name ?? name, location: region, ...(tags ? { tags } : {}) };
  cloud.state.groups[key(name)] = group;
  return group;
}

/** By name. */
export function listResourceGroups(cloud: Cloud): ResourceGroup[] {
  return Object.values(cloud.state.groups).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Removes a group with all there is in it. @throws CloudError when there is none */
export async function deleteResourceGroup(cloud: Cloud, name: string): Promise<void> {
  requireResourceGroup(cloud, name);
  await cloud.work(DELETE_MS);
  const inGroup = ({ resourceGroup }: { resourceGroup: string }) => key(resourceGroup) === key(name);
  const { containerGroups, apps, environments, registries } = cloud.state;
  for (const one of Object.values(containerGroups).filter(inGroup)) await deleteContainerGroup(cloud, one);
  for (const one of Object.values(apps).filter(inGroup)) await deleteContainerApp(cloud, one);
  for (const one of Object.values(environments).filter(inGroup)) delete environments[key(one.resourceGroup, one.name)];
  for (const one of Object.values(registries).filter(inGroup)) deleteRegistry(cloud, one);
  delete cloud.state.groups[key(name)];
}
