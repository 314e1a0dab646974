import type { Container } from "../engine/container/container.ts";
import type { Engine } from "../engine/engine.ts";
import { findImage } from "../engine/image/resolve.ts";
import { type ProjectContainer, viewOf } from "./containers.ts";
import { createRequest } from "./create-request.ts";
import { injectFiles } from "./inject-files.ts";
import { containerLabels } from "./labels.ts";
import { serviceLinks } from "./links.ts";
import { serviceImage } from "./names.ts";
import type { ComposeProject, ComposeService } from "./project.ts";
import type { ComposeSession } from "./session.ts";

/** How one container of a service is made, beside what the service says. */
export interface ServiceContainerOptions {
  readonly name: string;
  readonly number: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly inherit?: Container;
  readonly oneOff?: boolean;
  readonly aliases?: boolean;
  readonly autoRemove?: boolean;
  readonly attachStdin?: boolean;
}

/** Makes one container of a service, with its configs and secrets in it. @throws ComposeError, EngineError */
export async function createServiceContainer(
  session: ComposeSession,
  project: ComposeProject,
  service: ComposeService,
  options: ServiceContainerOptions,
): Promise<ProjectContainer> {
  const { engine, operations, report, pretended } = session;
  const { name, number, oneOff = false } = options;
  const declared = project.services[service.name] ?? service;
  const labels = {
    ...containerLabels(project, oneOff ? service : { ...service, definition: declared.definition }, {
      number,
      image: imageDigest(engine, project, service),
      oneOff,
      more: options.labels ?? {},
    }),
  };
  const request = createRequest(project, service, {
    name,
    number,
    labels,
    aliases: options.aliases ?? true,
    autoRemove: options.autoRemove ?? false,
    attachStdin: options.attachStdin ?? false,
    links: serviceLinks(session, project, service, { number, oneOff }),
    ...(options.inherit ? { inherit: options.inherit } : {}),
  });
  const { Id, Warnings } = await operations.createContainer(request);
  for (const text of Warnings) report({ id: service.name, status: "warning", text, statusText: "" });
  const container = engine.state.containers[Id];
  if (container) {
    await injectFiles(session, project, service, Id);
    return viewOf(container);
  }
  const only: ProjectContainer = {
    id: Id,
    name,
    project: project.name,
    service: service.name,
    number,
    oneOff,
    status: "created",
    labels,
    networks: [],
    volumes: [],
  };
  pretended.push(only);
  return only;
}

/** The digest of a service's image; "" when it is not there. */
export function imageDigest(engine: Engine, project: ComposeProject, service: ComposeService): string {
  return findImage(engine, serviceImage(project, service))?.image.id ?? "";
}
