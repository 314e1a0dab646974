import { isMapField } from "./go-json.ts";

/**
 * A value as Go's `%v` prints it inside a template: `[a b]`, `map[k:v]`, structs as `{a b}`, nil as `<nil>`.
 * @param name the API field that holds it: whether an object is a map or a struct depends on it
 */
export function goString(value: unknown, name = "", parent?: string): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map((item) => goString(item, "", name)).join(" ")}]`;
  if (typeof value !== "object") return String(value);
  const entries = Object.entries(value);
  if (!isMapField(name, parent)) return `{${entries.map(([key, item]) => goString(item, key, name)).join(" ")}}`;
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, item]) => `${key}:${goString(item, "", name)}`).join(" ")}]`;
}
