/** What a YAML document holds once read. Keys keep their order in the file. */
export type YamlValue = string | number | boolean | null | readonly YamlValue[] | YamlMap;

export interface YamlMap {
  readonly [key: string]: YamlValue;
}

export const isMap = (value: YamlValue | undefined): value is YamlMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isList = (value: YamlValue | undefined): value is readonly YamlValue[] => Array.isArray(value);

/** The mapping under a key; empty when there is none. */
export function mapAt(map: YamlMap, key: string): YamlMap {
  const value = map[key];
  return isMap(value) ? value : {};
}

/** The list under a key; empty when there is none. */
export function listAt(map: YamlMap, key: string): readonly YamlValue[] {
  const value = map[key];
  return isList(value) ? value : [];
}

/** A scalar as Go's `%v` prints it; empty for null and for what is no scalar. */
export function scalarText(value: YamlValue | undefined): string {
  if (value === undefined || value === null || typeof value === "object") return "";
  return String(value);
}

/** Every value of a mapping changed, under the same keys. */
export function mapValues(map: YamlMap, change: (value: YamlValue, key: string) => YamlValue): YamlMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}

/** The mapping without some keys. */
export function without(map: YamlMap, ...keys: readonly string[]): YamlMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

/** One value changed where the key is there. */
export function changeAt(map: YamlMap, key: string, change: (value: YamlValue) => YamlValue): YamlMap {
  const value = map[key];
  return value === undefined ? map : { ...map, [key]: change(value) };
}

/** Whether a path is one that a pattern means: `*` stands for any one part. */
export function matchesPath(path: readonly string[], pattern: string): boolean {
  const parts = pattern.split(".");
  return parts.length === path.length && parts.every((part, at) => part === "*" || part === path[at]);
}
