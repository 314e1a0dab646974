import { isList, isMap, type YamlMap, type YamlValue } from "../yaml/yaml-value.ts";
import { type SchemaType, typesOf } from "./types-of.ts";

/** What a value may be: the part of JSON Schema that the Compose Specification uses. */
export interface Schema {
  readonly type?: readonly SchemaType[];
  readonly enum?: readonly string[];
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  /** For keys with no schema of their own. */
  readonly keys?: { readonly pattern: RegExp; readonly value: Schema };
  /** Other keys are refused. */
  readonly closed?: boolean;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly unique?: boolean;
  readonly oneOf?: readonly Schema[];
}

/** What is wrong, and where. */
export interface SchemaError {
  readonly path: readonly string[];
  readonly kind: "type" | "additional" | "other";
  readonly text: string;
}

/**
 * The most telling thing that is wrong with a value: the deepest, and of two as deep the first; an unknown key counts one
 * deeper (compose-go, `schema.getMostSpecificError`).
 */
export function schemaError(value: YamlValue, schema: Schema): SchemaError | undefined {
  let worst: SchemaError | undefined;
  for (const error of errorsOf(value, schema, [])) {
    if (!worst || depth(error) > depth(worst)) worst = error;
  }
  return worst;
}

const depth = ({ path, kind }: SchemaError) => path.length + (kind === "additional" ? 1 : 0);

/** "services.web must be a mapping", as Compose says it. */
export const schemaErrorText = ({ path, text }: SchemaError) => `${path.join(".")} ${text}`;

function errorsOf(value: YamlValue, schema: Schema, path: readonly string[]): SchemaError[] {
  const types = typesOf(value);
  const other = (text: string): SchemaError => ({ path, kind: "other", text });
  if (schema.type && !schema.type.some((type) => types.includes(type)))
    return [{ path, kind: "type", text: `must be a ${typeNames(schema.type)}` }];
  const errors: SchemaError[] = [];
  if (schema.enum && !schema.enum.includes(String(value)))
    errors.push(other(`value must be one of ${schema.enum.map(quoted).join(", ")}`));
  if (isMap(value)) errors.push(...mappingErrors(value, schema, path));
  if (isList(value)) errors.push(...listErrors(value, schema, path));
  if (typeof value === "string" && schema.pattern && !schema.pattern.test(value))
    errors.push(other(`${quoted(value)} does not match pattern ${quoted(schema.pattern.source)}`));
  if (typeof value === "number" && schema.minimum !== undefined && value < schema.minimum)
    errors.push(other(`must be greater than or equal to ${schema.minimum}`));
  if (typeof value === "number" && schema.maximum !== undefined && value > schema.maximum)
    errors.push(other(`must be less than or equal to ${schema.maximum}`));
  if (schema.oneOf) {
    const tries = schema.oneOf.map((branch) => errorsOf(value, branch, path));
    if (!tries.some((found) => found.length === 0)) errors.push(...tries.flat());
  }
  return errors;
}

function mappingErrors(map: YamlMap, schema: Schema, path: readonly string[]): SchemaError[] {
  const errors: SchemaError[] = [];
  const missing = (schema.required ?? []).filter((key) => !(key in map));
  if (missing.length > 0)
    errors.push({
      path,
      kind: "other",
      text: `missing ${missing.length === 1 ? "property" : "properties"} ${missing.map(quoted).join(", ")}`,
    });
  const unknown: string[] = [];
  for (const [key, item] of Object.entries(map)) {
    const own = schema.properties?.[key];
    if (own) errors.push(...errorsOf(item, own, [...path, key]));
    else if (schema.keys?.pattern.test(key)) errors.push(...errorsOf(item, schema.keys.value, [...path, key]));
    else if (schema.closed) unknown.push(key);
  }
  if (unknown.length > 0)
    errors.push({
      path,
      kind: "additional",
      text: `additional properties ${unknown.map(quoted).join(", ")} not allowed`,
    });
  return errors;
}

function listErrors(list: readonly YamlValue[], schema: Schema, path: readonly string[]): SchemaError[] {
  const errors: SchemaError[] = [];
  if (schema.unique) {
    const seen = list.map((item) => JSON.stringify(item));
    const second = seen.findIndex((text, at) => seen.indexOf(text) < at);
    if (second >= 0)
      errors.push({
        path,
        kind: "other",
        text: `items at ${seen.indexOf(seen[second] ?? "")} and ${second} are equal`,
      });
  }
  const { items } = schema;
  return items ? [...errors, ...list.flatMap((item, at) => errorsOf(item, items, [...path, String(at)]))] : errors;
}

function typeNames(types: readonly SchemaType[]): string {
  const names = types.map((type) => (type === "object" ? "mapping" : type)).sort();
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${names.join(", ")} or ${last}`;
}

const quoted = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
