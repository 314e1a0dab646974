import { stackJson } from "../../cloud/docker-cloud/app-resources.ts";
import { findStack } from "../../cloud/docker-cloud/find.ts";
import { stackState } from "../../cloud/docker-cloud/service-state.ts";
import { createStack, operateStack, updateStack } from "../../cloud/docker-cloud/stacks.ts";
import type { StackJob } from "../../cloud/docker-cloud/state.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { type CloudRun, FAILED } from "./cloud-run.ts";
import { identifiers, NOT_REUSE_VOLUMES, quiet, STACK, SYNC } from "./common-arguments.ts";
import type { Argument, Parser } from "./parser.ts";
import { pythonJson } from "./python-json.ts";
import { showObjects } from "./show.ts";
import { exportedStack } from "./stack-export.ts";
import { stackServices } from "./stack-files.ts";
import { withSymbol } from "./state-symbol.ts";

/** `docker-cloud stack` (dockercloudcli, parsers.py and commands.py). */

const FILE: Argument = { names: ["-f", "--file"], help: "the name of the Stackfile", kind: "append" };

/** `stack create` and `stack up`. @param start whether its services are to run at once @throws CloudFailure */
async function make(run: CloudRun, start: boolean): Promise<number> {
  const services = await stackServices(run);
  await run.request();
  const name = run.text("name") ?? run.process.cwd.replace(/^.*\//, "");
  const made = createStack(run.cloud, name, services);
  const done = !start || (await run.sync(operateStack(run.cloud, made, "start-stack")));
  await run.out(made.uuid);
  return done ? 0 : FAILED;
}

async function list(run: CloudRun): Promise<number> {
  const all = Object.values(run.cloud.state.stacks).filter((one) => run.cloud.isListed(one));
  const rows = all.map((one) => [
    one.name,
    one.uuid.slice(0, 8),
    withSymbol(stackState(run.cloud, one)),
    run.ago(one.deployed),
    run.ago(one.destroyed),
  ]);
  return showObjects(run, ["NAME", "UUID", "STATUS", "DEPLOYED", "DESTROYED"], rows, all);
}

async function update(run: CloudRun): Promise<number> {
  await run.request();
  const found = findStack(run.cloud, run.text("identifier") ?? "");
  updateStack(run.cloud, found, await stackServices(run));
  await run.out(found.uuid);
  return 0;
}

async function exportStack(run: CloudRun): Promise<number> {
  await run.request();
  const content = exportedStack(run.cloud, findStack(run.cloud, run.text("identifier") ?? ""));
  const path = run.text("file");
  if (path === undefined) await run.out(content);
  else run.process.files.writeFile(resolvePath(run.process.cwd, path), content);
  return 0;
}

const many = identifiers(STACK);

const simple = (name: string, help: string, kind: StackJob, more: readonly Argument[] = []): Parser => ({
  ...{ name, help, description: help, helpAlone: true },
  arguments: [many, ...more, SYNC],
  run: (run) => run.operate(findStack, (found) => operateStack(run.cloud, found, kind)),
});

/** `docker-cloud up` and `docker-cloud stack up`. */
export const up: Parser = {
  name: "up",
  help: "Create and deploy a stack",
  description: "Create and deploy a stack",
  arguments: [
    { names: ["-n", "--name"], help: "The name of the stack, which will be shown in Docker Cloud" },
    FILE,
    SYNC,
  ],
  run: (run) => make(run, true),
};

export const stack: Parser = {
  name: "stack",
  help: "Stack-related operations",
  description: "Stack-related operations",
  helpAlone: true,
  arguments: [],
  commands: {
    title: "Docker Cloud stack commands",
    dest: "subcmd",
    list: [
      {
        name: "create",
        help: "Create a new stack without deploying",
        description: "Create a new stack without deploying",
        arguments: [
          { names: ["-n", "--name"], help: "The name of the stack, which wil be shown in Docker Cloud" },
          FILE,
          SYNC,
        ],
        run: (run) => make(run, false),
      },
      {
        name: "export",
        help: "Export the stack from Docker Cloud",
        description: "Export the stack from Docker Cloud",
        helpAlone: true,
        arguments: [
          { names: ["identifier"], help: "UUID or name of the stack" },
          { names: ["-f", "--file"], help: "the name of the file to export to" },
        ],
        run: exportStack,
      },
      {
        name: "inspect",
        help: "Inspect a stack",
        description: "Inspect a stack",
        helpAlone: true,
        arguments: [many],
        run: (run) => run.each(async (id) => run.out(pythonJson(stackJson(run.cloud, findStack(run.cloud, id))))),
      },
      { name: "ls", help: "List stacks", description: "List stacks", arguments: [quiet()], run: list },
      simple("redeploy", "Redeploy a running stack", "redeploy-stack", [NOT_REUSE_VOLUMES]),
      simple("start", "Start a stack", "start-stack"),
      simple("stop", "Stop a stack", "stop-stack"),
      simple("terminate", "Terminate a stack", "terminate-stack"),
      up,
      {
        name: "update",
        help: "Update a stack",
        description: "Update a stack",
        helpAlone: true,
        arguments: [{ names: ["identifier"], help: STACK }, FILE, SYNC],
        run: update,
      },
    ],
  },
};
