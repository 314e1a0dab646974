/** A number that Python holds as a float: 1.0 is not 1 there. */
export class PyFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** What a YAML document becomes in Python. Keys keep their order. */
export type PyValue = string | number | boolean | null | PyFloat | readonly PyValue[] | PyMap;

export interface PyMap {
  readonly [key: string]: PyValue;
}

export const isMap = (value: PyValue | undefined): value is PyMap =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof PyFloat);

export const isList = (value: PyValue | undefined): value is readonly PyValue[] => Array.isArray(value);

/** The dict under a key; empty when there is none. */
export function mapAt(map: PyMap, key: string): PyMap {
  const value = map[key];
  return isMap(value) ? value : {};
}

/** The list under a key; empty when there is none. */
export function listAt(map: PyMap, key: string): readonly PyValue[] {
  const value = map[key];
  return isList(value) ? value : [];
}

/** The texts of a list under a key. */
export const textsAt = (map: PyMap, key: string): string[] => listAt(map, key).map(pyStr);

/** The text under a key; undefined for anything else. */
export function textAt(map: PyMap, key: string): string | undefined {
  const value = map[key];
  return typeof value === "string" ? value : undefined;
}

/** A dict of texts: None is the empty one. */
export const textDict = (map: PyMap): Record<string, string> =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, value === null ? "" : pyStr(value)]));

/** Every value changed, under the same keys. */
export function mapValues(map: PyMap, change: (value: PyValue, key: string) => PyValue): PyMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}

/** The dict without some keys. */
export function without(map: PyMap, ...keys: readonly string[]): PyMap {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
}

/** Python's truth. */
export function truthy(value: PyValue | undefined): boolean {
  if (value === undefined || value === null) return false;
  if (value instanceof PyFloat) return value.value !== 0;
  if (isList(value)) return value.length > 0;
  return isMap(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/** `str(value)` */
export const pyStr = (value: PyValue): string => (typeof value === "string" ? value : pyRepr(value));

/** `repr(value)` */
export function pyRepr(value: PyValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (value instanceof PyFloat) return floatRepr(value.value);
  if (typeof value === "string") return textRepr(value);
  if (isMap(value))
    return `{${Object.entries(value)
      .map(([key, item]) => `${textRepr(key)}: ${pyRepr(item)}`)
      .join(", ")}}`;
  return `[${value.map(pyRepr).join(", ")}]`;
}

/** The shortest digits that give the number back, always with a point or an exponent. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const text = Math.abs(value) >= 1e16 ? value.toExponential() : String(value);
  const exponent = /e([-+])(\d)$/.exec(text);
  if (exponent) return text.replace(/e([-+])(\d)$/, "e$10$2");
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Single quotes, unless the text has some and no double ones. */
function textRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = [...text].map((char) => {
    if (char === quote) return `\\${char}`;
    const code = char.codePointAt(0) ?? 0;
    return ESCAPES[char] ?? (code < 0x20 || code === 0x7f ? `\\x${code.toString(16).padStart(2, "0")}` : char);
  });
  return quote + inside.join("") + quote;
}

/** The order of Python's `sorted`: by code points. */
export function inTextOrder(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
