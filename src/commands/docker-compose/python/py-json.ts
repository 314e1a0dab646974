import { floatRepr, inTextOrder, isList, isMap, PyFloat, type PyValue } from "./py-value.ts";

/** `json.dumps(value)`: blanks after commas and colons, everything beyond ASCII escaped. */
export const pyJson = (value: PyValue): string => write(value, ", ", ": ", false);

/** `json.dumps(value, sort_keys=True, separators=(',', ':'))`: what compose takes a hash of. */
export const compactJson = (value: PyValue): string => write(value, ",", ":", true);

function write(value: PyValue, comma: string, colon: string, sorted: boolean): string {
  if (value instanceof PyFloat) return floatRepr(value.value);
  if (typeof value === "string") return text(value);
  if (isMap(value)) {
    const keys = Object.keys(value);
    if (sorted) keys.sort(inTextOrder);
    return `{${keys.map((key) => `${text(key)}${colon}${write(value[key] ?? null, comma, colon, sorted)}`).join(comma)}}`;
  }
  if (isList(value)) return `[${value.map((item) => write(item, comma, colon, sorted)).join(comma)}]`;
  return JSON.stringify(value);
}

const text = (value: string) =>
  JSON.stringify(value).replace(/[\x7f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
