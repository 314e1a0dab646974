import { ConfigurationError } from "../failures.ts";
import { isList, isMap, type PyMap, type PyValue, pyRepr, pyStr, truthy } from "../python/py-value.ts";

type Split = (text: string) => readonly [string, PyValue];

/** @throws ConfigurationError for what is neither a list nor a mapping */
function pairs(value: PyValue | undefined, what: string, split: Split): PyMap {
  if (value === undefined || !truthy(value)) return {};
  if (isList(value)) return Object.fromEntries(value.map((item) => split(pyStr(item))));
  if (isMap(value)) return value;
  throw new ConfigurationError(`${what} "${pyRepr(value)}" must be a list or mapping,`);
}

/** `X=1`, or X alone, which takes its value from where compose runs. */
const variable: Split = (text) => {
  const cut = text.indexOf("=");
  const name = cut < 0 ? text : text.slice(0, cut);
  if (/\s/.test(name)) throw new ConfigurationError(`environment variable name '${name}' may not contain whitespace.`);
  return [name, cut < 0 ? null : text.slice(cut + 1)];
};

const labelled: Split = (text) => {
  const cut = text.indexOf("=");
  return cut < 0 ? [text, ""] : [text.slice(0, cut), text.slice(cut + 1)];
};

export const parseEnvironment = (value: PyValue | undefined): PyMap => pairs(value, "environment", variable);
export const parseBuildArguments = (value: PyValue | undefined): PyMap => pairs(value, "build arguments", variable);
export const parseLabels = (value: PyValue | undefined): PyMap => pairs(value, "labels", labelled);
export const parseSysctls = (value: PyValue | undefined): PyMap => pairs(value, "sysctls", labelled);
export const parseNetworks = (value: PyValue | undefined): PyMap => pairs(value, "networks", (text) => [text, null]);
export const parseDependencies = (value: PyValue | undefined): PyMap =>
  pairs(value, "depends_on", (text) => [text, { condition: "service_started" }]);

/** `name:address` lists and mappings. */
export const parseHosts = (value: PyValue | undefined): PyMap =>
  pairs(value, "extra_hosts", (text) => {
    const cut = text.indexOf(":");
    return [text.slice(0, Math.max(0, cut)).trim(), text.slice(cut + 1).trim()];
  });

/** @throws ConfigurationError */
export function parseFlat(value: PyValue | undefined): PyMap {
  if (value === undefined || !truthy(value)) return {};
  if (isMap(value)) return value;
  throw new ConfigurationError("Invalid type: expected mapping");
}

/** One text, or several. */
export function toList(value: PyValue | undefined): readonly PyValue[] {
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
}
