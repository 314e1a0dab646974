import { FileError, resolvePath } from "../../../kernel/filesystem.ts";
import { ConfigurationError } from "../failures.ts";
import {
  isList,
  isMap,
  listAt,
  mapAt,
  mapValues,
  type PyMap,
  type PyValue,
  pyStr,
  textDict,
  truthy,
} from "../python/py-value.ts";
import { parseBytes } from "./bytes.ts";
import { nanoseconds } from "./duration.ts";
import type { EnvironmentSource } from "./environment.ts";
import { parseDependencies, parseLabels, parseSysctls, toList } from "./key-values.ts";
import { portEntries } from "./port-spec.ts";
import { splitVolume } from "./volume-mapping.ts";

/** A path as `~` and the folder of its file make it whole. */
export function expandPath(folder: string, path: string, env: Readonly<Record<string, string>>): string {
  return resolvePath(folder, path.replace(/^~(?=\/|$)/, env.HOME ?? "/root"));
}

/** Whether a build's context is fetched from elsewhere. */
export const isUrl = (path: string): boolean => /^(?:https?:\/\/|git:\/\/|github\.com\/|git@)/.test(path);

/**
 * Makes a service's paths absolute and its values uniform (compose/config/config.py, `process_service`).
 * @param folder where its file stands; absolute
 * @throws ConfigurationError
 */
export function processService(service: PyMap, folder: string, source: EnvironmentSource): PyMap {
  const path = (value: PyValue) => expandPath(folder, pyStr(value), source.env);
  const changes: Readonly<Record<string, (value: PyValue) => PyValue>> = {
    env_file: (value) => toList(value).map(path),
    build: (value) => buildSection(value, path),
    sysctls: (value) => textDict(parseSysctls(value)),
    labels: parseLabels,
    depends_on: (value) => (isMap(value) ? value : parseDependencies(value)),
    dns: toList,
    dns_search: toList,
    tmpfs: toList,
    healthcheck,
    ports: (value) => toList(value).flatMap(portEntries),
    blkio_config: blkio,
    security_opt: (value) => toList(value).map((item) => securityOption(item, source)),
  };
  const changed = mapValues(service, (value, key) => changes[key]?.(value) ?? value);
  if (!isList(changed.volumes) || truthy(changed.volume_driver)) return changed;
  return { ...changed, volumes: changed.volumes.map((volume) => volumePath(volume, folder, source.env)) };
}

function buildSection(value: PyValue, path: (value: PyValue) => string): PyValue {
  const context = (given: PyValue) => (isUrl(pyStr(given)) ? given : path(given));
  if (!isMap(value)) return context(value);
  return mapValues(value, (item, key) =>
    key === "context" ? context(item) : key === "labels" ? parseLabels(item) : item,
  );
}

function healthcheck(value: PyValue): PyValue {
  if (!isMap(value)) return value;
  const { disable, ...rest } = value;
  const check: PyMap = disable === undefined ? rest : { ...rest, test: ["NONE"] };
  return mapValues(check, (item, key) =>
    ["interval", "timeout", "start_period"].includes(key) && typeof item === "string"
      ? (nanoseconds(item) ?? null)
      : item,
  );
}

/** @throws ConfigurationError */
function blkio(value: PyValue): PyValue {
  if (!isMap(value)) return value;
  const rates = (key: string, rate: (given: PyValue) => PyValue) =>
    key in value
      ? { [key]: listAt(value, key).map((item) => (isMap(item) ? { ...item, rate: rate(item.rate ?? 0) } : item)) }
      : {};
  const bytes = (given: PyValue) => {
    const found = parseBytes(given);
    if (found === undefined) throw new ConfigurationError(`Invalid format for bytes value: "${pyStr(given)}"`);
    return found;
  };
  const operations = (given: PyValue) => {
    if (!/^\s*[-+]?\d+\s*$/.test(pyStr(given)))
      throw new ConfigurationError(`Invalid IOPS value: "${pyStr(given)}". Must be a positive integer.`);
    return Number(given);
  };
  return {
    ...value,
    ...rates("device_read_bps", bytes),
    ...rates("device_write_bps", bytes),
    ...rates("device_read_iops", operations),
    ...rates("device_write_iops", operations),
  };
}

function volumePath(volume: PyValue, folder: string, env: Readonly<Record<string, string>>): PyValue {
  if (isMap(volume)) {
    const { source, type } = volume;
    return typeof source === "string" && /^[.~]/.test(source) && type === "bind"
      ? { ...volume, source: expandPath(folder, source, env) }
      : volume;
  }
  const [inside, outside] = splitVolume(volume);
  if (!Array.isArray(outside)) return inside;
  const [host, mode] = [pyStr(outside[0] ?? ""), outside[1] ?? null];
  const path = /^[.~]/.test(host) ? expandPath(folder, host, env) : host;
  return `${path}:${inside}${mode === null ? "" : `:${pyStr(mode)}`}`;
}

/** @throws ConfigurationError for a profile that cannot be read */
function securityOption(value: PyValue, { files, cwd }: EnvironmentSource): PyValue {
  const text = pyStr(value);
  let [name = "", rest] = text.split("=");
  if (rest === undefined && name !== "no-new-privileges") {
    if (!text.includes(":")) throw new ConfigurationError(`Invalid security_opt: ${text}`);
    [name = "", rest] = text.split(":");
  }
  if (name !== "seccomp" || rest === undefined || rest === "unconfined") return value;
  try {
    JSON.parse(files.readFile(resolvePath(cwd, rest.replace(/^"(.*)"$/, "$1"))));
    return `seccomp:${rest}`;
  } catch (error) {
    const reason =
      error instanceof FileError
        ? `[Errno 2] ${error.message}: '${rest}'`
        : "Expecting value: line 1 column 1 (char 0)";
    throw new ConfigurationError(`Error reading seccomp profile: ${reason}`);
  }
}

/** A service's build in long form; empty when it is not built. */
export const buildOf = (service: PyMap): PyMap =>
  typeof service.build === "string" ? { context: service.build } : mapAt(service, "build");
