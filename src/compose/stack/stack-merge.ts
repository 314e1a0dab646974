import { isList, isMap, mapAt, scalarText, type YamlMap, type YamlValue } from "../file/yaml/yaml-value.ts";

/** Lists of a service whose items replace each other, by the key that tells them apart. */
const KEYED: Readonly<Record<string, string>> = {
  ports: "published",
  secrets: "source",
  configs: "source",
  volumes: "target",
};

/**
 * Lays one file over another, both in long form (docker/cli, cli/compose/loader/merge.go): services are merged, what else
 * has the same name is replaced; what is empty in the second one changes nothing. `x-` keys at the top are the first one's.
 */
export function mergeStacks(base: YamlMap, over: YamlMap): YamlMap {
  const out: Record<string, YamlValue> = { ...base };
  for (const section of ["networks", "volumes", "secrets", "configs"])
    if (isMap(over[section])) out[section] = { ...mapAt(base, section), ...mapAt(over, section) };
  const services: Record<string, YamlValue> = { ...mapAt(base, "services") };
  for (const [name, service] of Object.entries(mapAt(over, "services"))) {
    const old = services[name];
    services[name] = isMap(old) && isMap(service) ? mergeService(old, service) : service;
  }
  return { ...out, services };
}

function mergeService(base: YamlMap, over: YamlMap): YamlMap {
  const out: Record<string, YamlValue> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const old = out[key];
    if (key in KEYED) continue;
    if (key === "command" || key === "entrypoint") out[key] = value;
    else if (key === "logging" && isMap(old) && isMap(value)) out[key] = mergeLogging(old, value);
    else if (key === "networks" || key === "ulimits") out[key] = attachments(old, value);
    else out[key] = merge(old, value);
  }
  for (const [key, by] of Object.entries(KEYED)) {
    const all = [...listOf(base[key]), ...listOf(over[key])].map((item) => [keyOf(item, by), item] as const);
    if (all.length > 0) out[key] = [...new Map(all)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
  }
  return out;
}

const listOf = (value: YamlValue | undefined): readonly YamlValue[] => (isList(value) ? value : []);

function keyOf(item: YamlValue, by: string): string | number {
  const key = isMap(item) ? item[by] : undefined;
  return by === "published" ? Number(key ?? 0) : scalarText(key);
}

function merge(base: YamlValue | undefined, over: YamlValue): YamlValue {
  if (over === null || over === "" || (over === false && base !== undefined)) return base ?? over;
  if (isList(base) && isList(over)) return [...base, ...over];
  if (!isMap(base) || !isMap(over)) return over;
  const out: Record<string, YamlValue> = { ...base };
  for (const [key, value] of Object.entries(over)) out[key] = merge(out[key], value);
  return out;
}

/** Each of them is taken anew, but for one of which nothing is said. */
function attachments(base: YamlValue | undefined, over: YamlValue): YamlValue {
  if (!isMap(base) || !isMap(over)) return over;
  return {
    ...base,
    ...Object.fromEntries(Object.entries(over).filter(([key, value]) => value !== null || !(key in base))),
  };
}

function mergeLogging(base: YamlMap, over: YamlMap): YamlMap {
  const [old, own] = [scalarText(base.driver), scalarText(over.driver)];
  return old === own || old === "" || own === ""
    ? { ...base, ...over, driver: old || own, options: { ...mapAt(base, "options"), ...mapAt(over, "options") } }
    : over;
}
