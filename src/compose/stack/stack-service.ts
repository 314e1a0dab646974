import type { PublishedPort, ServiceSpec } from "../../swarm/service.ts";
import { ComposeError } from "../compose-error.ts";
import { mapAt, scalarText } from "../file/yaml/yaml-value.ts";
import type { ComposeService } from "../project.ts";
import type { StackFile } from "./stack-file.ts";
import { IMAGE_LABEL, NAMESPACE_LABEL, scoped } from "./stack-names.ts";
import { updateConfig } from "./stack-policies.ts";
import { type StackLookups, stackTaskSpec } from "./stack-task.ts";

/**
 * A service of a stack's files as the swarm takes it (docker/cli, cli/compose/convert/service.go).
 * @throws ComposeError with the service's name in front
 */
export function stackServiceSpec(
  stack: string,
  file: StackFile,
  service: ComposeService,
  lookups: StackLookups,
): ServiceSpec {
  try {
    const { deploy, image = "" } = service;
    return {
      name: scoped(stack, service.name),
      labels: { ...deploy?.labels, [NAMESPACE_LABEL]: stack, [IMAGE_LABEL]: image },
      task: stackTaskSpec(stack, file, service, lookups),
      mode: serviceMode(file, service),
      update: updateConfig(deploy?.updateConfig),
      rollback: updateConfig(deploy?.rollbackConfig),
      endpointMode: deploy?.endpointMode?.toLowerCase() === "dnsrr" ? "dnsrr" : "vip",
      ports: service.ports
        .map(
          ({ target, published, protocol, mode }): PublishedPort => ({
            protocol: protocol === "udp" ? "udp" : "tcp",
            targetPort: target,
            publishedPort: Number.parseInt(published ?? "0", 10) || 0,
            mode,
          }),
        )
        .sort((a, b) => a.protocol.localeCompare(b.protocol) || a.publishedPort - b.publishedPort),
    };
  } catch (error) {
    if (error instanceof ComposeError) throw new ComposeError(`service ${service.name}: ${error.message}`);
    throw error;
  }
}

function serviceMode({ definition }: StackFile, { name, deploy }: ComposeService): ServiceSpec["mode"] {
  const { mode = "replicated", replicas } = deploy ?? {};
  // A word that Compose knows none of is nothing to it; a swarm asks what it means.
  const said = mapAt(mapAt(mapAt(definition, "services"), name), "deploy").mode;
  if (said !== undefined && said !== null && said !== "" && said !== mode)
    throw new ComposeError(`Unknown mode: ${scalarText(said)}`);
  if (mode === "global" || mode === "global-job") {
    if (replicas !== undefined)
      throw new ComposeError("replicas can only be used with replicated or replicated-job mode");
    return { kind: mode };
  }
  const count = replicas ?? 1;
  return mode === "replicated" ? { kind: mode, replicas: count } : { kind: mode, total: count, concurrent: count };
}
