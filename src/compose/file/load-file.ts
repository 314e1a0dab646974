import { ComposeError } from "../compose-error.ts";
import { canonical } from "./canonical.ts";
import { castTexts } from "./casts.ts";
import { applyExtends } from "./extends.ts";
import { applyIncludes, checkInclude } from "./include.ts";
import { interpolateTree } from "./interpolate.ts";
import type { LoadScope } from "./load-scope.ts";
import { checkOverrides, mergeFiles, resetPaths, withoutRepeats } from "./merge.ts";
import { COMPOSE_SCHEMA } from "./schema/schema.ts";
import { schemaError, schemaErrorText } from "./schema/schema-check.ts";
import { NonStringKey, RepeatedKeys, readYaml, type YamlDocument } from "./yaml/read-yaml.ts";
import { isMap, without, type YamlMap, type YamlValue } from "./yaml/yaml-value.ts";

/** A file to lay over those before it. */
export interface ConfigFile {
  /** Absolute, or "-". */
  readonly path: string;
  readonly text: string;
}

/**
 * Lays the documents of a file over what earlier files said: interpolated, extended, with what it includes, checked, in
 * canonical form (compose-go, `loader.loadYamlFile`).
 * @throws ComposeError
 */
export function layFile(base: YamlMap, file: ConfigFile, scope: LoadScope): YamlMap {
  return documentsOf(file).reduce<YamlMap>((below, { value, resets }) => {
    if (value === null) return below;
    const tree = interpolated(value, scope);
    const extended = withoutRepeats(applyExtends(tree, file.path, scope));
    checkInclude(extended);
    checkOverrides(below, extended);
    const result = schemaError(extended, COMPOSE_SCHEMA);
    if (result) throw new ComposeError(`validating ${file.path}: ${schemaErrorText(result)}`);
    if ("version" in extended)
      scope.warn(
        `${file.path}: the attribute \`version\` is obsolete, it will be ignored, please remove it to avoid potential confusion`,
      );
    const whole = applyIncludes(canonical(without(extended, "version"), scope.keepVariables), file.path, scope);
    return mergeFiles(resetPaths(below, resets), whole);
  }, base);
}

/** @throws ComposeError that names the file */
function documentsOf({ path, text }: ConfigFile): readonly YamlDocument[] {
  try {
    return readYaml(text);
  } catch (error) {
    if (!(error instanceof ComposeError) || error instanceof NonStringKey) throw error;
    throw new ComposeError(`failed to parse ${path}: ${error instanceof RepeatedKeys ? error.first : error.message}`);
  }
}

/** @throws ComposeError */
export function interpolated(value: YamlValue, scope: LoadScope): YamlMap {
  if (!isMap(value)) throw new ComposeError("top-level object must be a mapping");
  return scope.keepVariables ? value : interpolateTree(value, scope.lookup, scope.missing, castTexts(scope.warn));
}
