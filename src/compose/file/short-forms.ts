import { ComposeError } from "../compose-error.ts";
import { parsePortSpec } from "./ports.ts";
import { decodeError } from "./scalars.ts";
import { shellWords } from "./shell-words.ts";
import { parseVolumeSpec } from "./volume-spec.ts";
import { isList, isMap, mapValues, scalarText, type YamlMap, type YamlValue } from "./yaml/yaml-value.ts";

/** The short forms of the Compose Specification, each brought to its long one. Long forms pass through. */

/** `KEY=value` lists and mappings, as a mapping of texts. @param bare what a name without a value becomes */
export function pairs(value: YamlValue, bare: string | null): YamlMap {
  if (isMap(value)) return mapValues(value, (item) => (item === null ? bare : scalarText(item)));
  if (!isList(value)) return {};
  return Object.fromEntries(
    value.map((item) => {
      const text = scalarText(item);
      const cut = text.indexOf("=");
      return cut < 0 ? [text, bare] : [text.slice(0, cut), text.slice(cut + 1)];
    }),
  );
}

/** One text, or a list of them. */
export const textList = (value: YamlValue): YamlValue => (isList(value) ? value.map(scalarText) : [scalarText(value)]);

/** `command` and `entrypoint`: a line is split as a shell would. @throws ComposeError */
export function commandWords(value: YamlValue, path: string): YamlValue {
  if (value === null || isMap(value)) return null;
  if (isList(value)) return value.map(scalarText);
  const words = shellWords(scalarText(value));
  if (!words) throw decodeError(path, "invalid command line string");
  return words;
}

/**
 * Compose's go-connections is an older one than Docker's: it begins with a capital, and asks `net.SplitHostPort` first.
 * @throws ComposeError
 */
function shortPorts(text: string) {
  const address = /^(.*):[^:]*:[^:]*$/.exec(text)?.[1] ?? "";
  if (address.includes(":") && !/^\[.*\]$/.test(address))
    throw new ComposeError(`Invalid ip address ${address}: address ${address}:: too many colons in address`);
  const ports = parsePortSpec(text);
  if (ports instanceof Error)
    throw new ComposeError(
      ports.message.replace("invalid IP", "Invalid ip").replace(/^[in]/, (letter) => letter.toUpperCase()),
    );
  return ports;
}

/** @throws ComposeError with go-connections' words */
export function portEntries(value: YamlValue): YamlValue {
  if (!isList(value)) return value;
  return value.flatMap((entry): YamlValue[] => {
    if (isMap(entry)) {
      const { published, target } = entry;
      return [
        {
          ...entry,
          mode: entry.mode ?? "ingress",
          protocol: entry.protocol ?? "tcp",
          ...(published === undefined ? {} : { published: scalarText(published) }),
          ...(target === undefined ? {} : { target: Number(target) }),
        },
      ];
    }
    return shortPorts(scalarText(entry)).map(({ hostIp, ...port }) => ({
      ...port,
      ...(hostIp === undefined ? {} : { host_ip: hostIp }),
    }));
  });
}

/** @throws ComposeError */
export function volumeEntry(value: YamlValue): YamlValue {
  if (isMap(value)) return value;
  const text = scalarText(value);
  const spec = parseVolumeSpec(text);
  if (spec instanceof Error) throw new ComposeError(spec.message);
  const { type, source, target, readOnly, propagation, selinux, noCopy } = spec;
  const bind = {
    ...(selinux === undefined ? {} : { selinux }),
    ...(propagation === undefined ? {} : { propagation }),
    create_host_path: true,
  };
  return {
    type,
    ...(source === undefined ? {} : { source }),
    target,
    ...(readOnly ? { read_only: true } : {}),
    // A text of one or two letters is not looked into.
    ...(type === "bind" ? { bind } : text.length <= 2 ? {} : { volume: noCopy ? { nocopy: true } : {} }),
  };
}

export function dependencies(value: YamlValue): YamlValue {
  const long = (entry: YamlValue): YamlMap => ({
    condition: "service_started",
    required: true,
    ...(isMap(entry) ? entry : {}),
  });
  if (isMap(value)) return mapValues(value, long);
  return Object.fromEntries((isList(value) ? value : []).map((name) => [scalarText(name), long(null)]));
}

/** Names as a mapping without values. */
export function namesToMap(value: YamlValue): YamlValue {
  return isList(value) ? Object.fromEntries(value.map((name) => [scalarText(name), null])) : value;
}

export function envFiles(value: YamlValue): YamlValue {
  const list = isList(value) ? value : [value];
  return list.map((entry): YamlMap => ({ required: true, ...(isMap(entry) ? entry : { path: scalarText(entry) }) }));
}

/** A config or a secret by its name alone. */
export const fileReference = (value: YamlValue): YamlValue => (isMap(value) ? value : { source: scalarText(value) });

export const secretReference = (value: YamlValue): YamlValue => {
  const long = isMap(value) ? value : { source: scalarText(value) };
  return { ...long, target: long.target ?? `/run/secrets/${scalarText(long.source)}` };
};

/** "name=address" entries, by name: what maps and `name:address` lists say. */
export function hosts(value: YamlValue, path: string): YamlValue {
  const entries = isMap(value)
    ? Object.entries(value).flatMap(([name, address]) =>
        (isList(address) ? address : [address]).map((item) => `${name}=${scalarText(item)}`),
      )
    : (isList(value) ? value : []).map((item) => hostEntry(scalarText(item), path));
  return entries.sort();
}

/** @throws ComposeError */
function hostEntry(text: string, path: string): string {
  const cut = text.search(/[=:]/);
  if (cut < 0) throw decodeError(path, `invalid additional host, missing IP: ${text}`);
  return `${text.slice(0, cut).trim()}=${text
    .slice(cut + 1)
    .trim()
    .replace(/^\[(.*)\]$/, "$1")}`;
}

export function deviceEntry(value: YamlValue): YamlValue {
  if (isMap(value)) return value;
  const [source = "", target = source, permissions = "rwm", ...more] = scalarText(value).split(":");
  if (more.length > 0) throw new ComposeError(`confusing device mapping, please use long syntax: ${scalarText(value)}`);
  return { source, target, permissions };
}

/** `test: curl localhost` runs in a shell. */
export const healthTest = (value: YamlValue): YamlValue => (isList(value) ? value : ["CMD-SHELL", scalarText(value)]);

/** `external: {name: x}` of the old files. */
export function externalName(value: YamlMap): YamlMap {
  const { external } = value;
  if (!isMap(external)) return value;
  return { ...value, external: true, ...(external.name === undefined ? {} : { name: external.name }) };
}
