import { OutsideSubset, PythonError } from "./errors.ts";
import { isNumber, type Objects } from "./objects.ts";
import { Dict, Tuple, textOf, type Value } from "./values.ts";

/** `"%s and %d" % values` (Library, String formatting operations). @throws PythonError */
export function percentFormat(objects: Objects, format: string, given: Value): string {
  const values = given instanceof Tuple ? [...given.items] : [given];
  let used = 0;
  const out = format.replace(
    /%(?:\((\w+)\))?([-+ 0#]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g,
    (
      _,
      name: string | undefined,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      kind: string,
    ) => {
      if (kind === "%") return "%";
      let value: Value | undefined;
      if (name !== undefined) {
        if (!(given instanceof Dict)) throw new PythonError("TypeError", "format requires a mapping");
        value = given.entries.get(objects.key(name))?.[1];
        if (value === undefined) throw new PythonError("KeyError", objects.repr(name));
        used = values.length;
      } else value = values[used++];
      if (value === undefined) throw new PythonError("TypeError", "not enough arguments for format string");
      return padded(one(objects, kind, value, flags, precision), width, flags);
    },
  );
  if (used < values.length && !(given instanceof Dict))
    throw new PythonError("TypeError", "not all arguments converted during string formatting");
  return out;
}

function one(objects: Objects, kind: string, value: Value, flags: string, precision: string | undefined): string {
  if (kind === "s") return objects.str(value).slice(0, precision === undefined ? undefined : Number(precision));
  if (kind === "r") return objects.repr(value);
  if (kind === "c") return textOf(value) ?? String.fromCharCode(Number(value));
  if (!isNumber(value))
    throw new PythonError(
      "TypeError",
      objects.python2
        ? kind === "d"
          ? `%d format: a number is required, not ${objects.typeName(value)}`
          : "float argument required, not str"
        : `%${kind} format: a real number is required, not ${objects.typeName(value)}`,
    );
  const text = numberText(kind, Number(value), precision);
  return flags.includes("+") && Number(value) >= 0 ? `+${text}` : text;
}

function numberText(kind: string, value: number, precision: string | undefined): string {
  switch (kind) {
    case "d":
    case "i":
    case "u":
      return String(Math.trunc(value));
    case "f":
    case "F":
      return value.toFixed(Number(precision ?? 6));
    case "e":
      return value.toExponential(Number(precision ?? 6)).replace(/e([+-])(\d)$/, "e$10$2");
    case "g":
      return String(Number(value.toPrecision(Number(precision ?? 6))));
    case "x":
      return Math.trunc(value).toString(16);
    case "X":
      return Math.trunc(value).toString(16).toUpperCase();
    case "o":
      return Math.trunc(value).toString(8);
    default:
      throw new PythonError("ValueError", `unsupported format character '${kind}'`);
  }
}

function padded(text: string, width: string | undefined, flags: string): string {
  const columns = Number(width ?? 0);
  if (flags.includes("-")) return text.padEnd(columns);
  return flags.includes("0")
    ? text.replace(/^-?/, (sign) => sign + "0".repeat(Math.max(0, columns - text.length)))
    : text.padStart(columns);
}

/** `"{} {name:>8}".format(…)` (Library, Format String Syntax). @param get finds `0`, `name`, `name.attribute` @throws PythonError */
export async function braceFormat(
  objects: Objects,
  format: string,
  get: (field: string) => Promise<Value>,
): Promise<string> {
  let out = "";
  let automatic = 0;
  for (const part of format.match(/\{\{|\}\}|\{[^{}]*\}|[^{}]+|[{}]/g) ?? []) {
    if (part === "{{" || part === "}}") out += part.charAt(0);
    else if (part === "{") throw new PythonError("ValueError", "Single '{' encountered in format string");
    else if (part === "}") throw new PythonError("ValueError", "Single '}' encountered in format string");
    else if (!part.startsWith("{")) out += part;
    else {
      const [, field = "", conversion, spec = ""] = /^\{([^!:]*)(?:!([rs]))?(?::(.*))?\}$/.exec(part) ?? [];
      const value = await get(
        field === "" || field.startsWith(".") || field.startsWith("[") ? `${automatic++}${field}` : field,
      );
      out += conversion === "r" ? specified(objects, objects.repr(value), spec) : specified(objects, value, spec);
    }
  }
  return out;
}

function specified(objects: Objects, value: Value, spec: string): string {
  const match = /^(?:(.)?([<>^]))?([+])?(0)?(\d+)?(,)?(?:\.(\d+))?([sdfxXeg%])?$/.exec(spec);
  if (!match) throw new OutsideSubset(`{:${spec}}`);
  const [, fill = " ", align, plus, zero, width = "0", comma, precision, kind] = match;
  const numeric = isNumber(value) && typeof value !== "boolean";
  let text = objects.str(value);
  if (numeric && (kind !== undefined || precision !== undefined)) {
    const number = Number(value);
    text =
      kind === "%" ? `${(number * 100).toFixed(Number(precision ?? 6))}%` : numberText(kind ?? "g", number, precision);
  } else if (precision !== undefined) text = text.slice(0, Number(precision));
  if (comma !== undefined) text = text.replace(/^(-?\d+)/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
  if (plus !== undefined && numeric && Number(value) >= 0) text = `+${text}`;
  const columns = Number(width);
  if (zero !== undefined && align === undefined)
    return text.replace(/^[+-]?/, (sign) => sign + "0".repeat(Math.max(0, columns - text.length)));
  const missing = Math.max(0, columns - text.length);
  const before = { "<": 0, ">": missing, "^": Math.floor(missing / 2) }[align ?? (numeric ? ">" : "<")] ?? 0;
  return fill.repeat(before) + text + fill.repeat(missing - before);
}
