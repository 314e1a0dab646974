import { parseDuration } from "../../engine/go-duration.ts";
import { isList, isMap, mapAt, scalarText, type YamlMap } from "./yaml/yaml-value.ts";

/** Reads the keys of a mapping in canonical form as the types a model has. What is not there is undefined. */
export class Fields {
  readonly map: YamlMap;

  constructor(map: YamlMap) {
    this.map = map;
  }

  /** Undefined also for an empty text. */
  text(key: string): string | undefined {
    const text = scalarText(this.map[key]);
    return text === "" ? undefined : text;
  }

  number(key: string): number | undefined {
    const value = this.map[key];
    if (typeof value === "number") return value;
    return typeof value === "string" && value !== "" ? Number(value) : undefined;
  }

  flag(key: string): boolean | undefined {
    const value = this.map[key];
    return typeof value === "boolean" ? value : undefined;
  }

  /** Nanoseconds. */
  duration(key: string): number | undefined {
    const text = this.text(key);
    const ns = text === undefined ? undefined : parseDuration(text);
    return typeof ns === "number" ? ns : undefined;
  }

  texts(key: string): string[] {
    const value = this.map[key];
    return isList(value) ? value.map(scalarText) : [];
  }

  /** The list, or null when the key is not there. */
  textsOrNull(key: string): string[] | null {
    return isList(this.map[key]) ? this.texts(key) : null;
  }

  /** The mappings of a list. */
  entries(key: string): Fields[] {
    const value = this.map[key];
    return isList(value) ? value.filter(isMap).map((item) => new Fields(item)) : [];
  }

  textMap(key: string): Record<string, string> {
    return Object.fromEntries(Object.entries(mapAt(this.map, key)).map(([name, value]) => [name, scalarText(value)]));
  }

  textMapOrNull(key: string): Record<string, string | null> {
    const entries = Object.entries(mapAt(this.map, key));
    return Object.fromEntries(entries.map(([name, value]) => [name, value === null ? null : scalarText(value)]));
  }

  below(key: string): Fields | undefined {
    const value = this.map[key];
    return isMap(value) ? new Fields(value) : undefined;
  }

  /** The mappings below a key, each under its own. */
  each<T>(key: string, read: (fields: Fields, name: string) => T): Record<string, T> {
    const entries = Object.entries(mapAt(this.map, key));
    return Object.fromEntries(
      entries.map(([name, value]) => [name, read(new Fields(isMap(value) ? value : {}), name)]),
    );
  }
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The object without the keys whose value is undefined. */
export function present<T extends object>(object: T): Partial<Present<T>> {
  const out: Partial<Present<T>> = {};
  for (const key in object) {
    const value = object[key];
    if (isPresent(value)) out[key] = value;
  }
  return out;
}

function isPresent<T>(value: T): value is Exclude<T, undefined> {
  return value !== undefined;
}
