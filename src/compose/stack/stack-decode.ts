import { durationString, parseDuration } from "../../engine/go-duration.ts";
import { parseBytes } from "../../engine/go-size.ts";
import { comesBefore } from "../file/key-order.ts";
import { shellWords } from "../file/shell-words.ts";
import { isList, isMap, scalarText, type YamlMap, type YamlValue } from "../file/yaml/yaml-value.ts";

/**
 * Reads a value into its long form, which it leaves as it is when it reads it again; undefined for what Go calls zero, which
 * is not printed (docker/cli, cli/compose/loader/loader.go and types/types.go, `omitempty`).
 * @param at Go's name of the field
 * @param faults gets what mapstructure says of a value that does not fit
 */
export type Decode = (value: YamlValue, at: string, faults: string[]) => YamlValue | undefined;

export const text: Decode = (value) => scalarText(value) || undefined;
export const flag: Decode = (value) => value === true || undefined;
/** A yes-or-no that may also be unsaid. */
export const saidFlag: Decode = (value) => (typeof value === "boolean" ? value : undefined);
export const whole: Decode = (value) => (value === 0 || typeof value !== "number" ? undefined : Math.trunc(value));
export const fraction: Decode = (value) => (value === 0 ? undefined : value);

/** A whole number that is not negative. */
const unsigned =
  (bits: number, zero: boolean): Decode =>
  (value, at, faults) => {
    if (typeof value !== "number" || (value === 0 && !zero)) return undefined;
    if (value < 0) faults.push(`'${at}' cannot parse value as 'uint${bits}': ${value} overflows uint`);
    return Math.trunc(value);
  };
export const count = unsigned(64, false);
export const saidCount = unsigned(64, true);
export const port = unsigned(32, false);
export const mode = unsigned(32, true);

const time =
  (zero: boolean): Decode =>
  (value, at, faults) => {
    const ns = parseDuration(scalarText(value));
    if (ns instanceof Error) {
      faults.push(`'${at}' ${ns.message}`);
      return undefined;
    }
    return ns === 0 && !zero ? undefined : durationString(ns);
  };
export const duration = time(false);
export const saidDuration = time(true);

export const bytes: Decode = (value, at, faults) => {
  const text = scalarText(value);
  const size = parseBytes(text);
  if (size instanceof Error || size < 0) {
    faults.push(`'${at}' ${size instanceof Error ? size.message : `invalid size: '${text}'`}`);
    return undefined;
  }
  return size === 0 ? undefined : String(size);
};

const someOf = (list: readonly YamlValue[]) => (list.length === 0 ? undefined : list);
/** A list of texts, or one text. */
export const texts: Decode = (value) => someOf((isList(value) ? value : [value]).map(scalarText));

/** A command: words, or a line that is split into words. */
export const shellCommand: Decode = (value, at, faults) => {
  if (typeof value !== "string") return texts(value, at, faults);
  const words = shellWords(value);
  if (!words) faults.push(`'${at}' EOF found when expecting closing quote`);
  return someOf(words ?? []);
};

export const healthTest: Decode = (value, at, faults) =>
  typeof value === "string" ? ["CMD-SHELL", value] : texts(value, at, faults);

/** A mapping with its keys in the order in which Go's yaml prints them. */
export const sorted = (entries: readonly (readonly [string, YamlValue])[]): YamlMap =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a === b ? 0 : comesBefore(a, b) ? -1 : 1)));

const pairsOf =
  (missing: null | ""): Decode =>
  (value) => {
    const entries = isMap(value)
      ? Object.entries(value).map(([key, one]) => [key, one === null ? missing : scalarText(one)] as const)
      : (isList(value) ? value : []).map((item) => {
          const entry = scalarText(item);
          const cut = entry.indexOf("=");
          return cut < 0 ? ([entry, missing] as const) : ([entry.slice(0, cut), entry.slice(cut + 1)] as const);
        });
    return entries.length === 0 ? undefined : sorted(entries);
  };
/** `KEY: value` or `- KEY=value`; no value is an empty one. */
export const pairs = pairsOf("");
/** The same, but no value is null. */
export const environment = pairsOf(null);

/** "name:address", of a mapping or of a list with `=` or `:`. */
export const hosts: Decode = (value) => {
  const all = isMap(value)
    ? Object.entries(value)
        .filter(([, ip]) => ip !== null)
        .map(([name, ip]) => `${name}:${scalarText(ip)}`)
        .sort()
    : (isList(value) ? value : []).map(scalarText).map((entry) => entry.replace(/=|:/, ":"));
  return someOf(all.filter((entry) => entry.includes(":")).map((entry) => entry.replace(/:\[(.+)\]$/, ":$1")));
};

/** What any value of an `x-` key is printed as. */
export const anything: Decode = (value) => {
  if (isList(value)) return value.map((item) => anything(item, "", []) ?? item);
  return isMap(value)
    ? sorted(Object.entries(value).map(([key, item]) => [key, anything(item, "", []) ?? item]))
    : value;
};

export const extensions = (map: YamlMap): YamlMap =>
  sorted(
    Object.entries(map)
      .filter(([key]) => key.startsWith("x-"))
      .map(([key, value]) => [key, anything(value, "", []) ?? value]),
  );

export type Struct = Readonly<Record<string, Decode>>;

/** Fields that Go's decoder calls by the file's name, not by their own. */
const TAGGED = ["memory", "cpus", "pids", "nocopy", "tty"];
const goName = (key: string) =>
  key.includes("_") || TAGGED.includes(key)
    ? key
    : key === "healthcheck"
      ? "HealthCheck"
      : key.charAt(0).toUpperCase() + key.slice(1);

/** The fields that are said, in the order of the structure. */
export function fieldsOf(map: YamlMap, fields: Struct, at: string, faults: string[]): YamlMap {
  const out: Record<string, YamlValue> = {};
  for (const [key, decode] of Object.entries(fields)) {
    const value = map[key];
    if (value === undefined || value === null) continue;
    const name = goName(key);
    const read = decode(value, at === "" ? name : `${at}.${name}`, faults);
    if (read !== undefined) out[key] = read;
  }
  return out;
}

/** A structure that is printed even when nothing is said in it. */
export const pointer =
  (fields: Struct): Decode =>
  (value, at, faults) =>
    isMap(value) ? fieldsOf(value, fields, at, faults) : undefined;

export const struct =
  (fields: Struct): Decode =>
  (value, at, faults) => {
    const map = isMap(value) ? fieldsOf(value, fields, at, faults) : {};
    return Object.keys(map).length === 0 ? undefined : map;
  };

/** Each item of a list by itself. */
export const items =
  (decode: Decode): Decode =>
  (value, at, faults) =>
    someOf((isList(value) ? value : []).map((item, index) => decode(item, `${at}[${index}]`, faults) ?? {}));

/** Each value of a mapping by itself, the keys sorted. */
export const values =
  (decode: Decode): Decode =>
  (value, at, faults) => {
    const entries = Object.entries(isMap(value) ? value : {});
    if (entries.length === 0) return undefined;
    return sorted(
      entries.map(([key, one]) => [key, one === null ? null : (decode(one, `${at}[${key}]`, faults) ?? {})]),
    );
  };
