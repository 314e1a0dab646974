import { serviceJson } from "../../cloud/docker-cloud/app-resources.ts";
import { CloudFailure } from "../../cloud/docker-cloud/cloud-failure.ts";
import { containersOf } from "../../cloud/docker-cloud/container-state.ts";
import { findService, findStack } from "../../cloud/docker-cloud/find.ts";
import { serviceFqdn, stackOf } from "../../cloud/docker-cloud/names.ts";
import { serviceState } from "../../cloud/docker-cloud/service-state.ts";
import { operateService, updateService } from "../../cloud/docker-cloud/services.ts";
import type { CloudStack, ServiceJob } from "../../cloud/docker-cloud/state.ts";
import { type CloudRun, FAILED } from "./cloud-run.ts";
import { FOLLOW, identifiers, NOT_REUSE_VOLUMES, quiet, SERVICE, SYNC, TAIL } from "./common-arguments.ts";
import { showLogs } from "./logs.ts";
import type { Argument, Parser } from "./parser.ts";
import { pythonJson } from "./python-json.ts";
import { changeArguments, creationArguments } from "./service-arguments.ts";
import { serviceEnv } from "./service-env.ts";
import { serviceRequest } from "./service-request.ts";
import { keepChange, refusesAutodestroy, runService } from "./service-run.ts";
import { showObjects } from "./show.ts";
import { withSymbol } from "./state-symbol.ts";

/** `docker-cloud service` (dockercloudcli, parsers.py and commands.py). */

const operate = (kind: ServiceJob) => (run: CloudRun) =>
  run.operate(findService, (service) => operateService(run.cloud, service, kind));

async function list(run: CloudRun): Promise<number> {
  const { cloud } = run;
  const wanted = run.text("stack");
  const stack = wanted === undefined ? undefined : stackFor(run, wanted);
  const all = Object.values(cloud.state.services).filter(
    (one) =>
      cloud.isListed(one) &&
      (run.text("status") ?? serviceState(cloud, one)) === serviceState(cloud, one) &&
      (!stack || one.stack === stack.uuid),
  );
  const stale = (one: (typeof all)[number]) => !one.synchronized && one.phase !== "Redeploying";
  const rows = all.map((one) => [
    one.name,
    one.uuid.slice(0, 8),
    withSymbol(serviceState(cloud, one)) + (stale(one) ? "(*)" : ""),
    containersOf(cloud, one).length,
    /[:@][^/]*$/.test(one.definition.image) ? one.definition.image : `${one.definition.image}:latest`,
    run.ago(one.deployed),
    serviceFqdn(cloud, one),
    stackOf(cloud, one)?.name,
  ]);
  const headers = ["NAME", "UUID", "STATUS", "#CONTAINERS", "IMAGE", "DEPLOYED", "PUBLIC DNS", "STACK"];
  await showObjects(run, headers, rows, all);
  if (!run.has("quiet") && all.some(stale))
    await run.out(
      "\n(*) Please note that this service needs to be redeployed to have its configuration changes applied",
    );
  return 0;
}

function stackFor(run: CloudRun, identifier: string): CloudStack {
  try {
    return findStack(run.cloud, identifier);
  } catch (error) {
    if (!(error instanceof CloudFailure)) throw error;
    throw new CloudFailure(
      error.kind,
      error.kind === "NonUniqueIdentifier"
        ? `Identifier ${identifier} matches more than one stack, please use UUID instead`
        : `Identifier '${identifier}' does not match any stack`,
    );
  }
}

async function change(run: CloudRun): Promise<number> {
  if (await refusesAutodestroy(run)) return FAILED;
  const image = run.text("image");
  const request = { ...serviceRequest(run), ...(image === undefined ? {} : { image }) };
  return run.each((id) => keepChange(run, findService(run.cloud, id), id, request));
}

const STATES =
  "Init,Stopped,Starting,Running,Stopping,Terminating,Terminated,Scaling,Partly running,Not running,Redeploying".split(
    ",",
  );

const many = identifiers(SERVICE);

const simple = (name: string, help: string, kind: ServiceJob, more: readonly Argument[] = []): Parser => ({
  ...{ name, help, description: help, helpAlone: true },
  arguments: [many, ...more, SYNC],
  run: operate(kind),
});

export const service: Parser = {
  name: "service",
  help: "Service-related operations",
  description: "Service-related operations",
  helpAlone: true,
  arguments: [],
  commands: {
    title: "Docker Cloud service commands",
    dest: "subcmd",
    list: [
      {
        name: "create",
        help: "Create a new service",
        description: "Create a new service",
        helpAlone: true,
        arguments: creationArguments({ port: "'80:80/tcp'" }),
        run: (run) => runService(run, false),
      },
      serviceEnv,
      {
        name: "inspect",
        help: "Get all details from a service",
        description: "Get all details from a service",
        helpAlone: true,
        arguments: [many],
        run: (run) => run.each(async (id) => run.out(pythonJson(serviceJson(run.cloud, findService(run.cloud, id))))),
      },
      {
        name: "logs",
        help: "Get logs from a service",
        description: "Get logs from a service",
        helpAlone: true,
        arguments: [many, FOLLOW, TAIL],
        run: (run) =>
          run.each(async (id) => showLogs(run, containersOf(run.cloud, findService(run.cloud, id)), { named: true })),
      },
      {
        name: "ps",
        help: "List services",
        description: "List services",
        arguments: [
          quiet(),
          { names: ["-s", "--status"], help: "filter services by status", choices: STATES },
          { names: ["--stack"], help: "filter services by stack (UUID either long or short, or name)" },
        ],
        run: list,
      },
      simple("redeploy", "Redeploy a running service", "redeploy-service", [NOT_REUSE_VOLUMES]),
      {
        name: "run",
        help: "Create and run a new service",
        description: "Create and run a new service",
        helpAlone: true,
        arguments: creationArguments(),
        run: (run) => runService(run, true),
      },
      {
        name: "scale",
        help: "Scale a running service",
        description: "Scale a running service",
        helpAlone: true,
        arguments: [
          many,
          {
            names: ["target_num_containers"],
            metavar: "target-num-containers",
            help: "target number of containers to scale this service to",
            type: "int",
          },
          SYNC,
        ],
        run: (run) =>
          run.operate(findService, (found) => {
            const before = found.synchronized;
            updateService(run.cloud, found, { targetContainers: run.number("target_num_containers") ?? 1 });
            found.synchronized = before;
            return operateService(run.cloud, found, "scale-service");
          }),
      },
      {
        name: "set",
        help: "Change and replace the existing service properties",
        description: "Change service properties. This command REPLACES the existing properties.",
        helpAlone: true,
        arguments: changeArguments(many),
        run: change,
      },
      simple("start", "Start a stopped service", "start-service"),
      simple("stop", "Stop a running service", "stop-service"),
      simple("terminate", "Terminate a service", "terminate-service"),
    ],
  },
};
