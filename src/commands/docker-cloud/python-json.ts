import type { Json } from "../../cloud/docker-cloud/json.ts";
import { python2Order } from "../../programs/python/dict-order.ts";

/** `json.dumps(value, indent=2)` of Python 2.7: keys in a dict's order, a blank after each comma, ASCII only. */
export function pythonJson(value: Json, indent = ""): string {
  const deeper = `${indent}  `;
  const block = (open: string, close: string, items: readonly string[]) =>
    items.length === 0 ? open + close : `${open}\n${deeper}${items.join(`, \n${deeper}`)}\n${indent}${close}`;
  if (isList(value))
    return block(
      "[",
      "]",
      value.map((item) => pythonJson(item, deeper)),
    );
  if (typeof value === "object" && value !== null)
    return block(
      "{",
      "}",
      python2Order(Object.keys(value)).map(
        (key) => `${JSON.stringify(key)}: ${pythonJson(value[key] ?? null, deeper)}`,
      ),
    );
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
