import { type ProjectContainer, projectContainers, sortedByName } from "./containers.ts";
import { LABEL } from "./labels.ts";
import { actualNetworks } from "./networks.ts";
import type { ComposeDependency, ComposeProject, ComposeService } from "./project.ts";
import type { ComposeSession } from "./session.ts";
import { actualVolumes } from "./volumes.ts";

/** What the engine alone can tell of a service: enough to start, stop and remove it. */
export type OutlinedService = Pick<ComposeService, "name" | "scale" | "dependsOn"> & {
  readonly image?: string;
};

/** A project from its files, or from the labels of what it made. */
export interface OutlinedProject {
  readonly name: string;
  readonly services: Readonly<Record<string, OutlinedService>>;
  readonly disabledServices: ComposeProject["disabledServices"];
  readonly networks: Readonly<Record<string, { readonly name: string; readonly external: boolean }>>;
  readonly volumes: Readonly<Record<string, { readonly name: string; readonly external: boolean }>>;
}

/** A project of which only the name is known (`docker compose -p curso down`), from its containers, networks and volumes. */
export function projectFromEngine(session: Pick<ComposeSession, "engine">, name: string): OutlinedProject {
  const services: Record<string, OutlinedService> = {};
  for (const container of sortedByName(projectContainers(session, name))) {
    const known = services[container.service];
    const scale = (known?.scale ?? 0) + 1;
    services[container.service] = { name: container.service, scale, dependsOn: dependenciesOf(container) };
  }
  const networks = actualNetworks(session, name).map((network): [string, { name: string; external: boolean }] => [
    network.labels?.[LABEL.network] ?? network.name,
    { name: network.name, external: false },
  ]);
  const volumes = actualVolumes(session, name).map((volume): [string, { name: string; external: boolean }] => [
    volume,
    { name: volume, external: false },
  ]);
  return {
    name,
    services: Object.fromEntries(
      Object.entries(services).map(([key, service]) => [
        key,
        // What is not there any more is not waited for.
        {
          ...service,
          dependsOn: Object.fromEntries(Object.entries(service.dependsOn).filter(([other]) => other in services)),
        },
      ]),
    ),
    disabledServices: {},
    networks: Object.fromEntries(networks),
    volumes: Object.fromEntries(volumes),
  };
}

/** `data:service_started:false,db:service_healthy:true` */
function dependenciesOf({ labels }: ProjectContainer): Record<string, ComposeDependency> {
  const found: Record<string, ComposeDependency> = {};
  for (const part of (labels[LABEL.dependsOn] ?? "").split(",")) {
    const [name = "", text, restart] = part.split(":");
    if (name === "") continue;
    const known = (["service_started", "service_healthy", "service_completed_successfully"] as const).find(
      (one) => one === text,
    );
    found[name] = { condition: known ?? "service_started", restart: restart === "true", required: true };
  }
  return found;
}
