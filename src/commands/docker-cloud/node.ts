import { languageOf } from "../../cli/not-simulated.ts";
import { findNode } from "../../cloud/docker-cloud/find.ts";
import { nodeJson } from "../../cloud/docker-cloud/infrastructure-resources.ts";
import { nodeFqdn } from "../../cloud/docker-cloud/names.ts";
import { terminateNode, upgradeNode } from "../../cloud/docker-cloud/nodes.ts";
import { type CloudRun, FAILED } from "./cloud-run.ts";
import { identifiers, NODE, quiet, SYNC } from "./common-arguments.ts";
import { notSimulatedHere } from "./not-simulated-here.ts";
import type { Parser } from "./parser.ts";
import { pythonJson } from "./python-json.ts";
import { showObjects } from "./show.ts";
import { withSymbol } from "./state-symbol.ts";

/** `docker-cloud node` (dockercloudcli, parsers.py and commands.py). */

async function list(run: CloudRun): Promise<number> {
  const { cloud } = run;
  const all = Object.values(cloud.state.nodes).filter((one) => cloud.isListed(one));
  const rows = all.map((one) => [
    one.uuid.slice(0, 8),
    nodeFqdn(one),
    run.ago(one.deployed === undefined ? undefined : (one.destroyed ?? cloud.clock.now() - 1000)),
    withSymbol(one.state),
    cloud.state.clusters[one.cluster]?.name,
    one.deployed === undefined ? undefined : one.dockerVersion,
  ]);
  return showObjects(run, ["UUID", "FQDN", "LASTSEEN", "STATUS", "CLUSTER", "DOCKER_VER"], rows, all);
}

export const node: Parser = {
  name: "node",
  help: "Node-related operations",
  description: "Node-related operations",
  helpAlone: true,
  arguments: [],
  commands: {
    title: "Docker Cloud node commands",
    dest: "subcmd",
    list: [
      {
        name: "byo",
        help: "Instructions on how to Bring Your Own server to Docker Cloud",
        description: "Instructions on how to Bring Your Own server to Docker Cloud",
        arguments: [],
        run: async (run) => {
          await run.err(notSimulatedHere("docker-cloud node byo", languageOf(run.process.env)));
          return FAILED;
        },
      },
      {
        name: "inspect",
        help: "Inspect a node",
        description: "Inspect a node",
        helpAlone: true,
        arguments: [identifiers(NODE)],
        run: (run) => run.each(async (id) => run.out(pythonJson(nodeJson(run.cloud, findNode(run.cloud, id))))),
      },
      {
        name: "ls",
        help: "List nodes",
        description: "List nodes",
        arguments: [quiet("print only node uuid")],
        run: list,
      },
      {
        name: "rm",
        help: "Remove a node",
        // So it is in the source.
        description: "Remove a container",
        helpAlone: true,
        arguments: [identifiers(NODE), SYNC],
        run: (run) => run.operate(findNode, (one) => terminateNode(run.cloud, one)),
      },
      {
        name: "upgrade",
        help: "Upgrade docker daemon on the node",
        description: "Upgrade docker daemon to the latest version on the node",
        helpAlone: true,
        arguments: [identifiers(NODE), SYNC],
        run: (run) => run.operate(findNode, (one) => upgradeNode(run.cloud, one)),
      },
    ],
  },
};
