import type { Cloud } from "./cloud.ts";
import { key } from "./cloud.ts";
import { CloudError } from "./cloud-error.ts";
import type { ResourceGroup } from "./cloud-state.ts";

/** @throws CloudError when there is no resource group of that name */
export function requireResourceGroup(cloud: Cloud, name: string): ResourceGroup {
  const group = cloud.state.groups[key(name)];
  if (group) return group;
  throw new CloudError("ResourceGroupNotFound", `Resource group '${name}' could not be found.`, 404);
}
