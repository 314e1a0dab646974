import type { FileSystem } from "../../kernel/filesystem.ts";
import { ComposeError } from "../compose-error.ts";
import type { ComposeProject, ComposeService } from "../project.ts";
import { readServiceEnvFiles } from "./env-file.ts";
import { serviceModel } from "./service-model.ts";
import { mapAt, mapValues, without, type YamlMap, type YamlValue } from "./yaml/yaml-value.ts";

/**
 * The project with every service's variables known: those of its env files below its own, names without a value filled
 * from the project's environment (compose-go, `Project.WithServicesEnvironmentResolved`). `label_file` goes the same way.
 * @throws ComposeError
 */
export function resolveEnvironment(project: ComposeProject, files: FileSystem): ComposeProject {
  const all = (services: ComposeProject["services"], resolve: (service: ComposeService) => ComposeService) =>
    Object.fromEntries(Object.entries(services).map(([name, service]) => [name, resolve(service)]));
  return {
    ...project,
    services: all(project.services, (service) => resolved(service, project, files)),
    disabledServices: all(project.disabledServices, (service) => whenResolved(service, project, files)),
  };
}

/** A service that nobody asked for may lack its files. */
function whenResolved(service: ComposeService, project: ComposeProject, files: FileSystem): ComposeService {
  try {
    return resolved(service, project, files);
  } catch (error) {
    if (error instanceof ComposeError) return service;
    throw error;
  }
}

function resolved(service: ComposeService, project: ComposeProject, files: FileSystem): ComposeService {
  const fill = (values: YamlMap): YamlMap =>
    mapValues(values, (value, name) => (value === null ? (project.environment[name] ?? null) : value));
  const own = fill(mapAt(service.definition, "environment"));
  const fromFiles = readServiceEnvFiles(files, service.envFiles, (name) => {
    const value = project.environment[name] ?? own[name];
    return typeof value === "string" ? value : undefined;
  });
  const environment = { ...fromFiles, ...own };
  const labels = { ...fileLabels(service, files), ...mapAt(service.definition, "labels") };
  const definition: Record<string, YamlValue> = { ...without(service.definition, "env_file", "label_file") };
  if (Object.keys(environment).length > 0) definition.environment = environment;
  if (Object.keys(labels).length > 0) definition.labels = labels;
  const build = mapAt(definition, "build");
  if ("args" in build) definition.build = { ...build, args: fill(mapAt(build, "args")) };
  return { ...serviceModel(service.name, definition), envFiles: service.envFiles };
}

function fileLabels({ definition }: ComposeService, files: FileSystem): Record<string, string> {
  const paths = Array.isArray(definition.label_file) ? definition.label_file.map(String) : [];
  const missing = paths.find((path) => !files.exists(path));
  if (missing !== undefined)
    throw new ComposeError(`label file ${missing} not found: stat ${missing}: no such file or directory`);
  return paths.length === 0
    ? {}
    : readServiceEnvFiles(
        files,
        paths.map((path) => ({ path, required: true })),
        () => undefined,
      );
}
