import type { ComposeProject } from "../project.ts";
import { Fields } from "./fields.ts";
import { fileObjectModel, networkModel, volumeModel } from "./resource-model.ts";
import { serviceModel } from "./service-model.ts";
import { isMap, mapAt, type YamlMap } from "./yaml/yaml-value.ts";

/** A project from its merged tree in canonical form; every service is on. */
export function buildProject(
  tree: YamlMap,
  base: Pick<ComposeProject, "name" | "workingDir" | "configFiles" | "environment">,
): ComposeProject {
  const services = Object.entries(mapAt(tree, "services")).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...base,
    profiles: [],
    services: Object.fromEntries(
      services.map(([name, service]) => [name, serviceModel(name, isMap(service) ? service : {})]),
    ),
    disabledServices: {},
    ...projectResources(tree),
    definition: tree,
  };
}

/** All networks, volumes, configs and secrets that the files declare. */
export function projectResources(tree: YamlMap): Pick<ComposeProject, "networks" | "volumes" | "configs" | "secrets"> {
  const fields = new Fields(tree);
  return {
    networks: fields.each("networks", networkModel),
    volumes: fields.each("volumes", volumeModel),
    configs: fields.each("configs", fileObjectModel),
    secrets: fields.each("secrets", fileObjectModel),
  };
}
