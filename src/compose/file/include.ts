import { resolvePath } from "../../kernel/filesystem.ts";
import { ComposeError } from "../compose-error.ts";
import { readEnvFiles } from "./env-file.ts";
import { layFile } from "./load-file.ts";
import { type LoadScope, readText } from "./load-scope.ts";
import { resolvePaths } from "./resolve-paths.ts";
import { isList, isMap, listAt, mapAt, scalarText, without, type YamlMap, type YamlValue } from "./yaml/yaml-value.ts";

const SECTIONS = ["services", "volumes", "networks", "secrets", "configs"];

/**
 * What `include` brings: other projects with their own folder and their own `.env` (the Compose Specification,
 * "Include").
 * @param path of the file that includes, absolute
 * @throws ComposeError also when both say something of the same name
 */
export function applyIncludes(tree: YamlMap, path: string, scope: LoadScope): YamlMap {
  const included = [...scope.included, path];
  return listAt(tree, "include").reduce<YamlMap>(
    (model, entry) => imported(model, includedTree(entry, { ...scope, included })),
    without(tree, "include"),
  );
}

/** What includes is asked before a file's schema. @throws ComposeError */
export function checkInclude({ include }: YamlMap): void {
  if (include !== undefined && include !== null && !isList(include))
    throw new ComposeError(`\`include\` must be a list, got ${isMap(include) ? "map" : scalarText(include)}`);
}

function includedTree(entry: YamlValue, scope: LoadScope): YamlMap {
  const long = isMap(entry) ? entry : { path: entry };
  const paths = texts(long.path).map((item) => resolvePath(scope.folder, item));
  const [main = ""] = paths;
  if (scope.included.includes(main)) {
    const [first = "", ...rest] = [...scope.included, main];
    throw new ComposeError(`include cycle detected:\n${first}\n include ${rest.join("\n include ")}`);
  }
  const project = scalarText(long.project_directory);
  const folder = project === "" ? resolvePath(main, "..") : resolvePath(scope.folder, project);
  const own = ownVariables(texts(long.env_file), folder, scope);
  const lookup = (name: string) => scope.lookup(name) ?? own[name];
  const inner: LoadScope = { ...scope, folder, lookup };
  const tree = paths.reduce<YamlMap>(
    (below, file) => layFile(below, { path: file, text: readText(scope.files, file) }, inner),
    {},
  );
  return scope.keepPaths ? tree : resolvePaths(tree, { folder, home: scope.home });
}

function ownVariables(given: readonly string[], folder: string, scope: LoadScope): Record<string, string> {
  const standard = resolvePath(folder, ".env");
  const paths =
    given.length > 0
      ? given.map((file) => resolvePath(scope.folder, file))
      : scope.files.exists(standard) && scope.files.stat(standard).kind === "file"
        ? [standard]
        : [];
  const missing = paths.find((path) => !scope.files.exists(path));
  if (missing !== undefined) throw new ComposeError(`stat ${missing}: no such file or directory`);
  return readEnvFiles(scope.files, paths, scope.lookup);
}

function texts(value: YamlValue | undefined): string[] {
  if (value === undefined) return [];
  return isList(value) ? value.map(scalarText) : [scalarText(value)];
}

function imported(model: YamlMap, source: YamlMap): YamlMap {
  const out: Record<string, YamlValue> = { ...model };
  for (const section of SECTIONS) {
    const from = mapAt(source, section);
    const to: Record<string, YamlValue> = { ...mapAt(model, section) };
    for (const [name, item] of Object.entries(from)) {
      const there = to[name];
      if (there !== undefined && JSON.stringify(there) !== JSON.stringify(item))
        throw new ComposeError(`${section}.${name} conflicts with imported resource`);
      to[name] = item;
    }
    if (Object.keys(to).length > 0) out[section] = to;
  }
  return out;
}
