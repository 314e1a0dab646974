import { ComposeError } from "./compose-error.ts";
import { projectResources } from "./file/project-model.ts";
import { mapAt, without } from "./file/yaml/yaml-value.ts";
import type { ComposeProject, ComposeService } from "./project.ts";

/**
 * The project with the services that some profile of these asks for, the others among the disabled; `*` is all profiles.
 */
export function withProfiles(project: ComposeProject, profiles: readonly string[]): ComposeProject {
  const all = { ...project.services, ...project.disabledServices };
  const on = (service: ComposeService) =>
    service.profiles.length === 0 ||
    profiles.includes("*") ||
    service.profiles.some((profile) => profiles.includes(profile));
  return { ...project, profiles, ...divide(all, on) };
}

/**
 * The project with only these services and what they depend on; all of them when none is named. Naming a service turns
 * its profiles on.
 * @param dependencies false leaves out what they depend on
 * @throws ComposeError "no such service: x"
 */
export function selectServices(project: ComposeProject, names: readonly string[], dependencies = true): ComposeProject {
  if (names.length === 0) return project;
  const asked = names.flatMap((name) =>
    name in project.services ? [] : (project.disabledServices[name]?.profiles ?? []),
  );
  const enabled =
    asked.length === 0
      ? project
      : { ...withProfiles(project, [...project.profiles, ...asked]), ...projectResources(project.definition) };
  const wanted = new Set<string>();
  const add = (name: string, required: boolean): void => {
    if (wanted.has(name)) return;
    const service = enabled.services[name];
    if (!service) {
      if (required) throw new ComposeError(`no such service: ${name}`);
      return;
    }
    wanted.add(name);
    if (dependencies) for (const [other, on] of Object.entries(service.dependsOn)) add(other, on.required);
  };
  for (const name of names) add(name, true);
  const all = Object.fromEntries(
    Object.entries({ ...enabled.services, ...enabled.disabledServices }).map(([name, service]) => [
      name,
      wanted.has(name) ? dependingOn(service, wanted) : service,
    ]),
  );
  return { ...enabled, ...divide(all, ({ name }) => wanted.has(name)) };
}

/** A service that depends on nothing but these. */
function dependingOn(service: ComposeService, names: ReadonlySet<string>): ComposeService {
  if (Object.keys(service.dependsOn).every((name) => names.has(name))) return service;
  const kept = <T>(map: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(map).filter(([name]) => names.has(name)));
  const depends = kept(mapAt(service.definition, "depends_on"));
  return {
    ...service,
    dependsOn: kept(service.dependsOn),
    definition: {
      ...without(service.definition, "depends_on"),
      ...(Object.keys(depends).length > 0 ? { depends_on: depends } : {}),
    },
  };
}

/** The project without networks, volumes, configs and secrets that no service uses. */
export function withoutUnused(project: ComposeProject): ComposeProject {
  const services = Object.values(project.services);
  const used = (names: readonly (string | undefined)[]) => new Set(names);
  const keep = <T>(items: Readonly<Record<string, T>>, names: ReadonlySet<string | undefined>) =>
    Object.fromEntries(Object.entries(items).filter(([name]) => names.has(name)));
  return {
    ...project,
    networks: keep(project.networks, used(services.flatMap((service) => Object.keys(service.networks)))),
    volumes: keep(
      project.volumes,
      used(
        services.flatMap(({ volumes }) => volumes.map(({ type, source }) => (type === "volume" ? source : undefined))),
      ),
    ),
    configs: keep(project.configs, used(services.flatMap(({ configs }) => configs.map(({ source }) => source)))),
    secrets: keep(
      project.secrets,
      used(
        services.flatMap(({ secrets, build }) => [...secrets, ...(build?.secrets ?? [])].map(({ source }) => source)),
      ),
    ),
  };
}

function divide(all: Readonly<Record<string, ComposeService>>, on: (service: ComposeService) => boolean) {
  const sorted = Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    services: Object.fromEntries(sorted.filter(([, service]) => on(service))),
    disabledServices: Object.fromEntries(sorted.filter(([, service]) => !on(service))),
  };
}
