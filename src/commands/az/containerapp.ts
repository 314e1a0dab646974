import { languageOf } from "../../cli/not-simulated.ts";
import { key } from "../../cloud/cloud.ts";
import type { ContainerApp } from "../../cloud/cloud-state.ts";
import {
  createContainerApp,
  deleteContainerApp,
  ensureEnvironment,
  listContainerApps,
  requireContainerApp,
} from "../../cloud/container-apps.ts";
import { createResourceGroup } from "../../cloud/resource-groups.ts";
import { readLogs } from "../../engine/container/logs.ts";
import { type AzArgument, type AzCommand, AzError, type AzRun } from "./az-command.ts";
import { commandWords } from "./command-words.ts";
import { confirm, LOCATION, RESOURCE_GROUP, required, YES } from "./common-arguments.ts";
import { environmentOf } from "./container-create.ts";
import { appJson, appTable, environmentJson } from "./containerapp-json.ts";

/** `az containerapp`, rebuilt from its reference (learn.microsoft.com, cli/azure/containerapp), as far as one image goes. */

const NAME: AzArgument = { names: ["--name", "-n"], help: "The name of the Containerapp.", required: true };
const GROUP = required(RESOURCE_GROUP);
/** What `az containerapp create` runs unless told otherwise. */
const QUICKSTART = "mcr.microsoft.com/k8se/quickstart:latest";

const RUN_ARGUMENTS: readonly AzArgument[] = [
  { names: ["--image", "-i"], help: "Container image, e.g. publisher/image-name:tag." },
  { names: ["--environment"], help: "Name or resource ID of the container app's environment." },
  { names: ["--target-port"], help: "The application port used for ingress traffic.", kind: "number" },
  { names: ["--ingress"], help: "The ingress type.", choices: ["external", "internal"] },
  {
    names: ["--env-vars"],
    help: "A list of environment variable(s) for the container. Space-separated values in 'key=value' format.",
    kind: "list",
  },
  { names: ["--registry-server"], help: "The container registry server hostname, e.g. myregistry.azurecr.io." },
  { names: ["--registry-username"], help: "The username to log in to container registry." },
  { names: ["--registry-password"], help: "The password to log in to container registry." },
];

