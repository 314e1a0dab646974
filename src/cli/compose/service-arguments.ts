import { ComposeError } from "../../compose/compose-error.ts";
import { type ProjectContainer, projectContainers } from "../../compose/containers.ts";
import { type OutlinedProject, projectFromEngine } from "../../compose/outlined-project.ts";
import type { ComposeProject, ComposeService } from "../../compose/project.ts";
import { withProfiles } from "../../compose/select-services.ts";
import type { ComposeInvocation } from "./invocation.ts";

export const noSuchService = (name: string) => new ComposeError(`no such service: ${name}`);

/**
 * A service of those that are on.
 * @throws ComposeError "no such service: x: not found", or "disabled" (compose-go, `Project.GetService`)
 */
export function requireService(project: ComposeProject, name: string): ComposeService {
  const service = project.services[name];
  if (service) return service;
  const why = project.disabledServices[name] ? "disabled" : "not found";
  throw new ComposeError(`no such service: ${name}: ${why}`);
}

/** The project with the profiles of the services that were named turned on. @throws ComposeError `no such service: x` */
export function withNamed(project: ComposeProject, services: readonly string[]): ComposeProject {
  const profiles = services.flatMap((name) => {
    if (project.services[name]) return [];
    const disabled = project.disabledServices[name];
    if (!disabled) throw noSuchService(name);
    return disabled.profiles;
  });
  return profiles.length === 0 ? project : withProfiles(project, [...project.profiles, ...profiles]);
}

/** The project, once every service that was named is known to be in it. @throws ComposeError `no such service: x` */
export async function requireKnown(compose: ComposeInvocation, services: readonly string[]): Promise<OutlinedProject> {
  const { name, project } = await compose.projectOrName();
  return project ? withNamed(project, services) : projectFromEngine({ engine: compose.context.engine }, name);
}

/** The containers of the services that were named, or of all that the project has. @throws ComposeError */
export async function namedContainers(
  compose: ComposeInvocation,
  services: readonly string[],
  { all }: { readonly all: boolean },
): Promise<ProjectContainer[]> {
  const project = await requireKnown(compose, services);
  const names = services.length > 0 ? services : Object.keys(project.services);
  if (names.length === 0) return [];
  return projectContainers({ engine: compose.context.engine }, project.name, { all, services: names });
}
