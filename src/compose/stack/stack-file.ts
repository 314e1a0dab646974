import type { FileSystem } from "../../kernel/filesystem.ts";
import { ComposeError } from "../compose-error.ts";
import { Fields } from "../file/fields.ts";
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
import { extensions } from "./stack-decode.ts";
import { interpolated } from "./stack-interpolation.ts";
import { longService } from "./stack-long-service.ts";
import { mergeStacks } from "./stack-merge.ts";
import { stackResource } from "./stack-resource.ts";
import { stackSchemaError } from "./stack-schema.ts";
import { resourceStruct, SECTIONS, serviceStruct } from "./stack-structs.ts";
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
        ? longService(map, options, warnings)
        : resourceStruct(section, stackResource(map, section, name, { ...options, minor: Number(minor) }, warnings));
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

/** @throws ComposeError in docker/cli's words, which begin with a capital where Compose's do not */
function firstDocument(text: string): YamlValue | undefined {
  try {
    return readYaml(text)[0]?.value;
  } catch (error) {
    if (error instanceof NonStringKey) throw new ComposeError(error.message.replace(/^n/, "N"));
    throw error;
  }
}
