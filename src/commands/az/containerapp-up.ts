import { languageOf } from "../../cli/not-simulated.ts";
import { key } from "../../cloud/cloud.ts";
import { ensureEnvironment } from "../../cloud/container-apps.ts";
import { createResourceGroup } from "../../cloud/resource-groups.ts";
import { type AzCommand, AzError, type AzRun } from "./az-command.ts";
import { LOCATION, RESOURCE_GROUP } from "./common-arguments.ts";
import { APP_NAME, RUN_ARGUMENTS, runApp } from "./containerapp-create.ts";
import { credentialsForUp } from "./containerapp-credentials.ts";

/** `az containerapp up`: an app with all it needs, rebuilt from its reference and its code (azure-cli, containerapp/_up_utils.py). */
export const containerAppUp: AzCommand = {
  path: "containerapp up",
  summary:
    "Create or update a container app as well as any associated resources (ACR, resource group, container apps environment, GitHub Actions, etc.).",
  arguments: [
    APP_NAME,
    RESOURCE_GROUP,
    LOCATION,
    { names: ["--source"], help: "Local directory path containing the application source and Dockerfile." },
    ...RUN_ARGUMENTS,
  ],
  examples: [
    [
      "az containerapp up -n my-containerapp --image myregistry.azurecr.io/myImage:myTag --ingress external --target-port 80",
      "Create a container app from an image in a registry.",
    ],
  ],
  run: up,
};

/** Makes what is missing on the way to an app, telling each step; it answers with no JSON. */
async function up(run: AzRun) {
  const name = run.required("name");
  const image = run.text("image");
  if (run.has("source") || image === undefined)
    throw new AzError(
      languageOf(run.process.env) === "es"
        ? "Este laboratorio no construye desde el código (--source): sube la imagen y usa --image."
        : "This lab does not build from source (--source): push the image and use --image.",
    );
  const credentials = credentialsForUp(run, image);
  const resourceGroup = run.text("resource-group") ?? `${name}-rg`;
  const location = run.text("location") ?? "eastus";
  const { groups, environments } = run.cloud.state;
  const group = groups[key(resourceGroup)];
  if (group) await run.warn(`Using resource group '${group.name}'`);
  else {
    await run.warn(`Creating resource group '${resourceGroup}'`);
    createResourceGroup(run.cloud, resourceGroup, location);
  }
  const environmentName = run.text("environment") ?? `${name}-env`;
  const known = environments[key(resourceGroup, environmentName)];
  await run.warn(
    `${known ? "Using" : "Creating"} Containerapp Environment '${environmentName}' in resource group ${resourceGroup}`,
  );
  await ensureEnvironment(run.cloud, resourceGroup, environmentName);
  await run.warn(`Creating Containerapp ${name} in resource group ${resourceGroup}`);
  const { fqdn } = await runApp(run, { image, credentials, resourceGroup, environmentName });
  const of = `-n ${name} -g ${resourceGroup}`;
  await run.warn(`\nYour container app ${name} has been created and deployed! Congrats! \n`);
  if (fqdn !== undefined) await run.warn(`Browse to your container app at: http://${fqdn} \n`);
  await run.warn(`Stream logs for your container with: az containerapp logs show ${of} \n`);
  await run.warn(`See full output using: az containerapp show ${of} \n`);
  return undefined;
}
