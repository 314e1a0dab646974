import { projectContainers } from "./containers.ts";
import type { ComposeProject, ComposeService } from "./project.ts";
import type { ComposeSession } from "./session.ts";

/** `container:alias` for all that a service links to (docker/compose, convergence.go, getLinks). */
export function serviceLinks(
  session: ComposeSession,
  project: ComposeProject,
  service: ComposeService,
  { number, oneOff }: { readonly number: number; readonly oneOff: boolean },
): string[] {
  const containersOf = (name: string) => projectContainers(session, project.name, { services: [name] });
  const links = service.links.flatMap((text) => {
    const [target = "", alias = target] = text.split(":");
    return containersOf(target).flatMap(({ name }) => [
      `${name}:${alias}`,
      `${name}:${target}-${number}`,
      `${name}:${project.name}-${target}-${number}`,
    ]);
  });
  if (oneOff)
    for (const { name } of containersOf(service.name)) {
      const short = name.startsWith(`${project.name}-`) ? name.slice(project.name.length + 1) : name;
      links.push(`${name}:${service.name}`, `${name}:${short}`, `${name}:${name}`);
    }
  for (const text of service.externalLinks) {
    const [target = "", alias = target] = text.split(":");
    links.push(`${target}:${alias}`);
  }
  return links;
}
