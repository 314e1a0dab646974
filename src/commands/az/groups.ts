/** What az says of its groups of commands. */
export const GROUPS: Readonly<Record<string, string>> = {
  account: "Manage Azure subscription information.",
  acr: "Manage private registries with Azure Container Registries.",
  "acr credential": "Manage login credentials for Azure Container Registries.",
  "acr repository": "Manage repositories (image names) for Azure Container Registries.",
  container: "Manage Azure Container Instances.",
  containerapp: "Manage Azure Container Apps.",
  "containerapp env": "Commands to manage Container Apps environments.",
  "containerapp logs": "Show container app logs.",
  group: "Manage resource groups and template deployments.",
};
