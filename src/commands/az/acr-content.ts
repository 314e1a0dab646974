import type { CloudRegistry } from "../../cloud/cloud-state.ts";
import { loginServer } from "../../cloud/registries.ts";
import type { RepositoryState } from "../../registry/registry-state.ts";
import { REGISTRY, registryOf } from "./acr.ts";
import { type AzArgument, type AzCommand, AzError, type AzRun } from "./az-command.ts";
import { confirm, RESOURCE_GROUP, YES } from "./common-arguments.ts";
import { credentialTable } from "./registry-json.ts";

/** `az acr credential` and `az acr repository`: passwords and images of a registry, rebuilt from their references. */

const REPOSITORY: AzArgument = { names: ["--repository"], help: "The name of the repository.", required: true };
const ONLY_NAME: AzArgument = { ...REGISTRY, names: ["--name", "-n"] };

function credentialJson({ name, passwords }: CloudRegistry) {
  return {
    passwords: passwords.map((value, index) => ({ name: index === 0 ? "password" : "password2", value })),
    username: name,
  };
}

/** @throws AzError when there is no admin user */
function withAdmin(run: AzRun): CloudRegistry {
  const registry = registryOf(run);
  if (registry.adminEnabled) return registry;
  throw new AzError(`Run 'az acr update -n ${registry.name} --admin-enabled true' to enable admin first.`);
}

/** What was pushed to a registry, by repository. */
function repositories(run: AzRun, registry: CloudRegistry): ReadonlyMap<string, RepositoryState> {
  const begin = `${loginServer(registry)}/`;
  const all = Object.entries(run.cloud.ports.registries.state.repositories);
  return new Map(
    all
      .filter(([name, { tags }]) => name.startsWith(begin) && Object.keys(tags).length > 0)
      .map(([name, repository]) => [name.slice(begin.length), repository]),
  );
}

/** @throws AzError when the registry has no such repository */
function repositoryOf(run: AzRun, registry: CloudRegistry, name: string): RepositoryState {
  const found = repositories(run, registry).get(name);
  if (found) return found;
  throw new AzError(`repository "${name}" is not found.`);
}

export const acrContentCommands: readonly AzCommand[] = [
  {
    path: "acr credential show",
    summary: "Get the login credentials for an Azure Container Registry.",
    arguments: [ONLY_NAME, RESOURCE_GROUP],
    examples: [
      ["az acr credential show -n myregistry", "Get the login credentials for an Azure Container Registry."],
      [
        "az acr credential show -n myregistry --query username",
        "Get the username used to log into an Azure Container Registry.",
      ],
    ],
    run: async (run) => credentialJson(withAdmin(run)),
    table: credentialTable,
  },
  {
    path: "acr credential renew",
    summary: "Regenerate login credentials for an Azure Container Registry.",
    arguments: [
      ONLY_NAME,
      {
        names: ["--password-name"],
        help: "The name of password to regenerate.",
        choices: ["password", "password2"],
        required: true,
      },
      RESOURCE_GROUP,
    ],
    examples: [
      [
        "az acr credential renew -n myregistry --password-name password2",
        "Renew the second password for an Azure Container Registry.",
      ],
    ],
    async run(run) {
      const registry = withAdmin(run);
      registry.passwords[run.text("password-name") === "password2" ? 1 : 0] = run.cloud.secret(52);
      return credentialJson(registry);
    },
    table: credentialTable,
  },
  {
    path: "acr repository list",
    summary: "List repositories in an Azure Container Registry.",
    arguments: [ONLY_NAME, RESOURCE_GROUP],
    examples: [["az acr repository list -n myregistry", "List repositories in a given Azure Container Registry."]],
    run: async (run) => [...repositories(run, registryOf(run)).keys()].sort(),
  },
  {
    path: "acr repository show-tags",
    summary: "Show tags for a repository in an Azure Container Registry.",
    arguments: [ONLY_NAME, REPOSITORY, RESOURCE_GROUP],
    examples: [
      [
        "az acr repository show-tags -n myregistry --repository myrepository",
        "Show tags of a repository in an Azure Container Registry.",
      ],
    ],
    run: async (run) => Object.keys(repositoryOf(run, registryOf(run), run.required("repository")).tags).sort(),
  },
  {
    path: "acr repository delete",
    summary: "Delete a repository or image in an Azure Container Registry.",
    arguments: [
      ONLY_NAME,
      { names: ["--image", "-t"], help: "The name of the image. May include a tag in the format 'name:tag'." },
      { names: ["--repository"], help: "The name of the repository to delete." },
      RESOURCE_GROUP,
      YES,
    ],
    examples: [
      [
        "az acr repository delete -n myregistry --image hello-world:latest",
        "Delete an image from an Azure Container Registry.",
      ],
    ],
    run: deleteContent,
  },
];

async function deleteContent(run: AzRun) {
  const registry = registryOf(run);
  const image = run.text("image");
  const whole = run.text("repository");
  if ((image === undefined) === (whole === undefined))
    throw new AzError("You must provide either --image or --repository, but not both.");
  const [name = "", tag = "latest"] = (image ?? whole ?? "").split(":");
  const repository = repositoryOf(run, registry, name);
  const id = repository.tags[tag];
  if (image !== undefined && id === undefined) throw new AzError(`manifest tagged by "${tag}" is not found.`);
  const gone = image === undefined ? Object.keys(repository.tags) : tagsOf(repository, id);
  await confirm(
    run,
    image === undefined
      ? `Are you sure you want to delete the repository '${name}' and all images under it?`
      : `This operation will delete the manifest '${id ?? ""}' and all the following images: ${gone.map((one) => `'${name}:${one}'`).join(", ")}.\nAre you sure you want to continue?`,
  );
  for (const one of gone) delete repository.tags[one];
  if (Object.keys(repository.tags).length === 0)
    delete run.cloud.ports.registries.state.repositories[`${loginServer(registry)}/${name}`];
  return undefined;
}

const tagsOf = ({ tags }: RepositoryState, id: string | undefined) =>
  Object.keys(tags).filter((tag) => tags[tag] === id);
