import { ConfigurationError } from "../failures.ts";
import {
  isList,
  isMap,
  mapAt,
  mapValues,
  type PyMap,
  type PyValue,
  pyStr,
  textAt,
  textDict,
  textsAt,
  without,
} from "../python/py-value.ts";
import { type Environment, type EnvironmentSource, variablesOf } from "./environment.ts";
import { parseBuildArguments, parseEnvironment, parseNetworks } from "./key-values.ts";
import { containerIn } from "./validate-service.ts";
import type { Format } from "./version.ts";
import { asVolume, finalVolume, volumeText } from "./volume-spec.ts";

export interface FinalizeOptions {
  readonly format: Format;
  readonly services: readonly string[];
  readonly environment: Environment;
  readonly source: EnvironmentSource;
  readonly interpolate: boolean;
}

/**
 * A service as the commands use it: its environment with the variables of its files, its volumes in full
 * (compose/config/config.py, `finalize_service`).
 * @throws ConfigurationError
 */
export function finalizeService(given: PyMap, options: FinalizeOptions): PyMap {
  const { format, services, environment } = options;
  const changes: Readonly<Record<string, (value: PyValue) => PyValue>> = {
    volumes_from: (value) => (isList(value) ? value.map((item) => volumesFrom(pyStr(item), services, format)) : value),
    volumes: finalVolumes,
    networks: (value) => parseNetworks(value),
    restart: (value) => restart(pyStr(value)),
    secrets: references,
    configs: references,
    build: (value) => build(value, environment),
  };
  const service = mapValues(withEnvironment(given, options), (value, key) => changes[key]?.(value) ?? value);
  return oldKeys(networkMode(service, services));
}

function withEnvironment(service: PyMap, { environment, source, interpolate }: FinalizeOptions): PyMap {
  if (!("environment" in service) && !("env_file" in service)) return service;
  const fromFiles = textsAt(service, "env_file").map((path) => variablesOf(source, path, interpolate));
  const all: PyMap = Object.assign({}, ...fromFiles, parseEnvironment(service.environment));
  return { ...without(service, "env_file"), environment: resolved(all, environment) };
}

/** A name without a value takes it from the project's environment. */
export const resolved = (variables: PyMap, environment: Environment): PyMap =>
  mapValues(variables, (value, name) => value ?? environment.get(name) ?? null);

/** @throws ConfigurationError */
function volumesFrom(text: string, services: readonly string[], format: Format): string {
  const parts = text.split(":");
  const [first = "", second, third] = parts;
  if (format === "v1") {
    if (parts.length > 2)
      throw new ConfigurationError(`volume_from ${text} has incorrect format, should be service[:mode]`);
    return `${services.includes(first) ? "service" : "container"}:${first}:${second ?? "rw"}`;
  }
  if (parts.length > 3)
    throw new ConfigurationError(
      `volume_from ${text} has incorrect format, should be one of '<service name>[:<mode>]' or 'container:<container name>[:<mode>]'`,
    );
  if (second === undefined) return `service:${first}:rw`;
  if (third === undefined) return first === "container" ? `container:${second}:rw` : `service:${first}:${second}`;
  if (first !== "service" && first !== "container")
    throw new ConfigurationError(`Unknown volumes_from type '${first}' in '${text}'`);
  return text;
}

/** @throws ConfigurationError */
function finalVolumes(value: PyValue): PyValue {
  if (!isList(value)) return value;
  const volumes = value.map(finalVolume);
  const specs = volumes.map(asVolume);
  const twice = specs.filter(({ internal }) => specs.filter((other) => other.internal === internal).length > 1);
  if (twice.length > 0) throw new ConfigurationError(`Duplicate mount points: [${twice.map(volumeText).join(", ")}]`);
  return volumes;
}

/** "on-failure:3" @throws ConfigurationError */
function restart(text: string): PyValue {
  const [name = "", count = "0", ...more] = text.split(":");
  if (text === "") return null;
  if (more.length > 0) throw new ConfigurationError(`Restart ${text} has incorrect format, should be mode[:max_retry]`);
  return { Name: name, MaximumRetryCount: Number(count) };
}

/** Secrets and configs in long form, with what they say. */
function references(value: PyValue): PyValue {
  if (!isList(value)) return value;
  return value.map((item) => {
    if (!isMap(item)) return { source: item };
    const kept = ["source", "target", "uid", "gid", "mode", "name"].filter((key) => (item[key] ?? null) !== null);
    return Object.fromEntries(kept.map((key) => [key, item[key] ?? null]));
  });
}

function build(value: PyValue, environment: Environment): PyValue {
  if (!isMap(value)) return { context: value };
  return "args" in value ? { ...value, args: textDict(resolved(parseBuildArguments(value.args), environment)) } : value;
}

/** `net` of the oldest files. */
function networkMode(service: PyMap, services: readonly string[]): PyMap {
  const net = textAt(service, "net");
  if (net === undefined) return service;
  const container = containerIn(net);
  const mode = container !== undefined && services.includes(container) ? `service:${container}` : net;
  return { ...without(service, "net"), network_mode: mode };
}

/** Without what is not said. */
export const said = (values: Readonly<Record<string, PyValue | undefined>>): PyMap =>
  Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));

/** `log_driver`, `log_opt` and `dockerfile` have moved. */
function oldKeys(service: PyMap): PyMap {
  const { log_driver: driver, log_opt: options, dockerfile } = service;
  const logging: PyMap =
    driver === undefined && options === undefined
      ? {}
      : {
          logging: {
            ...mapAt(service, "logging"),
            ...said({ driver, options }),
          },
        };
  const build: PyMap = dockerfile === undefined ? {} : { build: { ...mapAt(service, "build"), dockerfile } };
  return { ...without(service, "log_driver", "log_opt", "dockerfile"), ...logging, ...build };
}
