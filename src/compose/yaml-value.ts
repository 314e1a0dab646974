/** What a YAML document holds once read. Numbers that do not fit exactly stay text, as in the file. */
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
