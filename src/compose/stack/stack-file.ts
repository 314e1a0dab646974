import { quote } from "../../engine/go-quote.ts";
import { type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import { ComposeError } from "../compose-error.ts";
import { Fields } from "../file/fields.ts";
import { InvalidTemplate, type Lookup, MissingVariable, substitute } from "../file/interpolate.ts";
import { fileObjectModel, networkModel, volumeModel } from "../file/resource-model.ts";
import { serviceModel } from "../file/service-model.ts";
import { NonStringKey, readYaml } from "../file/yaml/read-yaml.ts";
import {
  changeAt,
  isList,
  isMap,
  mapAt,
  mapValues,
  scalarText,
  type YamlMap,
  type YamlValue,
} from "../file/yaml/yaml-value.ts";
import type { ComposeFileObject, ComposeNetwork, ComposeService, ComposeVolume } from "../project.ts";
import { castVariable } from "./stack-casts.ts";
import { extensions } from "./stack-decode.ts";
import { mergeStacks } from "./stack-merge.ts";
import { stackSchemaError } from "./stack-schema.ts";
import { ignoredAddresses, resourceStruct, SECTIONS, serviceStruct } from "./stack-structs.ts";
import { type Ignored, refuseForbidden, stackIgnored } from "./stack-unsupported.ts";

/** One file of a stack, as it was read. */
export interface StackSource {
  readonly name: string;
  readonly text: string;
}

export interface StackFileOptions {
  readonly sources: readonly StackSource[];
  /** Absolute: paths in the files are taken from here. */
  readonly workingDir: string;
  readonly files: FileSystem;
  readonly env: Readonly<Record<string, string>>;
  readonly skipInterpolation?: boolean;
}

/** What the files of a stack say, merged and in long form. Names that are not given are absent. */
export interface StackFile {
  readonly version: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, ComposeNetwork>>;
  readonly volumes: Readonly<Record<string, ComposeVolume>>;
  readonly secrets: Readonly<Record<string, ComposeFileObject>>;
  readonly configs: Readonly<Record<string, ComposeFileObject>>;
  /** What a swarm does not do. */
  readonly ignored: Ignored;
  /** What is still read but has another form now. */
  readonly warnings: readonly string[];
  /** The whole in long form, for `docker stack config`. */
  readonly definition: YamlMap;
}

const LATEST = "3.13";

/**
 * Reads the compose files of a stack, version 3, as `docker stack` does by itself (docker/cli, cli/compose/loader): it
 * knows neither `.env` nor profiles nor the keys that came later.
 * @throws ComposeError in the client's words, ForbiddenOptions
 */
export function loadStackFile(options: StackFileOptions): StackFile {
  const trees = options.sources.map(({ text }) => parse(text));
  const version = versionOf(trees[0] ?? {});
  const warnings: string[] = [];
  const merged = trees
    .map((tree) => {
      if (versionOf(tree) !== version)
        throw new ComposeError(`version mismatched between two composefiles : ${version} and ${versionOf(tree)}`);
      return longForm(tree, version, options, warnings);
    })
    .reduce((base, over) => mergeStacks(base, over));
  const services = mapValues(mapAt(merged, "services"), (service) => serviceStruct(isMap(service) ? service : {}));
  const below = (section: string) => new Fields(merged).each(section, (fields) => fields);
  const models = <T>(section: string, read: (fields: Fields) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(below(section)).map(([key, fields]) => [key, read(fields)]));
  return {
    version,
    services: Object.fromEntries(
      Object.keys(services)
        .sort()
        .map((name) => [name, serviceModel(name, octalModes(mapAt(services, name)))]),
    ),
    networks: models("networks", networkModel),
    volumes: models("volumes", volumeModel),
    secrets: models("secrets", fileObjectModel),
    configs: models("configs", fileObjectModel),
    ignored: stackIgnored(trees),
    warnings,
    definition: { ...merged, version, ...(isMap(merged.services) ? { services } : {}) },
  };
}

function parse(text: string): YamlMap {
  const value = firstDocument(text);
  if (!isMap(value)) throw new ComposeError("top-level object must be a mapping");
  return value;
}

function versionOf({ version }: YamlMap): string {
  const text = version === undefined ? "" : scalarText(version);
  return text === "" || text === "3" ? LATEST : text;
}

function longForm(tree: YamlMap, version: string, options: StackFileOptions, warnings: string[]): YamlMap {
  refuseForbidden(tree);
  const filled = options.skipInterpolation ? tree : interpolated(tree, (name) => options.env[name]);
  const minor = /^3\.([0-9]|1[0-3])$/.exec(version)?.[1];
  if (minor === undefined) throw new ComposeError(`unsupported Compose file version: ${version}`);
  const wrong = stackSchemaError(filled, Number(minor));
  if (wrong !== undefined) throw new ComposeError(wrong);
  const out: Record<string, YamlValue> = {};
  for (const section of SECTIONS) {
    const entries = mapAt(filled, section);
    if (Object.keys(entries).length === 0) continue;
    out[section] = mapValues(entries, (item, name) => {
      const map = isMap(item) ? item : {};
      return section === "services"
        ? stackService(map, options, warnings)
        : resourceStruct(section, resource(map, section, name, { ...options, minor: Number(minor) }, warnings));
    });
  }
  return { ...out, ...extensions(filled) };
}

/** A file's mode as the models of Compose have it: "0440". */
function octalModes(service: YamlMap): YamlMap {
  const octal = (value: YamlValue): YamlValue =>
    isList(value)
      ? value.map((one) =>
          isMap(one) && typeof one.mode === "number" ? { ...one, mode: `0${one.mode.toString(8)}` } : one,
        )
      : value;
  return changeAt(changeAt(service, "secrets", octal), "configs", octal);
}

/** Variables of every section; one that is not set is empty, without a word. @throws ComposeError */
function interpolated(tree: YamlMap, lookup: Lookup): YamlMap {
  const visit = (value: YamlValue, path: string): YamlValue => {
    if (isMap(value)) return mapValues(value, (item, key) => visit(item, `${path}.${key}`));
    if (isList(value)) return value.map((item) => visit(item, `${path}.[]`));
    if (typeof value !== "string") return value;
    try {
      const filled = substitute(value, lookup, () => {});
      // Only what a variable stood in is read as what it is to be (docker/cli, cli/compose/interpolation).
      return filled === value ? value : castVariable(filled, path);
    } catch (error) {
      const template =
        error instanceof InvalidTemplate
          ? error.template
          : error instanceof MissingVariable
            ? error.message
            : undefined;
      if (template === undefined) throw error;
      throw new ComposeError(
        `invalid interpolation format for ${path}: ${quote(template)}; you may need to escape any $ with another $`,
      );
    }
  };
  return mapValues(tree, (value, key) => (SECTIONS.some((section) => section === key) ? visit(value, key) : value));
}

function stackService(service: YamlMap, { workingDir, files, env }: StackFileOptions, warnings: string[]): YamlMap {
  const faults: string[] = [];
  warnings.push(...ignoredAddresses(service));
  const long = serviceStruct(service, faults);
  if (faults.length > 0)
    throw new ComposeError(`decoding failed due to the following error(s):\n\n${faults.join("\n")}`);
  const all: Record<string, YamlValue> = {};
  for (const name of new Fields(long).texts("env_file")) {
    const path = resolvePath(workingDir, name);
    if (!files.exists(path)) throw new ComposeError(`open ${path}: no such file or directory`);
    Object.assign(all, envLines(files.readFile(path)));
  }
  Object.assign(all, mapAt(long, "environment"));
  const environment = mapValues(all, (value, key) => (value === null || value === "" ? (env[key] ?? value) : value));
  const home = env.HOME ?? "";
  // A drive's letter begins a path of Windows, which is absolute too.
  const absolute = (source: string) =>
    /^[a-z]:[\\/]/i.test(source) ? source : resolvePath(workingDir, source.replace(/^~/, home));
  return changeAt(Object.keys(environment).length > 0 ? { ...long, environment } : long, "volumes", (list) =>
    isList(list)
      ? list.map((mount) =>
          isMap(mount) && mount.type === "bind" ? { ...mount, source: absolute(sourceOf(mount)) } : mount,
        )
      : list,
  );
}

function sourceOf(mount: YamlMap): string {
  const source = scalarText(mount.source);
  if (source === "") throw new ComposeError(`invalid mount config for type "bind": field Source must not be empty`);
  return source;
}

/** The lines of an env file as docker's own client reads them: no quotes, no variables. */
function envLines(text: string): Record<string, string | null> {
  const lines = text.split("\n").map((line) => line.trimStart());
  return Object.fromEntries(
    lines
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => {
        const cut = line.indexOf("=");
        return cut < 0 ? [line.trim(), null] : [line.slice(0, cut), line.slice(cut + 1)];
      }),
  );
}

