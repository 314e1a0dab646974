import type { YamlMap, YamlValue } from "../../../compose/file/yaml/yaml-value.ts";
import { shortPort } from "../config/port-spec.ts";
import {
  isList,
  isMap,
  listAt,
  mapAt,
  mapValues,
  PyFloat,
  type PyMap,
  type PyValue,
  pyStr,
  without,
} from "../python/py-value.ts";

/** Keys that are no part of what one container is made with, or that compose 1 has its own way for. */
const ELSEWHERE = [
  "build",
  "configs",
  "container_name",
  "credential_spec",
  "depends_on",
  "deploy",
  "extends",
  "external_links",
  "profiles",
  "scale",
  "volumes",
  "volume_driver",
];

/**
 * A service's options in the form that the Compose Specification's reader takes: what both formats share is made into a
 * request in one place.
 */
export function serviceDefinition(options: PyMap): YamlMap {
  const changes: Readonly<Record<string, (value: PyValue) => PyValue>> = {
    ports: (value) => (isList(value) ? value.map((port) => (isMap(port) ? portOf(port) : port)) : value),
    restart: (value) => (isMap(value) ? `${pyStr(value.Name ?? "no")}:${pyStr(value.MaximumRetryCount ?? 0)}` : "no"),
    environment: (value) => (isMap(value) ? mapValues(value, (item) => (item === null ? null : pyStr(item))) : value),
    healthcheck: (value) => (isMap(value) ? mapValues(value, nanosecondText) : value),
  };
  const known = without(options, ...ELSEWHERE);
  return plainMap(mapValues(known, (value, key) => changes[key]?.(value) ?? value));
}

/** A port that any address reaches has no address. */
function portOf(port: PyMap): PyValue {
  if ("external_ip" in port || typeof port.published === "string") return shortPort(port);
  return port;
}

const nanosecondText = (value: PyValue, key: string): PyValue =>
  ["interval", "timeout", "start_period"].includes(key) && typeof value === "number" ? `${value}ns` : value;

function plainMap(map: PyMap): YamlMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, plain(value)]));
}

function plain(value: PyValue): YamlValue {
  if (value instanceof PyFloat) return value.value;
  if (isList(value)) return value.map(plain);
  return isMap(value) ? plainMap(value) : value;
}

/** What `deploy` says in the older keys (compose/project.py, `translate_deploy_keys_to_container_config`). */
export function withoutDeploy(options: PyMap): { readonly options: PyMap; readonly ignored: readonly string[] } {
  const rest = without(options, "credential_spec", "configs", "deploy");
  if (!("deploy" in options)) return { options: rest, ignored: [] };
  const deploy = mapAt(options, "deploy");
  const policy = mapAt(deploy, "restart_policy");
  const resources = mapAt(deploy, "resources");
  const limits = mapAt(resources, "limits");
  const reservations = mapAt(resources, "reservations");
  const ignored = [
    ...["endpoint_mode", "labels", "update_config", "rollback_config"].filter((key) => key in deploy),
    ...Object.keys(policy)
      .filter((key) => key !== "condition" && key !== "max_attempts")
      .map((key) => `restart_policy.${key}`),
    ...("cpus" in reservations ? ["resources.reservations.cpus"] : []),
  ];
  const added: PyMap = {
    ...("restart_policy" in deploy
      ? {
          restart: {
            Name: RESTART[pyStr(policy.condition ?? "any")] ?? "always",
            MaximumRetryCount: policy.max_attempts ?? 0,
          },
        }
      : {}),
    ...("limits" in resources ? { mem_limit: limits.memory ?? null } : {}),
    ...("cpus" in limits ? { cpus: limits.cpus ?? null } : {}),
    ...("reservations" in resources ? { mem_reservation: reservations.memory ?? null } : {}),
  };
  const said = Object.fromEntries(Object.entries(added).filter(([, value]) => value !== null));
  return { options: { ...rest, ...said }, ignored };
}

const RESTART: Readonly<Record<string, string>> = { any: "always", none: "no", "on-failure": "on-failure" };

/** How many containers `deploy` asks for; undefined when it says nothing. */
export function deployedScale(options: PyMap): number | undefined {
  const deploy = mapAt(options, "deploy");
  if ((deploy.mode ?? "replicated") !== "replicated") return undefined;
  return typeof deploy.replicas === "number" ? deploy.replicas : undefined;
}

/** The volumes of a service, in the form they are kept in. */
export const volumesOf = (options: PyMap): readonly PyValue[] => listAt(options, "volumes");
