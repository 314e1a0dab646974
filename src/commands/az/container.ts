import { detachKeys } from "../../cli/container/detach-keys.ts";
import { openSession } from "../../cli/container/session.ts";
import { key } from "../../cloud/cloud.ts";
import {
  changeContainerGroup,
  deleteContainerGroup,
  listContainerGroups,
  requireContainerGroup,
} from "../../cloud/container-groups.ts";
import { createExec } from "../../engine/container/exec.ts";
import { followLogs, readLogs } from "../../engine/container/logs.ts";
import type { AzArgument, AzCommand, AzRun } from "./az-command.ts";
import { confirm, NO_WAIT, RESOURCE_GROUP, required, YES } from "./common-arguments.ts";
import { containerCreate } from "./container-create.ts";
import { containerGroupJson, containerGroupTable } from "./container-group-json.ts";

/** `az container`, rebuilt from its reference (learn.microsoft.com, cli/azure/container). */

const NAME: AzArgument = { names: ["--name", "-n"], help: "The name of the container group.", required: true };
const GROUP = required(RESOURCE_GROUP);

/** What deleting a group takes, ms. */
const DELETE_MS = 2000;

export const containerCommands: readonly AzCommand[] = [
  containerCreate,
  {
    path: "container list",
    summary: "List container groups.",
    arguments: [RESOURCE_GROUP],
    examples: [["az container list -g MyResourceGroup", "List the container groups in a resource group."]],
    run: async (run) =>
      listContainerGroups(run.cloud, run.text("resource-group")).map((one) =>
        containerGroupJson(run.cloud, one, false),
      ),
    table: containerGroupTable,
  },
  {
    path: "container show",
    summary: "Get the details of a container group.",
    arguments: [GROUP, NAME],
    run: async (run) => containerGroupJson(run.cloud, groupOf(run)),
    table: containerGroupTable,
  },
  {
    path: "container logs",
    summary: "Examine the logs for a container in a container group.",
    arguments: [
      GROUP,
      NAME,
      {
        names: ["--container-name"],
        help: "The container name to tail the logs. If omitted, the first container in the container group will be chosen.",
      },
      { names: ["--follow"], help: "Indicate to stream the tailing logs.", kind: "flag" },
    ],
    run: logs,
  },
  {
    path: "container exec",
    summary: "Execute a command from within a running container of a container group.",
    arguments: [
      GROUP,
      NAME,
      { names: ["--exec-command"], help: "The command to run from within the container.", required: true },
      {
        names: ["--container-name"],
        help: "The container name where to execute the command. Can be omitted for container groups with only one container.",
      },
    ],
    run: exec,
  },
  ...(["start", "stop", "restart"] as const).map(
    (change): AzCommand => ({
      path: `container ${change}`,
      summary: { start: "Starts", stop: "Stops", restart: "Restarts" }[change].concat(
        " all containers in a container group.",
      ),
      arguments: [GROUP, NAME, ...(change === "stop" ? [] : [NO_WAIT])],
      async run(run) {
        await changeContainerGroup(run.cloud, groupOf(run), change);
        return undefined;
      },
    }),
  ),
  {
    path: "container delete",
    summary: "Delete a container group.",
    arguments: [GROUP, NAME, YES],
    async run(run) {
      await confirm(run, "Are you sure you want to perform this operation?");
      const group = run.cloud.state.containerGroups[key(run.required("resource-group"), run.required("name"))];
      if (!group) return undefined;
      const answer = containerGroupJson(run.cloud, group, false);
      await run.cloud.work(DELETE_MS, run.process.signal);
      await deleteContainerGroup(run.cloud, group);
      return answer;
    },
    table: containerGroupTable,
  },
];

const groupOf = (run: AzRun) => requireContainerGroup(run.cloud, run.required("resource-group"), run.required("name"));

async function logs(run: AzRun) {
  const { containerId } = groupOf(run);
  const engine = run.cloud.ports.engine();
  if (run.has("follow"))
    await followLogs(
      engine,
      containerId,
      { stdout: true, stderr: true },
      ({ text }) => run.out(text),
      run.process.signal,
    );
  else
    await run.out(
      `${readLogs(engine, containerId, { stdout: true, stderr: true })
        .map(({ text }) => text)
        .join("")}\n`,
    );
  return undefined;
}

/** A terminal in a container: one program, without arguments, as Azure has it. */
async function exec(run: AzRun) {
  const { process, cloud } = run;
  const { containerId } = groupOf(run);
  const size = process.tty ? { columns: process.tty.columns, rows: process.tty.rows } : {};
  const cmd = [run.required("exec-command")];
  const program = createExec(cloud.ports.engine(), containerId, { cmd, tty: true, stdin: true, ...size });
  const session = openSession(process, program.streams, {
    stdin: true,
    stdout: true,
    stderr: true,
    detachKeys: detachKeys(""),
    closeStdin: true,
  });
  try {
    const status = program.run();
    status.catch(() => {});
    await Promise.race([session.over, status]);
  } finally {
    session.close();
  }
  return undefined;
}
