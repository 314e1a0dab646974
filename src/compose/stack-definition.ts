import { stringify } from "yaml";
import { isMap, mapAt, type YamlMap, type YamlValue } from "./file/yaml/yaml-value.ts";
import type { StackFile } from "./stack-file.ts";

/** The order of a service's keys where it is not that of the alphabet (docker/cli, cli/compose/types/types.go). */
const ORDERS: Readonly<Record<string, readonly string[]>> = {
  deploy: [
    "mode",
    "replicas",
    "labels",
    "update_config",
    "rollback_config",
    "resources",
    "restart_policy",
    "placement",
    "endpoint_mode",
  ],
  update_config: ["parallelism", "delay", "failure_action", "monitor", "max_failure_ratio", "order"],
  rollback_config: ["parallelism", "delay", "failure_action", "monitor", "max_failure_ratio", "order"],
  restart_policy: ["condition", "delay", "max_attempts", "window"],
  placement: ["constraints", "preferences", "max_replicas_per_node"],
  healthcheck: ["test", "timeout", "interval", "retries", "start_period", "start_interval", "disable"],
  ports: ["mode", "target", "published", "protocol"],
  volumes: ["type", "source", "target", "read_only", "consistency", "bind", "volume", "tmpfs"],
  secrets: ["source", "target", "uid", "gid", "mode"],
  configs: ["source", "target", "uid", "gid", "mode"],
  resource: ["name", "driver", "driver_opts", "ipam", "external", "internal", "attachable", "file", "labels"],
};

/** What `docker stack config` prints: version, services, then the rest, keys in the order of the client's structures. */
export function stackDefinition({ definition, services }: StackFile): string {
  const out: Record<string, YamlValue> = { version: definition.version ?? "" };
  out.services = Object.fromEntries(
    Object.keys(services).map((name) => [name, serviceDefinition(mapAt(mapAt(definition, "services"), name))]),
  );
  for (const section of ["networks", "volumes", "secrets", "configs"]) {
    const items = mapAt(definition, section);
    if (Object.keys(items).length === 0) continue;
    out[section] = Object.fromEntries(
      Object.entries(items)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, item]) => [name, isMap(item) ? ordered(item, ORDERS.resource ?? []) : item]),
    );
  }
  for (const [key, value] of Object.entries(definition)) if (key.startsWith("x-")) out[key] = value;
  return stringify(out, { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false, singleQuote: false });
}

function serviceDefinition(service: YamlMap): YamlMap {
  const keys = Object.keys(service).sort();
  return Object.fromEntries(keys.map((key) => [key, arranged(service[key] ?? null, key)]));
}

/** A value with its mappings' keys in order: of structures by ORDERS, of free mappings by the alphabet. */
function arranged(value: YamlValue, key: string): YamlValue {
  const order = ORDERS[key];
  if (Array.isArray(value)) return value.map((item) => (isMap(item) ? tidy(ordered(item, order ?? []), key) : item));
  if (!isMap(value)) return value;
  const map = ordered(value, order ?? []);
  return Object.fromEntries(Object.entries(map).map(([name, item]) => [name, arranged(item, name)]));
}

/** Without what only `docker compose` says of ports and mounts. */
function tidy(map: YamlMap, key: string): YamlMap {
  if (key === "ports" && typeof map.published === "string") return { ...map, published: Number(map.published) };
  if (key !== "volumes") return map;
  const kept = Object.entries(map).filter(
    ([name, value]) =>
      !(isMap(value) && Object.keys(value).every((inner) => inner === "create_host_path") && name !== "tmpfs"),
  );
  return Object.fromEntries(kept);
}

function ordered(map: YamlMap, order: readonly string[]): YamlMap {
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0)));
}
