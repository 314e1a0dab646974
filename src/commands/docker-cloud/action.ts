import { actionOver, retryAction } from "../../cloud/docker-cloud/actions.ts";
import { actionJson } from "../../cloud/docker-cloud/app-resources.ts";
import { apiError } from "../../cloud/docker-cloud/cloud-failure.ts";
import { CALLER_ADDRESS } from "../../cloud/docker-cloud/docker-cloud.ts";
import { findAction } from "../../cloud/docker-cloud/find.ts";
import { actionUri } from "../../cloud/docker-cloud/uris.ts";
import type { CloudRun } from "./cloud-run.ts";
import { FOLLOW, identifiers, LOG_LINES, quiet, TAIL } from "./common-arguments.ts";
import type { Parser } from "./parser.ts";
import { pythonJson } from "./python-json.ts";
import { showObjects } from "./show.ts";

/** `docker-cloud action` (dockercloudcli, parsers.py and commands.py). */

const DEFAULT_LAST = 25;

async function list(run: CloudRun): Promise<number> {
  const all = run.cloud.state.actions.slice(-(run.number("last") || DEFAULT_LAST)).reverse();
  const rows = all.map((one) => [
    one.uuid.slice(0, 8),
    one.name,
    run.ago(one.start),
    run.ago(one.end),
    // What comes after the third slash of "api/app/v1/…".
    one.object
      .replace(/^\/|\/$/g, "")
      .split("/")
      .slice(3)
      .join("/"),
    CALLER_ADDRESS,
    "",
  ]);
  return showObjects(run, ["UUID", "ACTION", "START", "END", "TARGET", "IP", "LOCATION"], rows, all);
}

async function logs(run: CloudRun): Promise<number> {
  return run.each(async (id) => {
    const action = findAction(run.cloud, id);
    const shown = action.logs.slice(-(run.number("tail") ?? LOG_LINES));
    for (const line of shown) await run.out(line);
    if (!run.has("follow")) return;
    let next = action.logs.length;
    while (action.state === "In progress") {
      await Promise.race([actionOver(action), run.process.sleep(1000)]);
      for (const line of action.logs.slice(next)) await run.out(line);
      next = action.logs.length;
    }
  });
}

const many = identifiers("action's UUID (either long or short)");

export const action: Parser = {
  name: "action",
  help: "Action-related operations",
  description: "Action-related operations",
  helpAlone: true,
  arguments: [],
  commands: {
    title: "Docker Cloud action commands",
    dest: "subcmd",
    list: [
      {
        name: "cancel",
        help: "Cancel an action in Pending or In progress state",
        description: "Cancels an action in Pending or In progress state",
        helpAlone: true,
        arguments: [many],
        run: (run) =>
          run.each(async (id) => {
            const one = findAction(run.cloud, id);
            // The operations of this playground go on to their end once they are begun.
            throw apiError(409, "POST", `${actionUri(one.uuid)}cancel/`, `Action ${one.name} cannot be canceled`);
          }),
      },
      {
        name: "inspect",
        help: "Get all details from an action",
        description: "Get all details from an action",
        helpAlone: true,
        arguments: [many],
        run: (run) => run.each(async (id) => run.out(pythonJson(actionJson(findAction(run.cloud, id))))),
      },
      {
        name: "logs",
        help: "Get logs from an action",
        description: "Get logs from an action",
        helpAlone: true,
        arguments: [many, FOLLOW, TAIL],
        run: logs,
      },
      {
        name: "ls",
        help: "List actions",
        description: "List actions",
        arguments: [
          quiet("print only action uuid"),
          { names: ["-l", "--last"], help: "Output the last number of actions (default:25)", type: "int" },
        ],
        run: list,
      },
      {
        name: "retry",
        help: "Retries an action in Success, Failed or Canceled state",
        description: "Retries an action in Success, Failed or Canceled state",
        helpAlone: true,
        arguments: [many],
        run: (run) =>
          run.each(async (id) => {
            retryAction(run.cloud, findAction(run.cloud, id));
          }),
      },
    ],
  },
};
