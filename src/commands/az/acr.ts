import { ACCOUNT } from "../../cloud/account.ts";
import type { CloudRegistry, RegistrySku } from "../../cloud/cloud-state.ts";
import {
  checkRegistryName,
  createRegistry,
  deleteRegistry,
  findRegistry,
  issueToken,
  listRegistries,
  loginServer,
  TOKEN_USER,
} from "../../cloud/registries.ts";
import { TextOutput } from "../../kernel/stream.ts";
import { runCommand } from "../run-command.ts";
import { type AzArgument, type AzCommand, AzError, type AzRun } from "./az-command.ts";
import { confirm, LOCATION, RESOURCE_GROUP, required, TAGS, tagsOf, YES } from "./common-arguments.ts";
import { registryJson, registryTable } from "./registry-json.ts";

/** `az acr`, rebuilt from its reference (learn.microsoft.com, cli/azure/acr). */

export const REGISTRY: AzArgument = {
  names: ["--name", "--registry", "-n", "-r"],
  help: "The name of the container registry. It should be specified in lower case. You can configure the default registry name using `az configure --defaults acr=<registry name>`.",
  required: true,
};

const SKUS: readonly RegistrySku[] = ["Basic", "Standard", "Premium"];
const SKU: AzArgument = { names: ["--sku"], help: "The SKU of the container registry.", choices: SKUS };
const ADMIN: AzArgument = {
  names: ["--admin-enabled"],
  help: "Indicates whether the admin user is enabled.",
  kind: "boolean",
};

/** What changing a registry takes, ms. */
const UPDATE_MS = 1500;

/** The registry that a command names. @throws AzError when there is none */
export function registryOf(run: AzRun, argument = "name"): CloudRegistry {
  const name = run.required(argument).replace(/\.azurecr\.io$/, "");
  const found = findRegistry(run.cloud, name, run.text("resource-group"));
  if (found) return found;
  throw new AzError(
    `The resource with name '${name}' and type 'Microsoft.ContainerRegistry/registries' could not be found in subscription '${ACCOUNT.subscriptionName} (${ACCOUNT.subscriptionId})'.`,
    3,
  );
}

const skuOf = (run: AzRun): RegistrySku | undefined => SKUS.find((sku) => sku === run.text("sku"));

