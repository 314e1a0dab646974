import { resourceId } from "../../cloud/account.ts";
import { key } from "../../cloud/cloud.ts";
import type { ResourceGroup } from "../../cloud/cloud-state.ts";
import { requireResourceGroup } from "../../cloud/require-resource-group.ts";
import { createResourceGroup, deleteResourceGroup, listResourceGroups } from "../../cloud/resource-groups.ts";
import type { AzArgument, AzCommand, JsonObject } from "./az-command.ts";
import { confirm, LOCATION, NO_WAIT, required, TAGS, tagsOf, YES } from "./common-arguments.ts";

/** `az group`, rebuilt from its reference (learn.microsoft.com, cli/azure/group). */

const NAME: AzArgument = {
  names: ["--name", "--resource-group", "-n", "-g"],
  help: "Name of the resource group.",
  required: true,
};

/** What making a group takes, ms. */
const CREATE_MS = 1200;

function groupJson({ name, location, tags }: ResourceGroup): JsonObject {
  return {
    id: resourceId(name),
    location,
    managedBy: null,
    name,
    properties: { provisioningState: "Succeeded" },
    tags: tags ?? null,
    type: "Microsoft.Resources/resourceGroups",
  };
}

const tableRow = ({ name, location }: ResourceGroup): JsonObject => ({
  Name: name,
  Location: location,
  Status: "Succeeded",
});

export const groupCommands: readonly AzCommand[] = [
  {
    path: "group create",
    summary: "Create a new resource group.",
    arguments: [required(LOCATION), { ...NAME, help: "Name of the new resource group." }, TAGS],
    examples: [
      [
        "az group create --location westus --resource-group MyResourceGroup",
        "Create a new resource group in the West US region.",
      ],
    ],
    async run(run) {
      await run.cloud.work(CREATE_MS, run.process.signal);
      return groupJson(createResourceGroup(run.cloud, run.required("name"), run.required("location"), tagsOf(run)));
    },
  },
  {
    path: "group list",
    summary: "List resource groups.",
    arguments: [{ names: ["--tag"], help: "A single tag in 'key[=value]' format. Use \"\" to clear existing tags." }],
    examples: [["az group list", "List all resource groups in the subscription."]],
    async run(run) {
      const [name, value] = (run.text("tag") ?? "").split("=");
      return listResourceGroups(run.cloud)
        .filter(({ tags }) => !name || (value === undefined ? tags?.[name] !== undefined : tags?.[name] === value))
        .map(groupJson);
    },
    table: (answer) =>
      Array.isArray(answer) ? answer.map(({ name, location }) => tableRow({ name, location })) : answer,
  },
  {
    path: "group show",
    summary: "Gets a resource group.",
    arguments: [NAME],
    examples: [["az group show --resource-group MyResourceGroup", "Show a resource group."]],
    run: async (run) => groupJson(requireResourceGroup(run.cloud, run.required("name"))),
  },
  {
    path: "group exists",
    summary: "Check if a resource group exists.",
    arguments: [NAME],
    examples: [["az group exists -n MyResourceGroup", "Check if 'MyResourceGroup' exists."]],
    run: async (run) => run.cloud.state.groups[key(run.required("name"))] !== undefined,
  },
  {
    path: "group delete",
    summary: "Delete a resource group.",
    arguments: [NAME, YES, NO_WAIT],
    examples: [["az group delete --name MyResourceGroup", "Delete a resource group."]],
    async run(run) {
      const name = run.required("name");
      await confirm(run, "Are you sure you want to perform this operation?");
      const { name: exact } = requireResourceGroup(run.cloud, name);
      const deleted = deleteResourceGroup(run.cloud, exact);
      if (run.has("no-wait")) void deleted.catch(() => {});
      else await deleted;
      return undefined;
    },
  },
];
