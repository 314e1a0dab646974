import { isList, isMap, type YamlValue } from "../yaml/yaml-value.ts";

/** A type of JSON Schema. */
export type SchemaType = "string" | "number" | "integer" | "boolean" | "null" | "array" | "object";

/** The kinds of a value, the narrowest first. */
export function typesOf(value: YamlValue): SchemaType[] {
  if (value === null) return ["null"];
  if (isList(value)) return ["array"];
  if (isMap(value)) return ["object"];
  if (typeof value === "number") return Number.isInteger(value) ? ["integer", "number"] : ["number"];
  return [typeof value === "string" ? "string" : "boolean"];
}
