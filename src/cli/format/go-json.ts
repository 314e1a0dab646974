/** Fields of the Engine API that are Go maps: JSON sorts their keys, and any key may be asked for. */
export const MAP_FIELDS: ReadonlySet<string> = new Set([
  "Annotations",
  "AuxAddress",
  "AuxiliaryAddresses",
  "Attributes",
  "ContainerLabels",
  "Containers",
  "Details",
  "DriverOpts",
  "ExposedPorts",
  "IndexConfigs",
  "Labels",
  "Networks",
  "Options",
  "PortBindings",
  "Ports",
  "Runtimes",
  "Services",
  "StorageOpt",
  "Subnets",
  "Sysctls",
  "Tmpfs",
  "Volumes",
]);

/** Names that are maps only below this parent: `LogConfig.Config` is one, `Config` is not. */
const MAPS_BELOW: Readonly<Record<string, string>> = { Config: "LogConfig", Data: "GraphDriver" };

/** Whether the object under this name is a Go map rather than a struct. */
export function isMapField(name: string, parent: string | undefined): boolean {
  return MAP_FIELDS.has(name) || (parent !== undefined && MAPS_BELOW[name] === parent);
}

export interface JsonOptions {
  /** Blanks a level; everything on one line without it. */
  readonly indent?: number;
  /** Writes `<`, `>` and `&` as \u003c and so on, as json.Marshal does unless told otherwise. */
  readonly escapeHtml?: boolean;
  /** The API field that holds the value, and the one that holds that: whether it is a map depends on them. */
  readonly name?: string;
  readonly parent?: string;
}

/** A value as Go's encoding/json writes it: maps by key, structs in their own order. */
export function goJson(value: unknown, options: JsonOptions = {}): string {
  const { indent = 0, escapeHtml = false, name = "", parent } = options;
  const written = JSON.stringify(inGoOrder(value, name, parent), undefined, indent) ?? "null";
  const text = written.replace(/"\\u0000(\d+)"/g, "$1");
  // U+2028 and U+2029 end a line in JavaScript; Go escapes them always, and puts U+FFFD where a text is not UTF-8.
  const escaped = text.replace(/[\u2028\u2029]/g, unicodeEscape).replace(/\\ud[89a-f][0-9a-f]{2}/g, "\\ufffd");
  return escapeHtml ? escaped.replace(/[<>&]/g, unicodeEscape) : escaped;
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function inGoOrder(value: unknown, name: string, parent: string | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => inGoOrder(item, "", name));
  if (typeof value === "function") return undefined;
  // What JSON has no way for here is marked with a character that no text of the API holds.
  if (typeof value === "bigint") return `\u0000${value}`;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (isMapField(name, parent)) entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, item]) => [key, inGoOrder(item, key, name)]));
}