export const acrCommands: readonly AzCommand[] = [
  {
    path: "acr create",
    summary: "Create an Azure Container Registry.",
    arguments: [REGISTRY, required(RESOURCE_GROUP), required(SKU), ADMIN, LOCATION, TAGS],
    examples: [
      [
        "az acr create -n myregistry -g MyResourceGroup --sku Standard",
        "Create a managed container registry with the Standard SKU.",
      ],
    ],
    async run(run) {
      const name = run.required("name");
      if (/^\w*[A-Z]\w*$/.test(name)) throw new AzError("argument error: Registry name must use only lowercase.", 1);
      const registry = await createRegistry(run.cloud, {
        name,
        resourceGroup: run.required("resource-group"),
        sku: skuOf(run) ?? "Basic",
        location: run.text("location"),
        adminEnabled: run.boolean("admin-enabled"),
        tags: tagsOf(run),
      });
      return registryJson(registry);
    },
    table: registryTable,
  },
  {
    path: "acr list",
    summary: "List all the container registries under the current subscription.",
    arguments: [RESOURCE_GROUP],
    examples: [
      ["az acr list -o table", "List container registries and show the results in a table."],
      [
        "az acr list -g MyResourceGroup -o table",
        "List container registries in a resource group and show the results in a table.",
      ],
    ],
    run: async (run) => listRegistries(run.cloud, run.text("resource-group")).map(registryJson),
    table: registryTable,
  },
  {
    path: "acr show",
    summary: "Get the details of an Azure Container Registry.",
    arguments: [REGISTRY, RESOURCE_GROUP],
    examples: [
      ["az acr show -n myregistry --query loginServer", "Get the login server for an Azure Container Registry."],
    ],
    run: async (run) => registryJson(registryOf(run)),
    table: registryTable,
  },
  {
    path: "acr update",
    summary: "Update an Azure Container Registry.",
    arguments: [
      REGISTRY,
      RESOURCE_GROUP,
      SKU,
      ADMIN,
      {
        names: ["--anonymous-pull-enabled"],
        help: "Enable registry-wide pull from unauthenticated clients.",
        kind: "boolean",
      },
      TAGS,
    ],
    examples: [
      [
        "az acr update -n myregistry --admin-enabled true",
        "Enable the administrator user account for an Azure Container Registry.",
      ],
    ],
    async run(run) {
      const registry = registryOf(run);
      const anonymous = run.boolean("anonymous-pull-enabled");
      const tags = tagsOf(run);
      await run.cloud.work(UPDATE_MS, run.process.signal);
      registry.sku = skuOf(run) ?? registry.sku;
      registry.adminEnabled = run.boolean("admin-enabled") ?? registry.adminEnabled;
      registry.anonymousPull = anonymous ?? registry.anonymousPull;
      if (tags) registry.tags = tags;
      return registryJson(registry);
    },
    table: registryTable,
  },
  {
    path: "acr delete",
    summary: "Delete an Azure Container Registry.",
    arguments: [REGISTRY, RESOURCE_GROUP, YES],
    examples: [["az acr delete -n myregistry", "Delete an Azure Container Registry."]],
    async run(run) {
      const registry = registryOf(run);
      await confirm(run, `Are you sure you want to delete the registry '${run.required("name")}'?`);
      await run.cloud.work(UPDATE_MS, run.process.signal);
      deleteRegistry(run.cloud, registry);
      return undefined;
    },
  },
  {
    path: "acr check-name",
    summary: "Check if an Azure Container Registry name is valid and available for use.",
    arguments: [{ ...REGISTRY, names: ["--name", "-n"] }],
    examples: [["az acr check-name -n doesthisnameexist", "Check if a registry name already exists."]],
    async run(run) {
      const problem = checkRegistryName(run.cloud, run.required("name"));
      return { message: problem?.message ?? null, nameAvailable: !problem, reason: problem?.reason ?? null };
    },
  },
  {
    path: "acr login",
    summary: "Log in to an Azure Container Registry through the Docker CLI.",
    arguments: [
      REGISTRY,
      RESOURCE_GROUP,
      {
        names: ["--expose-token", "-t"],
        help: "Expose access token instead of automatically logging in through Docker CLI.",
        kind: "flag",
      },
      { names: ["--username", "-u"], help: "The username used to log into a container registry." },
      { names: ["--password", "-p"], help: "The password used to log into a container registry." },
    ],
    examples: [
      ["az acr login -n myregistry", "Log in to an Azure Container Registry"],
      ["az acr login -n myregistry --expose-token", "Get an Azure Container Registry access token"],
    ],
    run: logIn,
  },
];

/** Logs docker in, which then keeps the token as it keeps any password (azure-cli, acr/custom.py). */
async function logIn(run: AzRun) {
  const registry = registryOf(run);
  const server = loginServer(registry);
  if (run.has("expose-token")) {
    if (run.has("username") || run.has("password"))
      throw new AzError("`--expose-token` cannot be combined with `--username` or `--password`.");
    await run.warn(
      `You can perform manual login using the provided access token below, for example: 'docker login loginServer -u ${TOKEN_USER} -p accessToken'`,
    );
    return { accessToken: issueToken(run.cloud, registry), loginServer: server };
  }
  const { process } = run;
  const tip = `You may want to use 'az acr login -n ${run.required("name")} --expose-token' to get an access token, which does not require Docker to be installed.`;
  const said = new TextOutput();
  const docker = (args: readonly string[], stdout = process.stdout) =>
    runCommand(process, ["docker", ...args], { stdout, stderr: said });
  if ((await docker(["ps"], new TextOutput())) !== 0) {
    await run.warn(tip);
    throw new AzError(
      `An error occurred: DOCKER_COMMAND_ERROR\nPlease verify if Docker client is installed and running.\n${said.text.trim()}`,
    );
  }
  const username = run.text("username") ?? TOKEN_USER;
  const password = run.text("password") ?? issueToken(run.cloud, registry);
  const status = await docker(["login", "--username", username, "--password", password, server]);
  const lines = said.text.split("\n").filter((line) => line !== "" && !line.includes("--password-stdin"));
  if (lines.length > 0) await run.warn(lines.join("\n"));
  if (status !== 0) throw new AzError("Login failed.");
  return undefined;
}
