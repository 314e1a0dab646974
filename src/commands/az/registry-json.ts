import { ACCOUNT, resourceId } from "../../cloud/account.ts";
import type { CloudRegistry } from "../../cloud/cloud-state.ts";
import { loginServer } from "../../cloud/registries.ts";
import type { Json, JsonObject } from "./az-command.ts";
import { isObject } from "./output.ts";

const TYPE = "Microsoft.ContainerRegistry/registries";

/** A registry as Azure's REST API describes it (learn.microsoft.com, rest/api/containerregistry/registries/get). */
export function registryJson(registry: CloudRegistry): JsonObject {
  const { name, resourceGroup, location, sku, created, adminEnabled, anonymousPull, tags } = registry;
  return {
    adminUserEnabled: adminEnabled,
    anonymousPullEnabled: anonymousPull,
    creationDate: created,
    dataEndpointEnabled: false,
    dataEndpointHostNames: [],
    encryption: { keyVaultProperties: null, status: "disabled" },
    id: resourceId(resourceGroup, TYPE, name),
    identity: null,
    location,
    loginServer: loginServer(registry),
    name,
    networkRuleBypassOptions: "AzureServices",
    networkRuleSet: null,
    policies: {
      azureAdAuthenticationAsArmPolicy: { status: "enabled" },
      exportPolicy: { status: "enabled" },
      quarantinePolicy: { status: "disabled" },
      retentionPolicy: { days: 7, lastUpdatedTime: created, status: "disabled" },
      trustPolicy: { status: "disabled", type: "Notary" },
    },
    privateEndpointConnections: [],
    provisioningState: "Succeeded",
    publicNetworkAccess: "Enabled",
    resourceGroup,
    sku: { name: sku, tier: sku },
    status: null,
    systemData: {
      createdAt: created,
      createdBy: ACCOUNT.user,
      createdByType: "User",
      lastModifiedAt: created,
      lastModifiedBy: ACCOUNT.user,
      lastModifiedByType: "User",
    },
    tags: tags ?? {},
    type: TYPE,
    zoneRedundancy: "Disabled",
  };
}

/** `--output table` of registries (azure-cli, acr/_format.py). */
export function registryTable(answer: Json): Json {
  const rows: readonly Json[] = Array.isArray(answer) ? answer : [answer];
  return rows.filter(isObject).map((row) => ({
    NAME: text(row.name),
    "RESOURCE GROUP": text(row.resourceGroup),
    LOCATION: text(row.location),
    SKU: isObject(row.sku ?? null) ? text(nested(row.sku, "name")) : " ",
    "LOGIN SERVER": text(row.loginServer),
    "CREATION DATE": text(row.creationDate).replace(/\.\d+\+00:00$/, "Z"),
    "ADMIN ENABLED": row.adminUserEnabled === true ? "True" : " ",
  }));
}

/** `--output table` of a registry's passwords. */
export function credentialTable(answer: Json): Json {
  const passwords = nested(answer, "passwords");
  const value = (index: number) => (Array.isArray(passwords) ? text(nested(passwords[index], "value")) : " ");
  return { USERNAME: text(nested(answer, "username")), PASSWORD: value(0), PASSWORD2: value(1) };
}

/** A field of an object; null when there is none. */
export function nested(value: Json | undefined, name: string): Json {
  return value !== undefined && isObject(value) ? (value[name] ?? null) : null;
}

const text = (value: Json | undefined): string => (typeof value === "string" && value !== "" ? value : " ");
