import { quote } from "../engine/go-quote.ts";
import { type FileSystem, resolvePath } from "../kernel/filesystem.ts";
import { ComposeError } from "./compose-error.ts";
import { canonicalService } from "./file/canonical-service.ts";
import { Fields } from "./file/fields.ts";
import { InvalidTemplate, type Lookup, MissingVariable, substitute } from "./file/interpolate.ts";
import { mergeFiles } from "./file/merge.ts";
import { fileObjectModel, networkModel, volumeModel } from "./file/resource-model.ts";
import { serviceModel } from "./file/service-model.ts";
import { externalName, pairs } from "./file/short-forms.ts";
import { NonStringKey, readYaml } from "./file/yaml/read-yaml.ts";
import {
  changeAt,
  isList,
  isMap,
  mapAt,
  mapValues,
  scalarText,
  type YamlMap,
  type YamlValue,
} from "./file/yaml/yaml-value.ts";
import type { ComposeFileObject, ComposeNetwork, ComposeService, ComposeVolume } from "./project.ts";
import { castVariable } from "./stack-casts.ts";
import { stackSchemaError } from "./stack-schema.ts";
import { type Ignored, stackIgnored } from "./stack-unsupported.ts";

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

const SECTIONS = ["services", "volumes", "networks", "secrets", "configs"] as const;
const LATEST = "3.13";

/**
 * Reads the compose files of a stack, version 3, as `docker stack` does by itself (docker/cli, cli/compose/loader): it
 * knows neither `.env` nor profiles nor the keys that came later.
 * @throws ComposeError in the client's words
 */
export function loadStackFile(options: StackFileOptions): StackFile {
  const trees = options.sources.map(({ text }) => parse(text));
  const version = versionOf(trees[0] ?? {});
  const ignored = stackIgnored(trees);
  const merged = trees
    .map((tree) => {
      if (versionOf(tree) !== version)
        throw new ComposeError(`version mismatched between two composefiles : ${version} and ${versionOf(tree)}`);
      return longForm(tree, version, options);
    })
    .reduce((base, over) => mergeFiles(base, over));
  const below = (section: string) => new Fields(merged).each(section, (fields) => fields);
  const models = <T>(section: string, read: (fields: Fields) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(below(section)).map(([key, fields]) => [key, read(fields)]));
  const services = mapAt(merged, "services");
  return {
    version,
    services: Object.fromEntries(
      Object.keys(services)
        .sort()
        .map((name) => [name, serviceModel(name, mapAt(services, name))]),
    ),
    networks: models("networks", networkModel),
    volumes: models("volumes", volumeModel),
    secrets: models("secrets", fileObjectModel),
    configs: models("configs", fileObjectModel),
    ignored,
    warnings: trees.flatMap(oldExternalNames),
    definition: { version, ...merged },
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

function longForm(tree: YamlMap, version: string, options: StackFileOptions): YamlMap {
  const filled = options.skipInterpolation ? tree : interpolated(tree, (name) => options.env[name]);
  if (!/^3(\.([0-9]|1[0-3]))?$/.test(version)) throw new ComposeError(`unsupported Compose file version: ${version}`);
  const wrong = stackSchemaError(filled);
  if (wrong !== undefined) throw new ComposeError(wrong);
  const out: Record<string, YamlValue> = {};
  for (const section of SECTIONS) {
    const items = mapAt(filled, section);
    if (Object.keys(items).length === 0) continue;
    out[section] = mapValues(items, (item, name) => {
      const map = isMap(item) ? item : {};
      return section === "services" ? stackService(map, name, options) : resource(map, section, name, options);
    });
  }
  return { ...out, ...Object.fromEntries(Object.entries(filled).filter(([key]) => key.startsWith("x-"))) };
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

function stackService(service: YamlMap, name: string, { workingDir, files, env }: StackFileOptions): YamlMap {
  const long = canonicalService(service, `services.${name}`);
  const all: Record<string, YamlValue> = {};
  for (const entry of new Fields(long).entries("env_file")) {
    const path = resolvePath(workingDir, entry.text("path") ?? "");
    if (!files.exists(path)) throw new ComposeError(`open ${path}: no such file or directory`);
    Object.assign(all, envLines(files.readFile(path)));
  }
  Object.assign(all, mapAt(long, "environment"));
  const environment = mapValues(all, (value, key) => (value === null || value === "" ? (env[key] ?? value) : value));
  const home = env.HOME ?? "";
  const absolute = (source: string) => resolvePath(workingDir, source.replace(/^~/, home));
  let out: YamlMap = Object.keys(environment).length > 0 ? { ...long, environment } : long;
  out = changeAt(out, "volumes", (list) =>
    isList(list)
      ? list.map((mount) =>
          isMap(mount) && mount.type === "bind" ? { ...mount, source: absolute(sourceOf(mount)) } : mount,
        )
      : list,
  );
  // A secret's own name, not yet its path: the daemon puts it below /run/secrets.
  return changeAt(out, "secrets", (list) =>
    isList(list)
      ? list.map((secret) =>
          isMap(secret) && secret.target === `/run/secrets/${scalarText(secret.source)}`
            ? Object.fromEntries(Object.entries(secret).filter(([key]) => key !== "target"))
            : secret,
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

/** `external: {name: …}` of old files. */
function oldExternalNames(tree: YamlMap): string[] {
  return Object.entries(KIND).flatMap(([section, kind]) =>
    Object.entries(mapAt(tree, section)).flatMap(([key, item]) =>
      isMap(item) && isMap(item.external) && item.external.name !== undefined
        ? [`${kind} ${key}: ${kind}.external.name is deprecated in favor of ${kind}.name`]
        : [],
    ),
  );
}

/** @throws ComposeError when an external one has more said of it, or a secret has two sources */
function resource(item: YamlMap, section: string, key: string, { workingDir }: StackFileOptions): YamlMap {
  const kind = KIND[section] ?? section;
  if (isMap(item.external) && item.external.name !== undefined && item.name !== undefined)
    throw new ComposeError(`${kind} ${key}: ${kind}.external.name and ${kind}.name conflict; only use ${kind}.name`);
  const long = changeAt(externalName(item), "labels", (value) => pairs(value, ""));
  const external = long.external === true;
  if (external && section === "volumes") {
    const extra = ["driver", "driver_opts", "labels"].find((name) => long[name] !== undefined);
    if (extra !== undefined)
      throw new ComposeError(`conflicting parameters "external" and "${extra}" specified for volume "${key}"`);
  }
  if (external) return { ...long, name: long.name ?? key };
  if (section !== "secrets" && section !== "configs") return long;
  if (long.driver !== undefined) {
    if (long.file !== undefined)
      throw new ComposeError(`${kind} ${key}: ${kind}.driver and ${kind}.file conflict; only use ${kind}.driver`);
    return long;
  }
  return { ...long, file: resolvePath(workingDir, scalarText(long.file)) };
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
