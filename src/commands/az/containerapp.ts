import { key } from "../../cloud/cloud.ts";
import type { ContainerApp } from "../../cloud/cloud-state.ts";
import {
  deleteContainerApp,
  ensureEnvironment,
  listContainerApps,
  requireContainerApp,
} from "../../cloud/container-apps.ts";
import { readLogs } from "../../engine/container/logs.ts";
import type { AzCommand, AzRun } from "./az-command.ts";
import { confirm, LOCATION, RESOURCE_GROUP, required, YES } from "./common-arguments.ts";
import { containerAppCreate, APP_NAME as NAME } from "./containerapp-create.ts";
import { appJson, appTable, environmentJson } from "./containerapp-json.ts";
import { containerAppUp } from "./containerapp-up.ts";

/** `az containerapp`, rebuilt from its reference (learn.microsoft.com, cli/azure/containerapp), as far as one image goes. */

const GROUP = required(RESOURCE_GROUP);

export const containerAppCommands: readonly AzCommand[] = [
  containerAppUp,
  containerAppCreate,
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
