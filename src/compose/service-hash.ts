import { sha256 } from "../kernel/sha256.ts";
import { inComposeOrder } from "./file/key-order.ts";
import { isMap, without, type YamlMap } from "./file/yaml/yaml-value.ts";
import type { ComposeService } from "./project.ts";

/**
 * What tells that a service's containers must be made anew: the digest of its definition, without what does not shape a
 * container (docker/compose, `compose.ServiceHash`).
 */
export function serviceHash({ definition }: ComposeService): string {
  const shaping = without(definition, "build", "pull_policy", "scale", "depends_on", "profiles");
  const { deploy } = shaping;
  const whole: YamlMap = isMap(deploy) ? { ...shaping, deploy: without(deploy, "replicas") } : shaping;
  return sha256(JSON.stringify(inComposeOrder({ command: null, entrypoint: null, ...whole }, ["services", "*"])));
}
