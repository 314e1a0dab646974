import { parseDuration } from "../engine/go-duration.ts";
import { PortSpecError, parsePortSpec } from "../engine/network/port-spec.ts";
import { isList, isMap, mapAt, type YamlMap, type YamlValue } from "./file/yaml/yaml-value.ts";

/** Where a service has a duration. */
const DURATIONS = [
  "stop_grace_period",
  "healthcheck.interval",
  "healthcheck.timeout",
  "healthcheck.start_period",
  "deploy.update_config.delay",
  "deploy.update_config.monitor",
  "deploy.rollback_config.delay",
  "deploy.rollback_config.monitor",
  "deploy.restart_policy.delay",
  "deploy.restart_policy.window",
];

/**
 * The first text that is not of its format, in the words of `docker stack` (docker/cli, cli/compose/schema/schema.go:
 * "duration" and "ports"); undefined when all are.
 */
export function stackFormatError(tree: YamlMap): string | undefined {
  for (const [name, service] of Object.entries(mapAt(tree, "services"))) {
    if (!isMap(service)) continue;
    const { ports } = service;
    const port = isList(ports) ? ports.findIndex((one) => typeof one === "string" && !isPort(one)) : -1;
    if (port >= 0) return `services.${name}.ports.${port} Does not match format 'ports'`;
    const duration = DURATIONS.find((path) => !isDuration(valueAt(service, path)));
    if (duration !== undefined) return `services.${name}.${duration} Does not match format 'duration'`;
  }
  return undefined;
}

function valueAt(map: YamlMap, path: string): YamlValue | undefined {
  return path
    .split(".")
    .reduce<YamlValue | undefined>((value, key) => (value !== undefined && isMap(value) ? value[key] : undefined), map);
}

const isDuration = (value: YamlValue | undefined): boolean =>
  typeof value !== "string" || !(parseDuration(value) instanceof Error);

function isPort(text: string): boolean {
  try {
    return parsePortSpec(text).length > 0;
  } catch (error) {
    if (error instanceof PortSpecError) return false;
    throw error;
  }
}
