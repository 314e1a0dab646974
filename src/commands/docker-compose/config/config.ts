import { ConfigurationError } from "../failures.ts";
import {
  inTextOrder,
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
import { ExtendsResolver } from "./extends.ts";
import { finalizeService } from "./finalize-service.ts";
import { parseLabels } from "./key-values.ts";
import { mergeFiles } from "./merge.ts";
import type { FileLoader, ProcessedFile } from "./process-file.ts";
import { expandPath, processService } from "./process-service.ts";
import { type NamedService, sortServices } from "./sort-services.ts";
import { validateConstraints } from "./validate-schema.ts";
import { validateService } from "./validate-service.ts";
import { type ConfigFile, type Format, formatOf, sectionOf, servicesOf, shownVersion } from "./version.ts";
import { asVolume, isNamed, volumeText } from "./volume-spec.ts";

/** What a project's files say, merged (compose/config/config.py, `Config`). */
export interface Config {
  readonly format: Format;
  /** As `config` prints it. */
  readonly version: string;
  /** Those first that others need. */
  readonly services: readonly NamedService[];
  readonly networks: PyMap;
  readonly volumes: PyMap;
  readonly secrets: PyMap;
  readonly configs: PyMap;
}

export interface LoadOptions {
  readonly loader: FileLoader;
  readonly interpolate: boolean;
  /** Where relative paths start; absolute. */
  readonly workingDir: string;
  /** Whether what is built must be there: not for `pull` and `--no-build`. */
  readonly checkPaths: boolean;
}

/**
 * Merges files and makes services of them (compose/config/config.py, `load`).
 * @throws ConfigurationError
 */
export function loadConfig(files: readonly ConfigFile[], options: LoadOptions): Config {
  const { loader } = options;
  checkSameVersion(files, loader.source.warn);
  const processed = files.map((file) => loader.processed(file));
  const [main] = processed;
  if (!main) throw new RangeError("a project has a file");
  const mapping = (section: string, called: string) => loadMapping(processed, section, called, options);
  const volumes = mapping("volumes", "Volume");
  const networks = mapping("networks", "Network");
  const secrets = mapping("secrets", "Secret");
  const configs = mapping("configs", "Config");
  const services = loadServices(processed, main, options);
  if (main.format !== "v1") for (const service of services) matchVolumes(service, volumes);
  const withConfigs = services.filter(({ config }) => truthy(config.configs)).map(({ name }) => name);
  if (withConfigs.length > 0)
    loader.source.warn(
      `Some services (${withConfigs.sort(inTextOrder).join(", ")}) use the 'configs' key, which will be ignored. Compose does not support 'configs' configuration - use \`docker stack deploy\` to deploy to a swarm.`,
    );
  const version = shownVersion(main, main.format);
  return { format: main.format, version, services, networks, volumes, secrets, configs };
}

/** @throws ConfigurationError */
function checkSameVersion([main, ...others]: readonly ConfigFile[], warn: (text: string) => void): void {
  const shown = (format: Format) => (format === "v1" ? "1" : "3.9");
  for (const other of others) {
    const first = main && formatOf(main, warn);
    const second = formatOf(other, warn);
    if (main && first && first !== second)
      throw new ConfigurationError(
        `Version mismatch: file ${main.name} specifies version ${shown(first)} but extension file ${other.name} uses version ${shown(second)}`,
      );
  }
}

/** A section of all files. A later file's member takes the place of an earlier one's. */
function loadMapping(files: readonly ProcessedFile[], section: string, called: string, options: LoadOptions): PyMap {
  const all: Record<string, PyValue> = {};
  for (const file of files) {
    const members = sectionOf(file, file.format, section);
    for (const [name, member] of Object.entries(isMap(members) ? members : {}))
      all[name] = isMap(member) && truthy(member) ? loadMember(name, member, called, options) : {};
  }
  return all;
}

/** @throws ConfigurationError */
function loadMember(name: string, member: PyMap, called: string, { workingDir, loader }: LoadOptions): PyMap {
  const { external } = member;
  const outer: PyMap = truthy(external)
    ? { name: (isMap(external) ? external.name : truthy(member.name) ? member.name : name) ?? null }
    : {};
  if (truthy(external)) {
    const more = Object.keys(member).filter((key) => key !== "external");
    if (more.some((key) => key !== "name" && !(called === "Network" && key === "driver")))
      throw new ConfigurationError(
        `${called} ${name} declared as external but specifies additional attributes (${more.join(", ")}).`,
      );
  }
  return mapValues({ ...member, ...outer }, (value, key) => {
    if (key === "labels") return parseLabels(value);
    if (key === "file") return expandPath(workingDir, pyStr(value), loader.source.env);
    return key === "driver_opts" && isMap(value) ? driverOptions(value, member, called, loader.source) : value;
  });
}

/** A bind by way of a volume has its device's path in full. */
function driverOptions(
  value: PyMap,
  { driver = "local" }: PyMap,
  called: string,
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): PyMap {
  const texts = textDict(value);
  const { o, device } = texts;
  if (called !== "Volume" || driver !== "local" || o !== "bind" || typeof device !== "string" || device === "")
    return texts;
  return { ...texts, device: expandPath(cwd, device, env) };
}

function loadServices(files: readonly ProcessedFile[], main: ProcessedFile, load: LoadOptions): NamedService[] {
  const { loader, workingDir, interpolate, checkPaths } = load;
  const { format } = main;
  const all = files
    .map((file) => servicesOf(file, file.format))
    .map((services) => (isMap(services) ? services : {}))
    .reduce((below, over) => mergeFiles(below, over, format));
  const names = Object.keys(all);
  const extended = new ExtendsResolver(main, format, loader);
  return sortServices(
    names.map((name) => {
      const resolved = extended.resolve(name, mapAt(all, name), workingDir);
      const service = processService(resolved, workingDir, loader.source);
      validateConstraints(service, name, format, loader.schemas);
      validateService({ name, service, services: names }, loader.source.files, checkPaths);
      const { environment, source } = loader;
      return { name, config: finalizeService(service, { format, services: names, environment, source, interpolate }) };
    }),
  );
}

/** A volume that a service names must be declared. @throws ConfigurationError */
function matchVolumes({ name, config }: NamedService, volumes: PyMap): void {
  for (const volume of listAt(config, "volumes")) {
    const spec = asVolume(volume);
    if (isMap(volume) && volume.type !== "volume") continue;
    if (isNamed(spec) && !(spec.external !== null && spec.external in volumes))
      throw new ConfigurationError(
        `Named volume "${isMap(volume) ? pyStr(volume) : volumeText(spec)}" is used in service "${name}" but no declaration was found in the volumes section.`,
      );
  }
}
