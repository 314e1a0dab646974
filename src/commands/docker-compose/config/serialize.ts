import { isList, isMap, mapAt, mapValues, type PyMap, type PyValue, pyStr } from "../python/py-value.ts";
import { dumpYaml } from "../python/yaml-dump.ts";
import type { Config } from "./config.ts";
import { shortDuration } from "./duration.ts";
import { shortPort } from "./port-spec.ts";
import type { NamedService } from "./sort-services.ts";
import type { Format } from "./version.ts";
import { mountAsVolume, volumeText } from "./volume-spec.ts";

const OLD_BOOLEANS = /^(?:y|n|yes|no|on|off|true|false)$/i;

/**
 * A project's files as `docker-compose config` prints them (compose/config/serialize.py).
 * @param digests the images' digests, by service, that take the place of their tags
 * @param doubled whether `$` is doubled: what is printed can be read again
 */
export function serializeConfig(config: Config, digests: Readonly<Record<string, string>>, doubled: boolean): string {
  const { format, version } = config;
  const sections = ["networks", "volumes", "secrets", "configs"] as const;
  const tree: PyMap = {
    version,
    services: Object.fromEntries(
      config.services.map((service) => [service.name, serialized(service, format, digests[service.name])]),
    ),
    ...Object.fromEntries(
      sections.flatMap((section) =>
        Object.keys(config[section]).length > 0 ? [[section, mapValues(config[section], member)]] : [],
      ),
    ),
  };
  return dumpYaml(tree, (given) => {
    const text = doubled ? given.replaceAll("$", "$$$$") : given;
    return { text, quoted: OLD_BOOLEANS.test(text) };
  });
}

const member = (value: PyValue): PyValue =>
  isMap(value) && "name" in value && "external" in value ? { ...value, external: true } : value;

function serialized({ config }: NamedService, format: Format, digest: string | undefined): PyMap {
  const healthcheck = mapValues(mapAt(config, "healthcheck"), (value, key) =>
    ["interval", "timeout", "start_period"].includes(key) && typeof value === "number" ? shortDuration(value) : value,
  );
  const changes: Readonly<Record<string, (value: PyValue) => PyValue>> = {
    restart: (value) => restartText(value),
    healthcheck: () => healthcheck,
    ports: (value) => (isList(value) ? value.map((port) => portOf(port, format)) : value),
    volumes: (value) =>
      isList(value) && format === "v1"
        ? value.map((volume) => (isMap(volume) ? volumeText(mountAsVolume(volume)) : volume))
        : value,
  };
  return {
    ...mapValues(config, (value, key) => changes[key]?.(value) ?? value),
    ...(digest === undefined ? {} : { image: digest }),
    ...(format === "v1" && !("network_mode" in config) ? { network_mode: "bridge" } : {}),
  };
}

function portOf(port: PyValue, format: Format): PyValue {
  return isMap(port) && (format === "v1" || "external_ip" in port) ? shortPort(port) : port;
}

function restartText(value: PyValue): string {
  if (!isMap(value)) return "";
  const { Name: name = "", MaximumRetryCount: count = 0 } = value;
  return count === 0 ? pyStr(name) : `${pyStr(name)}:${pyStr(count)}`;
}
