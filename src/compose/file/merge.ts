import { ComposeError } from "../compose-error.ts";
import {
  isList,
  isMap,
  mapAt,
  mapValues,
  matchesPath,
  scalarText,
  type YamlMap,
  type YamlValue,
} from "./yaml/yaml-value.ts";

/** What a later file replaces as a whole (compose-go, `override.mergeSpecials`). */
const REPLACED = ["services.*.command", "services.*.entrypoint", "services.*.healthcheck.test"];

/** Lists where a later entry takes the place of the earlier one with the same key (compose-go, `override.unique`). */
const UNIQUE: readonly (readonly [pattern: string, key: (entry: YamlMap) => string])[] = [
  ["services.*.volumes", ({ target }) => String(target)],
  ["services.*.devices", ({ target }) => String(target)],
  ["services.*.secrets", ({ target, source }) => String(target ?? `/run/secrets/${String(source)}`)],
  ["services.*.configs", ({ target, source }) => String(target ?? `/${String(source)}`)],
  [
    "services.*.ports",
    ({ host_ip: ip, published, target, protocol }) =>
      `${String(ip ?? "0.0.0.0")}:${String(published ?? "")}:${String(target)}/${String(protocol ?? "tcp")}`,
  ],
  ["services.*.env_file", ({ path }) => String(path)],
];

/**
 * Lays one file over another, both in canonical form: mappings are joined, lists appended, everything else replaced (the
 * Compose Specification, "Merge").
 * @throws ComposeError
 */
export function mergeFiles(base: YamlMap, over: YamlMap): YamlMap {
  return mergeMaps(base, over, []);
}

/** Lists of texts in which an entry counts once (compose-go, `override.unique`). */
const ONCE = new Set(
  "cap_add cap_drop devices dns dns_opt dns_search env_file expose links ports profiles tmpfs volumes".split(" "),
);

/** A file whose services say nothing twice in those lists: this is asked before its schema, which would mind. */
export function withoutRepeats(tree: YamlMap): YamlMap {
  const services = mapValues(mapAt(tree, "services"), (service) =>
    isMap(service)
      ? mapValues(service, (value, key) => (ONCE.has(key) && isList(value) ? uniqueEntries(value, [key]) : value))
      : service,
  );
  return isMap(tree.services) ? { ...tree, services } : tree;
}

/** Where a mapping and a list go together, or one takes the other's place (compose-go, `override.mergeSpecials`). */
const MIXED =
  "annotations build build.args build.additional_contexts build.extra_hosts build.labels command depends_on deploy.labels dns dns_opt dns_search entrypoint env_file label_file environment extra_hosts healthcheck.test labels logging models networks sysctls tmpfs ulimits.*"
    .split(" ")
    .map((key) => `services.*.${key}`)
    .concat("networks.*.labels", "volumes.*.labels");

/**
 * A later file, as it was written, cannot put something else in the place of a list or a mapping: this is asked before
 * its schema.
 * @throws ComposeError
 */
export function checkOverrides(base: YamlMap, over: YamlMap): void {
  const visit = (before: YamlValue, after: YamlValue | undefined, path: readonly string[]): void => {
    if (after === undefined || after === null || MIXED.some((pattern) => matchesPath(path, pattern))) return;
    if ((isMap(before) && !isMap(after)) || (isList(before) && !isList(after)))
      throw new ComposeError(`cannot override ${path.join(".")}`);
    if (isMap(before) && isMap(after))
      for (const [key, item] of Object.entries(before)) visit(item, after[key], [...path, key]);
  };
  visit(base, over, []);
}

function mergeMaps(base: YamlMap, over: YamlMap, path: readonly string[]): YamlMap {
  const merged: Record<string, YamlValue> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = base[key];
    merged[key] = before === undefined || key.startsWith("x-") ? value : mergeValues(before, value, [...path, key]);
  }
  return merged;
}

function mergeValues(base: YamlValue, over: YamlValue, path: readonly string[]): YamlValue {
  if (REPLACED.some((pattern) => matchesPath(path, pattern))) return over;
  if (over === null && typeof base === "object") return base;
  if (isMap(base) !== isMap(over) && SEQUENCES.some((pattern) => matchesPath(path, pattern)))
    return namedOnce([...sequence(base), ...sequence(over)]);
  if (isMap(base)) {
    if (isMap(over)) return joinsMaps(base, over, path) ? mergeMaps(base, over, path) : over;
    if (matchesPath(path, "services.*.ulimits.*")) return over;
    throw new ComposeError(`cannot override ${path.join(".")}`);
  }
  if (isList(base)) {
    if (!isList(over)) throw new ComposeError(`cannot override ${path.join(".")}`);
    return uniqueEntries([...base, ...over], path);
  }
  return over;
}

/** What may be a mapping or a list of `name=value`: where a file is read as it is written, the one meets the other. */
const SEQUENCES = "annotations build.args build.labels deploy.labels environment extra_hosts labels sysctls"
  .split(" ")
  .map((key) => `services.*.${key}`);

function sequence(value: YamlValue): string[] {
  if (isList(value)) return value.map(scalarText);
  if (!isMap(value)) return [];
  return Object.entries(value)
    .map(([name, item]) => (item === null ? name : `${name}=${scalarText(item)}`))
    .sort();
}

/** A later value takes the place of the earlier one of its name. */
function namedOnce(pairs: readonly string[]): string[] {
  return [...new Map(pairs.map((pair) => [pair.split("=", 1)[0], pair])).values()];
}

/** Options of two logging drivers do not mix. */
function joinsMaps(base: YamlMap, over: YamlMap, path: readonly string[]): boolean {
  if (!matchesPath(path, "services.*.logging")) return true;
  return base.driver === undefined || over.driver === undefined || base.driver === over.driver;
}

function uniqueEntries(list: readonly YamlValue[], path: readonly string[]): YamlValue {
  const keyOf = UNIQUE.find(([pattern]) => matchesPath(path, pattern))?.[1];
  const plain = list.every((entry) => typeof entry !== "object");
  if (!keyOf && !plain) return list;
  const last = new Map<string, YamlValue>();
  for (const entry of list) last.set(keyOf && isMap(entry) ? keyOf(entry) : String(entry), entry);
  return [...last.values()];
}

/**
 * Takes away what a later file's `!reset` and `!override` name.
 * @param paths from the document that holds the tags
 */
export function resetPaths(tree: YamlMap, paths: readonly (readonly string[])[]): YamlMap {
  return paths.reduce<YamlMap>((rest, path) => removeAt(rest, path), tree);
}

function removeAt(tree: YamlMap, [key = "", ...rest]: readonly string[]): YamlMap {
  const value = tree[key];
  if (value === undefined) return tree;
  if (rest.length === 0) return Object.fromEntries(Object.entries(tree).filter(([name]) => name !== key));
  return isMap(value) ? { ...tree, [key]: removeAt(value, rest) } : tree;
}
