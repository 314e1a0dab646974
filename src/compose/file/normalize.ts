import type { Lookup } from "./interpolate.ts";
import {
  isList,
  isMap,
  listAt,
  mapAt,
  mapValues,
  scalarText,
  type YamlMap,
  type YamlValue,
} from "./yaml/yaml-value.ts";

/**
 * Adds what a project means without saying it: the default network, the Dockerfile's name, what services depend on
 * through links and shared namespaces, the names the engine will know (compose-go, `loader.Normalize`).
 * @param name the project's @param lookup its variables, for names without a value
 */
export function normalize(tree: YamlMap, name: string, lookup: Lookup): YamlMap {
  const services = mapValues(mapAt(tree, "services"), (service) =>
    isMap(service) ? normalService(service, lookup) : service,
  );
  const usesDefault = Object.values(services).some(
    (service) => isMap(service) && "default" in mapAt(service, "networks"),
  );
  const declared = mapAt(tree, "networks");
  const networks = usesDefault && !("default" in declared) ? { default: {}, ...declared } : declared;
  const out: Record<string, YamlValue> = { ...tree, services };
  for (const [section, items] of Object.entries({
    networks,
    volumes: mapAt(tree, "volumes"),
    configs: mapAt(tree, "configs"),
    secrets: mapAt(tree, "secrets"),
  })) {
    if (Object.keys(items).length > 0) out[section] = mapValues(items, (item, key) => named(item, key, name));
  }
  return { name, ...out };
}

function named(item: YamlValue, key: string, project: string): YamlMap {
  const own = isMap(item) ? item : {};
  if (own.name !== undefined) return own;
  return { ...own, name: own.external === true ? key : `${project}_${key}` };
}

function normalService(service: YamlMap, lookup: Lookup): YamlMap {
  const out: Record<string, YamlValue> = { ...service };
  const alone = "provider" in service || "network_mode" in service;
  if (!alone && Object.keys(mapAt(service, "networks")).length === 0) out.networks = { default: null };
  if (service.pull_policy === "if_not_present") out.pull_policy = "missing";
  if (isMap(service.build)) out.build = normalBuild(service.build, lookup);
  if (isMap(service.environment))
    out.environment = mapValues(service.environment, (value, key) => value ?? lookup(key) ?? null);
  const { volumes } = service;
  if (isList(volumes))
    out.volumes = volumes.map((mount) =>
      isMap(mount) && typeof mount.target === "string" ? { ...mount, target: cleanPath(mount.target) } : mount,
    );
  const depends = { ...impliedDependencies(service), ...mapAt(service, "depends_on") };
  if (Object.keys(depends).length > 0) out.depends_on = depends;
  return out;
}

function normalBuild(build: YamlMap, lookup: Lookup): YamlMap {
  const inline = build.dockerfile_inline !== undefined;
  // An argument that nothing gives a value is none.
  const args = Object.entries(mapAt(build, "args")).flatMap(([key, value]): [string, YamlValue][] => {
    const known = value ?? lookup(key);
    return known === undefined ? [] : [[key, known]];
  });
  return {
    context: ".",
    ...build,
    ...(isMap(build.args) ? { args: Object.fromEntries(args) } : {}),
    ...(build.dockerfile === undefined && !inline ? { dockerfile: "Dockerfile" } : {}),
  };
}

/** Go's path.Clean for an absolute path; a relative one stays. */
function cleanPath(path: string): string {
  return path.length > 1 ? path.replace(/\/{2,}/g, "/").replace(/(.)\/$/, "$1") : path;
}

function impliedDependencies(service: YamlMap): YamlMap {
  const depends: Record<string, YamlValue> = {};
  const add = (name: string, restart: boolean) => {
    depends[name] ??= { condition: "service_started", ...(restart ? { restart } : {}), required: true };
  };
  for (const link of listAt(service, "links")) add(scalarText(link).split(":")[0] ?? "", true);
  for (const key of ["network_mode", "ipc", "pid", "uts", "cgroup"]) {
    const mode = scalarText(service[key]);
    if (mode.startsWith("service:")) add(mode.slice("service:".length), true);
  }
  for (const from of listAt(service, "volumes_from")) {
    const [source = ""] = scalarText(from).split(":");
    if (source !== "container") add(source, false);
  }
  return depends;
}
