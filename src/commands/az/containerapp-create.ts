import type { ContainerApp } from "../../cloud/cloud-state.ts";
import { createContainerApp } from "../../cloud/container-apps.ts";
import { type AzArgument, type AzCommand, AzError, type AzRun } from "./az-command.ts";
import { commandWords } from "./command-words.ts";
import { RESOURCE_GROUP, required } from "./common-arguments.ts";
import { environmentOf } from "./container-create.ts";
import { type AppCredentials, credentialsForCreate } from "./containerapp-credentials.ts";
import { appJson, appTable } from "./containerapp-json.ts";

/** `az containerapp create`, and what it shares with `az containerapp up`. */

export const APP_NAME: AzArgument = { names: ["--name", "-n"], help: "The name of the Containerapp.", required: true };

/** What `az containerapp create` runs unless told otherwise. */
const QUICKSTART = "mcr.microsoft.com/k8se/quickstart:latest";

export const RUN_ARGUMENTS: readonly AzArgument[] = [
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

export const containerAppCreate: AzCommand = {
  path: "containerapp create",
  summary: "Create a container app.",
  arguments: [
    APP_NAME,
    required(RESOURCE_GROUP),
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
  async run(run) {
    if (!run.has("environment")) throw new AzError("Required argument --environment is not specified.", 2);
    const image = run.text("image") ?? QUICKSTART;
    const credentials = await credentialsForCreate(run, image);
    return appJson(
      await runApp(run, {
        image,
        credentials,
        resourceGroup: run.required("resource-group"),
        environmentName: run.required("environment"),
      }),
    );
  },
  table: appTable,
};

interface AppPlace {
  readonly image: string;
  readonly credentials: AppCredentials | undefined;
  readonly resourceGroup: string;
  readonly environmentName: string;
}

/** Runs an app as the command line describes it. @throws AzError for an ingress without a port; what the cloud throws */
export async function runApp(run: AzRun, place: AppPlace): Promise<ContainerApp> {
  const { credentials } = place;
  const port = run.number("target-port");
  const ingress = run.text("ingress") ?? (port === undefined ? undefined : "external");
  if (run.has("ingress") && port === undefined)
    throw new AzError("usage error: must specify --target-port with --ingress", 2);
  if (credentials)
    await run.warn(
      `Adding registry password as a secret with name "${credentials.server.replaceAll(".", "")}-${credentials.username.toLowerCase()}"`,
    );
  return createContainerApp(run.cloud, {
    ...place,
    name: run.required("name"),
    cpu: run.number("cpu") ?? 0.5,
    memory: Number.parseFloat(run.text("memory") ?? "1.0"),
    environment: environmentOf(run, "env-vars"),
    command: (run.list("command") ?? []).flatMap(commandWords),
    ...(ingress === undefined || port === undefined
      ? {}
      : { ingress: { external: ingress === "external", targetPort: port } }),
  });
}
