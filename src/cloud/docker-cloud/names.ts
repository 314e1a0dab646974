import type { DockerCloud } from "./docker-cloud.ts";
import type { CloudContainer, CloudNode, CloudService, CloudStack } from "./state.ts";

/**
 * Names under dockerapp.io (docker/docs, docker-cloud/apps/ports.md): of a container, of a service that publishes a port
 * of the node's, of a node.
 */
const DOMAIN = "dockerapp.io";

export const short = (uuid: string): string => uuid.slice(0, 8);

export const stackOf = (cloud: DockerCloud, service: CloudService): CloudStack | undefined =>
  service.stack === undefined ? undefined : cloud.state.stacks[service.stack];

/** "web", or "web.stack": what other stacks call it. */
export function uniqueName(cloud: DockerCloud, service: CloudService, name = service.name): string {
  const stack = stackOf(cloud, service);
  return stack ? `${name}.${stack.name}` : name;
}

/** A service's name for everybody: `web.stack.1a2b3c4d.svc.dockerapp.io`. */
export function serviceFqdn(cloud: DockerCloud, service: CloudService): string {
  return `${uniqueName(cloud, service)}.${short(service.uuid)}.svc.${DOMAIN}`;
}

/** A container's name for everybody: `web-1.stack.1a2b3c4d.cont.dockerapp.io`. */
export function containerFqdn(cloud: DockerCloud, container: CloudContainer): string {
  const service = cloud.state.services[container.service];
  const name = service ? uniqueName(cloud, service, container.name) : container.name;
  return `${name}.${short(container.uuid)}.cont.${DOMAIN}`;
}

export const nodeFqdn = ({ uuid }: Pick<CloudNode, "uuid">): string => `${uuid}.node.${DOMAIN}`;
