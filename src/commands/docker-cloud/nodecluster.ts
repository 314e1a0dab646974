import { findCluster } from "../../cloud/docker-cloud/find.ts";
import { findNodeType, findRegion, NODE_TYPES, PROVIDERS, REGIONS } from "../../cloud/docker-cloud/infrastructure.ts";
import { clusterJson, zonesJson } from "../../cloud/docker-cloud/infrastructure-resources.ts";
import {
  createCluster,
  deployCluster,
  scaleCluster,
  terminateCluster,
} from "../../cloud/docker-cloud/node-clusters.ts";
import { nodesOf } from "../../cloud/docker-cloud/nodes.ts";
import type { CloudRun } from "./cloud-run.ts";
import { FAILED } from "./cloud-run.ts";
import { identifiers, NODE, quiet, SYNC } from "./common-arguments.ts";
import type { Argument, Parser } from "./parser.ts";
import { pythonJson } from "./python-json.ts";
import { show, showObjects } from "./show.ts";

/** `docker-cloud nodecluster` (dockercloudcli, parsers.py and commands.py). */

const PROVIDER: Argument = { names: ["-p", "--provider"], help: "filtered by provider name (e.g. digitalocean)" };

async function create(run: CloudRun): Promise<number> {
  const text = (name: string) => run.text(name) ?? "";
  const cluster = createCluster(run.cloud, {
    name: text("name"),
    provider: text("provider"),
    region: text("region"),
    nodeType: text("nodetype"),
    targetNodes: run.number("target_num_nodes"),
    disk: run.number("disk"),
    tags: run.list("tag"),
  });
  await run.request();
  const done = await run.sync(deployCluster(run.cloud, cluster));
  await run.out(cluster.uuid);
  return done ? 0 : FAILED;
}

async function list(run: CloudRun): Promise<number> {
  const all = Object.values(run.cloud.state.clusters).filter((one) => run.cloud.isListed(one));
  const rows = all.map((one) => [
    one.name,
    one.uuid.slice(0, 8),
    findRegion(one.provider, one.region)?.label,
    findNodeType(one.provider, one.nodeType)?.label,
    run.ago(one.deployed),
    one.state,
    nodesOf(run.cloud, one).length,
    one.targetNodes,
  ]);
  const headers = ["NAME", "UUID", "REGION", "TYPE", "DEPLOYED", "STATUS", "CURRENT#NODES", "TARGET#NODES"];
  return showObjects(run, headers, rows, all);
}

export const nodecluster: Parser = {
  name: "nodecluster",
  help: "NodeCluster-related operations",
  description: "NodeCluster-related operations",
  helpAlone: true,
  arguments: [],
  commands: {
    title: "Docker Cloud node commands",
    dest: "subcmd",
    list: [
      {
        name: "az",
        help: "Show all available availability zones",
        arguments: [quiet("print only availability zone name")],
        run: (run) => {
          const zones = zonesJson();
          const rows = zones.map((one) => [String(one.name), one.available ? "Yes" : "No", String(one.resource_uri)]);
          return show(
            run,
            ["NAME", "AVAILABLE", "RESOURCE URI"],
            rows,
            zones.map(({ name }) => String(name)),
          );
        },
      },
      {
        name: "create",
        help: "Create a nodecluster",
        description: "Create a nodecluster",
        helpAlone: true,
        arguments: [
          {
            names: ["-t", "--target-num-nodes"],
            help: "the target number of nodes to run for this cluster (default: 1)",
            type: "int",
          },
          { names: ["name"], help: "name of the node cluster to create" },
          { names: ["provider"], help: "name of the provider" },
          { names: ["region"], help: "name of the region" },
          { names: ["nodetype"], help: "name of the node type" },
          SYNC,
          {
            names: ["--disk"],
            help: "Disk size of node in GB(Default:60). The available value varies depending on the providers",
          },
          { names: ["--tag"], help: "set the tag of the node cluster", kind: "append" },
          { names: ["--aws-vpc-id"], help: "aws provider option: vpc id" },
          { names: ["--aws-vpc-subnet"], help: "aws provider option: vpc subnet", kind: "append" },
          { names: ["--aws-vpc-security-group"], help: "aws provider option: vpc security group", kind: "append" },
          {
            names: ["--aws-iam-instance-profile-name"],
            help: "aws provider option: instance profile name for the iam",
          },
        ],
        run: create,
      },
      {
        name: "inspect",
        help: "Inspect a nodecluster",
        description: "Inspect a nodecluster",
        helpAlone: true,
        arguments: [identifiers(NODE)],
        run: (run) => run.each(async (id) => run.out(pythonJson(clusterJson(run.cloud, findCluster(run.cloud, id))))),
      },
      {
        name: "ls",
        help: "List node clusters",
        description: "List node clusters",
        arguments: [quiet("print only node uuid")],
        run: list,
      },
      {
        name: "nodetype",
        help: "Show all available types",
        arguments: [PROVIDER, { names: ["-r", "--region"], help: "filtered by region name (e.g. ams1)" }],
        run: (run) => {
          const rows = NODE_TYPES.map(({ name, label, provider }) => ({
            ...{ name, label, provider },
            regions: REGIONS.filter((one) => one.provider === provider && one.nodeTypes.includes(name)),
          })).filter(
            ({ provider, regions }) =>
              (run.text("provider") ?? provider) === provider &&
              (!run.has("region") || regions.some(({ name }) => name === run.text("region"))),
          );
          return show(
            run,
            ["NAME", "LABEL", "PROVIDER", "REGIONS"],
            rows.map(({ name, label, provider, regions }) => [
              name,
              label,
              provider,
              regions.map((region) => region.name).join(", "),
            ]),
            [],
          );
        },
      },
      {
        name: "provider",
        help: "Show all available infrastructure providers",
        description: "Show all available infrastructure providers",
        arguments: [quiet("print only provider name")],
        run: (run) =>
          show(
            run,
            ["NAME", "LABEL"],
            PROVIDERS.map(({ name, label }) => [name, label]),
            PROVIDERS.map(({ name }) => name),
          ),
      },
      {
        name: "region",
        help: "Show all available regions",
        arguments: [PROVIDER],
        run: (run) =>
          show(
            run,
            ["NAME", "LABEL", "PROVIDER"],
            REGIONS.filter(({ provider }) => (run.text("provider") ?? provider) === provider).map(
              ({ name, label, provider }) => [name, label, provider],
            ),
            [],
          ),
      },
      {
        name: "rm",
        help: "Remove node clusters",
        description: "Remove node clusters",
        helpAlone: true,
        arguments: [identifiers(NODE), SYNC],
        run: (run) => run.operate(findCluster, (one) => terminateCluster(run.cloud, one)),
      },
      {
        name: "scale",
        help: "Scale a running node cluster",
        description: "Scale a running node cluster",
        helpAlone: true,
        arguments: [
          identifiers("node cluster's UUID (either long or short) or name"),
          {
            names: ["target_num_nodes"],
            metavar: "target-num-nodes",
            help: "target number of nodes to scale this node cluster to",
            type: "int",
          },
          SYNC,
        ],
        run: (run) =>
          run.operate(findCluster, (one) => scaleCluster(run.cloud, one, run.number("target_num_nodes") ?? 1)),
      },
    ],
  },
};
