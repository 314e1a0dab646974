import type { ComposeService } from "./project.ts";

/** The image of a service: its own, or the one that Compose names after it when it builds it. */
export function serviceImage(project: { readonly name: string }, service: Pick<ComposeService, "name" | "image">) {
  return service.image ?? `${project.name}-${service.name}`;
}

/** `curso-web-1`, or the name that the file gives. */
export function containerName(
  project: { readonly name: string },
  service: Pick<ComposeService, "name" | "containerName">,
  number: number,
): string {
  return service.containerName ?? `${project.name}-${service.name}-${number}`;
}

/** What logs call a container: its name without the project's, as long as it begins with it. */
export function logName(project: string, name: string): string {
  return name.startsWith(`${project}-`) ? name.slice(project.length + 1) : name;
}
