import { CONFIG_FIELDS, OMITTED, POINTERS } from "./go-fields.ts";
import { isMapField } from "./go-json.ts";

/**
 * A value as Go's `%v` prints it inside a template: `[a b]`, `map[k:v]`, structs as `{a b}`, a nil pointer as `<nil>`.
 * @param name the API field that holds it: whether an object is a map or a struct depends on it
 */
export function goString(value: unknown, name = "", parent?: string): string {
  if (value === null || value === undefined) return nilString(name, parent);
  if (Array.isArray(value)) return `[${value.map((item) => goString(item, "", name)).join(" ")}]`;
  if (typeof value !== "object") return String(value);
  const fields = new Map<string, unknown>(Object.entries(value));
  if (!isMapField(name, parent)) {
    const order = name === "Config" && fields.has("Hostname") ? CONFIG_FIELDS : [...fields.keys()];
    return `{${order.map((key) => goString(fields.get(key) ?? omitted(key), key, name)).join(" ")}}`;
  }
  const entries = [...fields].sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, item]) => `${key}:${goString(item, "", name)}`).join(" ")}]`;
}

/** What a field without a value is when it is no pointer, map or list. */
function omitted(field: string): "" | false | undefined {
  const kind = OMITTED[field];
  return kind === "" || kind === false ? kind : undefined;
}

function nilString(name: string, parent: string | undefined): string {
  if (isMapField(name, parent)) return "map[]";
  return name === "" || POINTERS.has(name) || OMITTED[name] === "pointer" ? "<nil>" : "[]";
}
