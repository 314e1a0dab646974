import { structKeys } from "./struct-keys.ts";
import { isList, isMap, type YamlMap, type YamlValue } from "./yaml/yaml-value.ts";

/**
 * A tree with its keys in the order Compose prints them: a struct's in its own order, then `x-` and the rest; a map's
 * sorted.
 * @param path of the tree from the root of the project: [] or ["services", "web"]
 */
export function inComposeOrder(tree: YamlMap, path: readonly string[] = []): YamlMap {
  const struct = structKeys(path) ?? [];
  const rank = (key: string) => {
    const at = struct.indexOf(key);
    return at < 0 ? struct.length : at;
  };
  const entries = Object.entries(tree).sort(([a], [b]) => rank(a) - rank(b) || (comesBefore(a, b) ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, ordered(value, [...path, key])]));
}

function ordered(value: YamlValue, path: readonly string[]): YamlValue {
  if (isMap(value)) return inComposeOrder(value, path);
  return isList(value) ? value.map((item) => ordered(item, [...path, "[]"])) : value;
}

/** go-yaml's order of keys: numbers inside by their value, marks before letters. */
export function comesBefore(a: string, b: string): boolean {
  const letter = (char: string) => /\p{L}/u.test(char);
  const digit = (char: string) => /\p{Nd}/u.test(char);
  let digits = false;
  for (let at = 0; at < a.length && at < b.length; at++) {
    const [x = "", y = ""] = [a[at], b[at]];
    if (x === y) {
      digits = digit(x);
      continue;
    }
    if (letter(x) && letter(y)) return x < y;
    if (letter(x) || letter(y)) return digits ? letter(x) : letter(y);
    const [m = "", n = ""] = [/^\d*/.exec(a.slice(at))?.[0], /^\d*/.exec(b.slice(at))?.[0]];
    // A zero in the middle of a number carries the digits before it.
    const lead = (x === "0" || y === "0") && /[1-9]\d*$/.test(a.slice(0, at)) ? "1" : "";
    const [left, right] = [Number(lead + m), Number(lead + n)];
    if (left !== right) return left < right;
    return m.length === n.length ? x < y : m.length < n.length;
  }
  return a.length < b.length;
}
