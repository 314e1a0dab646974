import { languageOf } from "../../cli/not-simulated.ts";
import { apiError, CloudFailure } from "../../cloud/docker-cloud/cloud-failure.ts";
import { repositoryUri } from "../../cloud/docker-cloud/uris.ts";
import { type CloudRun, FAILED } from "./cloud-run.ts";
import { quiet } from "./common-arguments.ts";
import { notSimulatedHere } from "./not-simulated-here.ts";
import type { Argument, Parser } from "./parser.ts";
import { show } from "./show.ts";

/**
 * `docker-cloud repository` (dockercloudcli, parsers.py and commands.py). None can be registered: whoever has an account
 * at another registry must not type its password here.
 */

const NAME = "full repository name, i.e. quay.io/docker/test-repo";

async function refuse(run: CloudRun, what: string): Promise<number> {
  await run.err(notSimulatedHere(`docker-cloud repository ${what}`, languageOf(run.process.env)));
  return FAILED;
}

const credentials = (prefix: string): readonly Argument[] => [
  { names: ["-u", "--username"], help: `${prefix}username to authenticate with the external registry` },
  { names: ["-p", "--password"], help: `${prefix}password to authenticate with the external registry` },
];

export const repository: Parser = {
  name: "repository",
  help: "Repository-related operations",
  description: "Repository-related operations",
  helpAlone: true,
  arguments: [],
  commands: {
    title: "Docker Cloud repository commands",
    dest: "subcmd",
    list: [
      {
        name: "ls",
        help: "List all registered external repositories",
        description: "List all registered external repositories",
        arguments: [quiet("print only repository names")],
        run: (run) => show(run, ["NAME", "IN_USE"], [], []),
      },
      {
        name: "inspect",
        help: "Inspect an external repository",
        description: "Inspect an external repository",
        helpAlone: true,
        arguments: [{ names: ["identifier"], help: "repository name", kind: "many" }],
        run: (run) =>
          run.each(async (id) => {
            throw new CloudFailure("ObjectNotFound", `Cannot find a repository with the identifier '${id}'`);
          }),
      },
      {
        name: "register",
        help: "Register an external repository in Docker Cloud",
        description: "Register an external repository in Docker Cloud",
        helpAlone: true,
        arguments: [{ names: ["repository_name"], help: NAME }, ...credentials("")],
        run: (run) => refuse(run, "register"),
      },
      {
        name: "rm",
        help: "Remove an external repository from Docker Cloud",
        description: "Remove an external repository from Docker Cloud",
        helpAlone: true,
        arguments: [{ names: ["repository_name"], help: NAME, kind: "many" }],
        run: (run) =>
          run.each(async (id) => {
            throw apiError(404, "GET", repositoryUri(id), "Repository not found");
          }, run.list("repository_name")),
      },
      {
        name: "update",
        help: "Update a registered repository in Docker Cloud",
        description: "Update a registered repository in Docker Cloud",
        helpAlone: true,
        arguments: [{ names: ["repository_name"], help: NAME, kind: "many" }, ...credentials("new ")],
        run: (run) => refuse(run, "update"),
      },
    ],
  },
};
