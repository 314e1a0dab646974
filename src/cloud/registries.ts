import type { RegistryCredentials } from "../engine/engine.ts";
import type { Cloud } from "./cloud.ts";
import { key } from "./cloud.ts";
import { CloudError } from "./cloud-error.ts";
import type { CloudRegistry, RegistrySku, Tags } from "./cloud-state.ts";
import { requireLocation } from "./locations.ts";
import { requireResourceGroup } from "./require-resource-group.ts";

/** Whom a token names: `az acr login` has no user name to give. */
export const TOKEN_USER = "00000000-0000-0000-0000-000000000000";

/** How long `az acr login` is good for (learn.microsoft.com, container-registry-authentication). */
const TOKEN_MS = 3 * 3_600_000;

/** What making a registry takes, ms. */
const CREATE_MS = 3000;

/** Names of Azure's own examples: somebody has had them for years. */
const TAKEN: ReadonlySet<string> = new Set(["myregistry", "mycontainerregistry", "mycontainerregistry007"]);

interface RegistryRequest {
  readonly name: string;
  readonly resourceGroup: string;
  readonly sku: RegistrySku;
  readonly location?: string | undefined;
  readonly adminEnabled?: boolean | undefined;
  readonly tags?: Tags | undefined;
}

export const loginServer = ({ name }: Pick<CloudRegistry, "name">): string => `${name.toLowerCase()}.azurecr.io`;

/** Whether a registry may be called so, and if not, why. */
export function checkRegistryName(cloud: Cloud, name: string): { reason: string; message: string } | undefined {
  if (!/^[a-zA-Z0-9]{5,50}$/.test(name))
    return {
      reason: "Invalid",
      message: "Registry names may contain only alpha numeric characters and must be between 5 and 50 characters",
    };
  if (cloud.state.registries[key(name)] || TAKEN.has(key(name)))
    return { reason: "AlreadyExists", message: `The registry ${name} is already in use.` };
  return undefined;
}

/**
 * Makes a registry that answers at NAME.azurecr.io, or changes the one that this group has by that name.
 * @throws CloudError for no such group or region, or a name that is none or is taken
 */
export async function createRegistry(cloud: Cloud, request: RegistryRequest): Promise<CloudRegistry> {
  const { name, sku } = request;
  const group = requireResourceGroup(cloud, request.resourceGroup);
  const location = requireLocation(request.location ?? group.location);
  const known = cloud.state.registries[key(name)];
  const own = known && key(known.resourceGroup) === key(group.name) ? known : undefined;
  const problem = own ? undefined : checkRegistryName(cloud, name);
  if (problem?.reason === "Invalid") throw new CloudError("InvalidParameter", problem.message);
  if (problem)
    throw new CloudError(
      "AlreadyInUse",
      `The registry DNS name ${loginServer({ name })} is already in use. You can check if the name is already claimed using following API: https://docs.microsoft.com/rest/api/containerregistry/registries/checknameavailability`,
      409,
    );
  await cloud.work(CREATE_MS);
  const registry: CloudRegistry = {
    ...(own ?? {
      name,
      resourceGroup: group.name,
      location,
      created: cloud.timestamp(),
      anonymousPull: false,
      passwords: [cloud.secret(52), cloud.secret(52)],
      tokens: {},
      runs: 0,
    }),
    sku,
    adminEnabled: request.adminEnabled ?? own?.adminEnabled ?? false,
    ...(request.tags ? { tags: request.tags } : {}),
  };
  cloud.state.registries[key(name)] = registry;
  cloud.ports.registries.open(loginServer(registry));
  return registry;
}

/** The registries by name, of one resource group or of all. @throws CloudError for a group that there is not */
export function listRegistries(cloud: Cloud, resourceGroup?: string): CloudRegistry[] {
  if (resourceGroup !== undefined) requireResourceGroup(cloud, resourceGroup);
  return Object.values(cloud.state.registries)
    .filter((one) => resourceGroup === undefined || key(one.resourceGroup) === key(resourceGroup))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The registry of that name, in that group if one is said. */
export function findRegistry(cloud: Cloud, name: string, resourceGroup?: string): CloudRegistry | undefined {
  const found = cloud.state.registries[key(name)];
  return resourceGroup === undefined || key(found?.resourceGroup ?? "") === key(resourceGroup) ? found : undefined;
}

/** Removes a registry with its images. */
export function deleteRegistry(cloud: Cloud, registry: CloudRegistry): void {
  delete cloud.state.registries[key(registry.name)];
  cloud.ports.registries.close(loginServer(registry));
}

/** A token for docker, good for three hours. */
export function issueToken(cloud: Cloud, registry: CloudRegistry): string {
  const token = `eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.${cloud.secret(120)}.${cloud.secret(86)}`;
  const now = cloud.clock.now();
  const left = Object.entries(registry.tokens).filter(([, until]) => until > now);
  registry.tokens = { ...Object.fromEntries(left), [token]: now + TOKEN_MS };
  return token;
}

/**
 * Whether a registry lets somebody in: with a token, or as the admin user when there is one; anybody may pull where
 * that was allowed. A registry that is not the cloud's own keeps its own rules: true.
 */
export function letsIn(
  cloud: Cloud,
  host: string,
  credentials: RegistryCredentials | undefined,
  action: "pull" | "push",
): boolean {
  const registry = Object.values(cloud.state.registries).find((one) => loginServer(one) === host);
  if (!registry || (action === "pull" && registry.anonymousPull && !credentials)) return true;
  if (!credentials) return false;
  const { username, password } = credentials;
  if (username === TOKEN_USER) return (registry.tokens[password] ?? 0) > cloud.clock.now();
  return registry.adminEnabled && key(username) === key(registry.name) && registry.passwords.includes(password);
}
