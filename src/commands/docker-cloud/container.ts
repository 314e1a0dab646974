import { containerJson } from "../../cloud/docker-cloud/app-resources.ts";
import { CloudFailure } from "../../cloud/docker-cloud/cloud-failure.ts";
import { containerState, engineContainer, exitCodeOf } from "../../cloud/docker-cloud/container-state.ts";
import { operateContainer } from "../../cloud/docker-cloud/containers.ts";
import { findCloudContainer, findService } from "../../cloud/docker-cloud/find.ts";
import { containerFqdn, stackOf } from "../../cloud/docker-cloud/names.ts";
import type { CloudContainer, CloudService, ContainerJob } from "../../cloud/docker-cloud/state.ts";
import type { CloudRun } from "./cloud-run.ts";
import { CONTAINER, FOLLOW, identifiers, NOT_REUSE_VOLUMES, quiet, SYNC, TAIL } from "./common-arguments.ts";
import { execParser } from "./exec.ts";
import { showLogs } from "./logs.ts";
import type { Argument, Parser } from "./parser.ts";
import { pythonJson } from "./python-json.ts";
import { showObjects } from "./show.ts";
import { withSymbol } from "./state-symbol.ts";

/** `docker-cloud container` (dockercloudcli, parsers.py and commands.py). */

const operate = (kind: ContainerJob) => (run: CloudRun) =>
  run.operate(findCloudContainer, (one) => operateContainer(run.cloud, one, kind));

/** How long a command and a list of ports may be in the table. */
const CUT = 20;

const cut = (text: string, whole: boolean) => (whole || text.length <= CUT ? text : `${text.slice(0, CUT - 3)}...`);

async function list(run: CloudRun): Promise<number> {
  const { cloud } = run;
  const whole = run.has("no_trunc");
  const wanted = run.text("service");
  const service = wanted === undefined ? undefined : serviceFor(run, wanted);
  const all = Object.values(cloud.state.containers).filter(
    (one) =>
      cloud.isListed(one) &&
      (run.text("status") ?? containerState(cloud, one)) === containerState(cloud, one) &&
      (!service || one.service === service.uuid),
  );
  const rows = all.map((one) => {
    const own = cloud.state.services[one.service];
    const image = own?.definition.image ?? "";
    return [
      one.name,
      whole ? one.uuid : one.uuid.slice(0, 8),
      withSymbol(containerState(cloud, one)),
      /[:@][^/]*$/.test(image) ? image : `${image}:latest`,
      cut(commandOf(run, one), whole),
      exitCodeOf(cloud, one),
      run.ago(one.deployed),
      cut(portsOf(run, one), whole),
      whole ? one.node : one.node.slice(0, 8),
      own && stackOf(cloud, own)?.name,
    ];
  });
  const headers = "NAME,UUID,STATUS,IMAGE,RUN COMMAND,EXIT CODE,DEPLOYED,PORTS,NODE,STACK".split(",");
  return showObjects(run, headers, rows, all);
}

const commandOf = (run: CloudRun, one: CloudContainer) =>
  (engineContainer(run.cloud, one)?.container.config.Cmd ?? []).join(" ");

/** "web-1.03ea0fea.cont.dockerapp.io:32768->80/tcp, 9600/tcp" */
function portsOf(run: CloudRun, one: CloudContainer): string {
  const ports = Object.entries(engineContainer(run.cloud, one)?.container.ports ?? {});
  return ports
    .map(([inner, bindings]) => {
      const outer = bindings?.[0]?.HostPort;
      return outer === undefined ? inner : `${containerFqdn(run.cloud, one)}:${outer}->${inner}`;
    })
    .join(", ");
}

function serviceFor(run: CloudRun, identifier: string): CloudService {
  try {
    return findService(run.cloud, identifier);
  } catch (error) {
    if (!(error instanceof CloudFailure)) throw error;
    throw new CloudFailure(
      error.kind,
      error.kind === "NonUniqueIdentifier"
        ? `Identifier ${identifier} matches more than one service, please use UUID instead`
        : `Identifier '${identifier}' does not match any service`,
    );
  }
}

const many = identifiers(CONTAINER);

const simple = (name: string, help: string, kind: ContainerJob, more: readonly Argument[] = []): Parser => ({
  ...{ name, help, description: help, helpAlone: true },
  arguments: [many, ...more, SYNC],
  run: operate(kind),
});

export const container: Parser = {
  name: "container",
  help: "Container-related operations",
  description: "Container-related operations",
  helpAlone: true,
  arguments: [],
  commands: {
    title: "Docker Cloud container commands",
    dest: "subcmd",
    list: [
      execParser(CONTAINER),
      {
        name: "inspect",
        help: "Inspect a container",
        description: "Inspect a container",
        helpAlone: true,
        arguments: [many],
        run: (run) =>
          run.each(async (id) => run.out(pythonJson(containerJson(run.cloud, findCloudContainer(run.cloud, id))))),
      },
      {
        name: "logs",
        help: "Get logs from a container",
        description: "Get logs from a container",
        helpAlone: true,
        arguments: [many, FOLLOW, TAIL],
        run: (run) => run.each(async (id) => showLogs(run, [findCloudContainer(run.cloud, id)], { named: false })),
      },
      simple("redeploy", "Redeploy a running container", "redeploy-container", [NOT_REUSE_VOLUMES]),
      {
        name: "ps",
        help: "List containers",
        description: "List containers",
        arguments: [
          quiet(),
          {
            names: ["-s", "--status"],
            help: "filter containers by status",
            choices: ["Init", "Stopped", "Starting", "Running", "Stopping", "Terminating", "Terminated"],
          },
          { names: ["--service"], help: "filter containers by service (UUID either long or short, or name)" },
          { names: ["--no-trunc"], help: "don't truncate output", kind: "flag" },
        ],
        run: list,
      },
      simple("start", "Start a container", "start-container"),
      simple("stop", "Stop a container", "stop-container"),
      simple("terminate", "Terminate a container", "terminate-container"),
    ],
  },
};
