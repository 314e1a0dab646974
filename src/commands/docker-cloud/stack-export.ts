import { stringify } from "yaml";
import type { DockerCloud } from "../../cloud/docker-cloud/docker-cloud.ts";
import { uniqueName } from "../../cloud/docker-cloud/names.ts";
import { servicesOf } from "../../cloud/docker-cloud/service-state.ts";
import { DEFAULTS } from "../../cloud/docker-cloud/services.ts";
import type { CloudService, CloudStack } from "../../cloud/docker-cloud/state.ts";

/** A stack as a stack file: what is as it is anyhow is left out, keys in order (yaml.safe_dump). */
export function exportedStack(cloud: DockerCloud, stack: CloudStack): string {
  const services = servicesOf(cloud, stack).map((service) => [service.name, fileOf(cloud, service)] as const);
  return stringify(Object.fromEntries(services), {
    ...{ sortMapEntries: true, indentSeq: false, lineWidth: 80 },
    // As PyYAML writes: quotes are single, and YAML is 1.1.
    ...{ singleQuote: true, version: "1.1" },
  });
}

function fileOf(cloud: DockerCloud, service: CloudService): Record<string, unknown> {
  const { definition } = service;
  const links = definition.links.flatMap(({ to, name }) => {
    const other = cloud.state.services[to];
    if (!other) return [];
    const target = other.stack === service.stack ? other.name : uniqueName(cloud, other);
    return [target === name ? target : `${target}:${name}`];
  });
  const port = ({ inner, protocol, outer }: (typeof definition.ports)[number]) =>
    `${outer === undefined ? "" : `${outer}:`}${inner}${protocol === "udp" ? "/udp" : ""}`;
  const restart = { OFF: undefined, ON_FAILURE: "on-failure", ALWAYS: "always" }[definition.autorestart];
  const all: Record<string, unknown> = {
    autoredeploy: definition.autoredeploy || undefined,
    command: definition.runCommand || undefined,
    cpu_shares: definition.cpuShares,
    deployment_strategy: definition.strategy === DEFAULTS.strategy ? undefined : definition.strategy.toLowerCase(),
    entrypoint: definition.entrypoint || undefined,
    environment: definition.environment.map(({ key, value }) => `${key}=${value}`),
    expose: definition.ports.filter(({ published }) => !published).map(port),
    image: definition.image,
    links,
    mem_limit: definition.memory === undefined ? undefined : `${definition.memory}m`,
    net: definition.net === DEFAULTS.net ? undefined : definition.net,
    ports: definition.ports.filter(({ published }) => published).map(port),
    privileged: definition.privileged || undefined,
    restart,
    roles: definition.roles,
    sequential_deployment: definition.sequential || undefined,
    tags: definition.tags,
    target_num_containers: definition.targetContainers === 1 ? undefined : definition.targetContainers,
    volumes: definition.bindings.map(
      ({ hostPath, containerPath, readOnly }) =>
        `${hostPath === undefined ? "" : `${hostPath}:`}${containerPath}${readOnly ? ":ro" : ""}`,
    ),
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}
