import { resourceId } from "../../cloud/account.ts";
import type { AppEnvironment, ContainerApp } from "../../cloud/cloud-state.ts";
import type { Json, JsonObject } from "./az-command.ts";
import { isObject } from "./output.ts";
import { nested } from "./registry-json.ts";

/** Container apps and their environments as Azure's REST API describes them (learn.microsoft.com, rest/api/containerapps). */

const TYPE = "Microsoft.App/containerapps";
const ENVIRONMENT_TYPE = "Microsoft.App/managedEnvironments";

/** An environment as `az containerapp env` prints it. */
export function environmentJson({ name, resourceGroup, location, domain }: AppEnvironment): JsonObject {
  return {
    id: resourceId(resourceGroup, ENVIRONMENT_TYPE, name),
    location,
    name,
    properties: { defaultDomain: domain, provisioningState: "Succeeded" },
    resourceGroup,
    type: ENVIRONMENT_TYPE,
  };
}

/** An app as `az containerapp` prints it. */
export function appJson(app: ContainerApp): JsonObject {
  const { name, resourceGroup, location, image, cpu, memory, environment, fqdn, ingress, registry, revision } = app;
  return {
    id: resourceId(resourceGroup, TYPE, name),
    location,
    name,
    properties: {
      configuration: {
        ingress: ingress
          ? {
              external: ingress.external,
              fqdn: fqdn ?? null,
              targetPort: ingress.targetPort,
              transport: "Auto",
              allowInsecure: true,
            }
          : null,
        registries: registry ? [{ server: registry.server, username: registry.username }] : null,
      },
      environmentId: resourceId(resourceGroup, ENVIRONMENT_TYPE, app.environmentName),
      latestRevisionName: revision,
      provisioningState: "Succeeded",
      runningStatus: "Running",
      template: {
        containers: [
          {
            env: environment.map(({ name: variable, value }) => ({ name: variable, value })),
            image,
            name,
            resources: { cpu, memory: `${memory}Gi` },
          },
        ],
        scale: { maxReplicas: 10, minReplicas: null, rules: null },
      },
    },
    resourceGroup,
    type: "Microsoft.App/containerApps",
  };
}

/** What `--output table` shows of one app or of a list of them. @param answer as `appJson` makes it */
export function appTable(answer: Json): Json {
  const rows: readonly Json[] = Array.isArray(answer) ? answer : [answer];
  return rows.filter(isObject).map((row) => ({
    Name: row.name ?? null,
    Location: row.location ?? null,
    ResourceGroup: row.resourceGroup ?? null,
    Fqdn: nested(nested(nested(row.properties, "configuration"), "ingress"), "fqdn"),
  }));
}
