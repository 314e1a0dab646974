import { quote } from "../../engine/go-quote.ts";
import { ComposeError } from "../compose-error.ts";
import { InvalidTemplate, type Lookup, MissingVariable, substitute } from "../file/interpolate.ts";
import { isList, isMap, mapValues, type YamlMap, type YamlValue } from "../file/yaml/yaml-value.ts";
import { castVariable } from "./stack-casts.ts";
import { SECTIONS } from "./stack-structs.ts";

/** Variables of every section; one that is not set is empty, without a word. @throws ComposeError */
export function interpolated(tree: YamlMap, lookup: Lookup): YamlMap {
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