export const containerAppCommands: readonly AzCommand[] = [
  {
    path: "containerapp up",
    summary:
      "Create or update a container app as well as any associated resources (ACR, resource group, container apps environment, GitHub Actions, etc.).",
    arguments: [
      NAME,
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
    table: appTable,
  },
  {
    path: "containerapp create",
    summary: "Create a container app.",
    arguments: [
      NAME,
      GROUP,
      ...RUN_ARGUMENTS,
      { names: ["--cpu"], help: "Required CPU in cores from 0.25 - 2.0, e.g. 0.5.", kind: "number", default: "0.5" },
      { names: ["--memory"], help: 'Required memory from 0.5 - 4.0 ending with "Gi", e.g. 1.0Gi.', default: "1.0Gi" },
      {
        names: ["--command"],
        help: "A list of supported commands on the container that will be executed during startup.",
        kind: "list",
      },
    ],
    examples: [
      [
        "az containerapp create -n my-containerapp -g MyResourceGroup --image myregistry.azurecr.io/my-app:v1.0 --environment MyContainerappEnv --ingress external --target-port 80",
        "Create a container app and retrieve its fully qualified domain name.",
      ],
    ],
    run: async (run) => {
      if (!run.has("environment")) throw new AzError("Required argument --environment is not specified.", 2);
      return appJson(await createApp(run, run.required("resource-group"), run.required("environment")));
    },
    table: appTable,
  },
  {
    path: "containerapp list",
    summary: "List container apps.",
    arguments: [RESOURCE_GROUP],
    run: async (run) => listContainerApps(run.cloud, run.text("resource-group")).map(appJson),
    table: appTable,
  },
  {
    path: "containerapp show",
    summary: "Show details of a container app.",
    arguments: [NAME, GROUP],
    run: async (run) => appJson(appOf(run)),
    table: appTable,
  },
  {
    path: "containerapp delete",
    summary: "Delete a container app.",
    arguments: [NAME, GROUP, YES],
    async run(run) {
      const app = appOf(run);
      await confirm(run, "Are you sure you want to perform this operation?");
      await deleteContainerApp(run.cloud, app);
      return undefined;
    },
  },
  {
    path: "containerapp logs show",
    summary:
      "Show past logs and/or print logs in real time (with the --follow parameter). Note that the logs are only taken from one revision, replica, and container (for non-system logs).",
    arguments: [
      NAME,
      GROUP,
      { names: ["--tail"], help: "The number of past logs to print (0-300).", kind: "number", default: "20" },
    ],
    async run(run) {
      const entries = readLogs(run.cloud.ports.engine(), appOf(run).containerId, {
        stdout: true,
        stderr: true,
        tail: run.number("tail") ?? 20,
      });
      for (const { time, stream, text } of entries) {
        const stamp = new Date(time).toISOString().replace("Z", "0000+00:00");
        await run.out(
          `${JSON.stringify({ TimeStamp: stamp, Log: `${stream === "stdout" ? "F" : "E"} ${text.trimEnd()}` })}\n`,
        );
      }
      return undefined;
    },
  },
  {
    path: "containerapp env create",
    summary: "Create a Container Apps environment.",
    arguments: [{ ...NAME, help: "Name of the Container Apps environment." }, GROUP, LOCATION],
    run: async (run) =>
      environmentJson(
        await ensureEnvironment(run.cloud, run.required("resource-group"), run.required("name"), run.text("location")),
      ),
  },
  {
    path: "containerapp env list",
    summary: "List Container Apps environments by subscription or resource group.",
    arguments: [RESOURCE_GROUP],
    run: async (run) =>
      Object.values(run.cloud.state.environments)
        .filter((one) => !run.has("resource-group") || key(one.resourceGroup) === key(run.required("resource-group")))
        .map(environmentJson),
  },
];

const appOf = (run: AzRun): ContainerApp =>
  requireContainerApp(run.cloud, run.required("resource-group"), run.required("name"));

function createApp(run: AzRun, resourceGroup: string, environmentName: string): Promise<ContainerApp> {
  const image = run.text("image") ?? QUICKSTART;
  const [server, username, password] = ["registry-server", "registry-username", "registry-password"].map((one) =>
    run.text(one),
  );
  const port = run.number("target-port");
  const ingress = run.text("ingress") ?? (port === undefined ? undefined : "external");
  if (run.has("ingress") && port === undefined)
    throw new AzError("usage error: must specify --target-port with --ingress", 2);
  return createContainerApp(run.cloud, {
    name: run.required("name"),
    resourceGroup,
    environmentName,
    image,
    cpu: run.number("cpu") ?? 0.5,
    memory: Number.parseFloat(run.text("memory") ?? "1.0"),
    environment: environmentOf(run, "env-vars"),
    command: (run.list("command") ?? []).flatMap(commandWords),
    ...(ingress === undefined || port === undefined
      ? {}
      : { ingress: { external: ingress === "external", targetPort: port } }),
    credentials:
      username === undefined || password === undefined
        ? undefined
        : { server: server ?? image.split("/")[0] ?? "", username, password },
  });
}

/** Makes what is missing on the way to an app, telling each step (azure-cli, containerapp/_up_utils.py). */
async function up(run: AzRun) {
  const name = run.required("name");
  if (run.has("source") || !run.has("image"))
    throw new AzError(
      languageOf(run.process.env) === "es"
        ? "Este laboratorio no construye desde el código (--source): sube la imagen y usa --image."
        : "This lab does not build from source (--source): push the image and use --image.",
    );
  const groupName = run.text("resource-group") ?? `${name}-rg`;
  const location = run.text("location") ?? "eastus";
  const { groups, environments } = run.cloud.state;
  const group = groups[key(groupName)];
  if (group) await run.warn(`Using resource group '${group.name}'`);
  else {
    await run.warn(`Creating resource group '${groupName}'`);
    createResourceGroup(run.cloud, groupName, location);
  }
  const environmentName = run.text("environment") ?? `${name}-env`;
  const known = environments[key(groupName, environmentName)];
  await run.warn(
    `${known ? "Using" : "Creating"} Containerapp Environment '${environmentName}' in resource group ${groupName}`,
  );
  await ensureEnvironment(run.cloud, groupName, environmentName);
  await run.warn(`Creating Containerapp ${name} in resource group ${groupName}`);
  const app = await createApp(run, groupName, environmentName);
  await run.warn(`\nYour container app ${name} has been created and deployed! Congrats! \n`);
  if (app.fqdn !== undefined) await run.warn(`Browse to your container app at: http://${app.fqdn} \n`);
  await run.warn(`Stream logs for your container with: az containerapp logs show -n ${name} -g ${groupName} \n`);
  return appJson(app);
}