const KIND: Readonly<Record<string, string>> = {
  networks: "network",
  volumes: "volume",
  secrets: "secret",
  configs: "config",
};

/** Since which version 3 an external one has its name beside `external`. */
const NAMED_SINCE: Readonly<Record<string, number>> = { networks: 5, volumes: 4, secrets: 5, configs: 5 };

interface ResourceOptions {
  readonly workingDir: string;
  readonly minor: number;
}

/** @throws ComposeError when an external one has more said of it, or a secret has two sources */
function resource(
  item: YamlMap,
  section: string,
  key: string,
  { workingDir, minor }: ResourceOptions,
  warnings: string[],
): YamlMap {
  const kind = KIND[section] ?? section;
  const { external } = item;
  const oldName = isMap(external) ? scalarText(external.name) : "";
  if (external === true || isMap(external)) {
    const extra = ["driver", "driver_opts", "labels"].find((name) => item[name] !== undefined);
    if (section === "volumes" && extra !== undefined)
      throw new ComposeError(`conflicting parameters "external" and "${extra}" specified for volume "${key}"`);
    if (oldName === "") return { ...item, external: true, name: scalarText(item.name) || key };
    if (scalarText(item.name) !== "")
      throw new ComposeError(`${kind} ${key}: ${kind}.external.name and ${kind}.name conflict; only use ${kind}.name`);
    if (minor >= (NAMED_SINCE[section] ?? 0))
      warnings.push(`${kind} ${key}: ${kind}.external.name is deprecated in favor of ${kind}.name`);
    return { ...item, external: true, name: oldName };
  }
  if (section !== "secrets" && section !== "configs") return item;
  if (item.driver === undefined) return { ...item, file: resolvePath(workingDir, scalarText(item.file)) };
  if (item.file !== undefined)
    throw new ComposeError(`${kind} ${key}: ${kind}.driver and ${kind}.file conflict; only use ${kind}.driver`);
  return item;
}

/** @throws ComposeError in docker/cli's words, which begin with a capital where Compose's do not */
function firstDocument(text: string): YamlValue | undefined {
  try {
    return readYaml(text)[0]?.value;
  } catch (error) {
    if (error instanceof NonStringKey) throw new ComposeError(error.message.replace(/^n/, "N"));
    throw error;
  }
}
