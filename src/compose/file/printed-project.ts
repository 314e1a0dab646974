import type { ComposeProject } from "../project.ts";
import { comesBefore, inComposeOrder } from "./key-order.ts";
import { structKeys } from "./struct-keys.ts";
import { isList, isMap, mapAt, mapValues, without, type YamlMap, type YamlValue } from "./yaml/yaml-value.ts";

/** Keys that Go keeps a pointer for: they are printed also when they say false, 0 or nothing. */
const POINTERS = new Set(
  "attach bind build command context_size delay deploy enable_ipv4 enable_ipv6 entrypoint healthcheck init interval logging max_attempts parallelism provider replicas required retries scale start_interval start_period stop_grace_period timeout tmpfs volume window".split(
    " ",
  ),
);

/** Where a delay is no pointer. */
const PLAIN_DELAYS = new Set(["update_config", "rollback_config"]);

/** The project as `docker compose config` prints it: what is empty left out, keys in compose-go's order. */
export function printedProject(project: ComposeProject): YamlMap {
  const { definition } = project;
  const keep = (section: string, names: Readonly<Record<string, unknown>>): YamlMap => {
    const items = Object.entries(mapAt(definition, section)).filter(([name]) => name in names);
    return items.length === 0 ? {} : { [section]: Object.fromEntries(items) };
  };
  const services = Object.fromEntries(
    Object.values(project.services).map((service) => [service.name, service.definition]),
  );
  const tree: YamlMap = {
    ...without(definition, "services", "networks", "volumes", "configs", "secrets"),
    name: project.name,
    services,
    ...keep("networks", project.networks),
    ...keep("volumes", project.volumes),
    ...keep("configs", project.configs),
    ...keep("secrets", project.secrets),
  };
  return inComposeOrder(withoutEmpty(tree, []));
}

function withoutEmpty(map: YamlMap, path: readonly string[]): YamlMap {
  const struct = structKeys(path);
  const entries = Object.entries(map).flatMap(([key, value]): [string, YamlValue][] => {
    const extension = struct !== undefined && key.startsWith("x-");
    const inside = extension ? value : cleaned(value, [...path, key]);
    if (struct === undefined || extension || (path.length === 0 && key === "services")) return [[key, inside]];
    return isEmpty(inside) && !isPointer(key, path, inside) ? [] : [[key, inside]];
  });
  return Object.fromEntries(entries);
}

function cleaned(value: YamlValue, path: readonly string[]): YamlValue {
  if (isMap(value)) return withoutEmpty(value, path);
  return isList(value) ? value.map((item) => cleaned(item, [...path, "[]"])) : value;
}

function isPointer(key: string, path: readonly string[], value: YamlValue): boolean {
  if (value === null || !POINTERS.has(key)) return false;
  return key !== "delay" || !PLAIN_DELAYS.has(path.at(-1) ?? "");
}

function isEmpty(value: YamlValue): boolean {
  if (isMap(value)) return Object.keys(value).length === 0;
  if (isList(value)) return value.length === 0;
  return value === null || value === false || value === "" || value === 0 || value === "0s";
}

/** The printed project as JSON has it: structs that are never left out, no `x-` inside of services. */
export function jsonProject(printed: YamlMap): YamlMap {
  const services = mapValues(mapAt(printed, "services"), (service) => {
    if (!isMap(service)) return service;
    const { deploy } = service;
    const own = Object.entries(service).filter(([key]) => !key.startsWith("x-"));
    return inComposeOrder(
      {
        command: null,
        entrypoint: null,
        ...Object.fromEntries(own),
        ...(isMap(deploy) ? { deploy: { resources: {}, placement: {}, ...deploy } } : {}),
      },
      ["services", "*"],
    );
  });
  const networks = mapValues(mapAt(printed, "networks"), (network) =>
    isMap(network) ? inComposeOrder({ ipam: {}, ...network }, ["networks", "*"]) : network,
  );
  const tree: YamlMap = { ...printed, services, ...(Object.keys(networks).length > 0 ? { networks } : {}) };
  const entries = Object.entries(tree).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

/** A tree that is no struct at all: every mapping's keys sorted. */
export function sortedTree(map: YamlMap): YamlMap {
  const visit = (value: YamlValue): YamlValue =>
    isMap(value) ? sortedTree(value) : isList(value) ? value.map(visit) : value;
  const entries = Object.entries(map).sort(([a], [b]) => (comesBefore(a, b) ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, visit(value)]));
}
