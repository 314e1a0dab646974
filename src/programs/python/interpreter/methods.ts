import { OutsideSubset, PythonError } from "./errors.ts";
import type { Objects } from "./objects.ts";
import { Dict, type Keywords, List, Tuple, textOf, Unicode, type Value } from "./values.ts";

export type Method = (given: readonly Value[], keywords: Keywords) => Value | Promise<Value>;

/** What methods need of the interpreter. */
export interface MethodHost {
  readonly objects: Objects;
  attribute(value: Value, name: string): Promise<Value>;
  call(callee: Value, given: readonly Value[]): Promise<Value>;
  format(text: string, given: readonly Value[], keywords: Keywords): Promise<string>;
}

/** Methods that Python's texts have and this playground's have not. */
const MORE_TEXT =
  "decode encode expandtabs partition rpartition translate splitlines rsplit swapcase isalnum casefold".split(" ");
const MORE_LIST = ["__iter__"];

/** A method of a text, a list, a tuple or a dict (Library, Built-in Types). @throws OutsideSubset for one that is not played */
export function methodOf(host: MethodHost, value: Value, name: string): Method | undefined {
  const text = textOf(value);
  if (text !== undefined) {
    if (MORE_TEXT.includes(name)) throw new OutsideSubset(`str.${name}`);
    return textMethods(host, value, text)[name];
  }
  if (value instanceof List) {
    if (MORE_LIST.includes(name)) throw new OutsideSubset(`list.${name}`);
    return listMethods(host, value)[name];
  }
  if (value instanceof Tuple) return sequenceMethods(host, value)[name];
  return value instanceof Dict ? dictMethods(host, value)[name] : undefined;
}

/** Their names, for `dir` and Tab. */
export function methodNames(host: MethodHost, value: Value): string[] {
  const text = textOf(value);
  if (text !== undefined) return Object.keys(textMethods(host, value, text));
  if (value instanceof List) return Object.keys(listMethods(host, value));
  if (value instanceof Tuple) return Object.keys(sequenceMethods(host, value));
  return value instanceof Dict ? Object.keys(dictMethods(host, value)) : [];
}

function textMethods(host: MethodHost, self: Value, text: string): Record<string, Method> {
  const { objects } = host;
  const same = (out: string): Value => (self instanceof Unicode ? new Unicode(out) : out);
  const given = (value: Value | undefined): string => {
    const found = textOf(value ?? null);
    if (found !== undefined) return found;
    throw new PythonError("TypeError", `expected a string or other character buffer object`);
  };
  const strip = (value: Value | undefined, from: boolean, to: boolean) => {
    const chars = value === undefined || value === null ? undefined : new Set(given(value));
    const gone = (char: string) => (chars ? chars.has(char) : /\s/.test(char));
    let [begin, end] = [0, text.length];
    while (from && begin < end && gone(text.charAt(begin))) begin++;
    while (to && end > begin && gone(text.charAt(end - 1))) end--;
    return same(text.slice(begin, end));
  };
  const at = (index: number, what: string): Value => {
    if (index >= 0) return BigInt(index);
    throw new PythonError("ValueError", what);
  };
  const options = (value: Value | undefined) => (value instanceof Tuple ? value.items.map(given) : [given(value)]);
  return {
    capitalize: () => same(text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()),
    center: ([width]) => {
      const missing = Math.max(0, Number(width) - text.length);
      const left = Math.floor(missing / 2) + (missing & Number(width) & 1);
      return same(" ".repeat(left) + text + " ".repeat(missing - left));
    },
    count: ([part]) => BigInt(text.split(given(part)).length - 1),
    endswith: ([part]) => options(part).some((one) => text.endsWith(one)),
    find: ([part]) => BigInt(text.indexOf(given(part))),
    format: async (values, keywords) => same(await host.format(text, values, keywords)),
    index: ([part]) => at(text.indexOf(given(part)), "substring not found"),
    isalpha: () => /^\p{L}+$/u.test(text),
    isdigit: () => /^\d+$/.test(text),
    islower: () => text !== text.toUpperCase() && text === text.toLowerCase(),
    isspace: () => /^\s+$/.test(text),
    isupper: () => text !== text.toLowerCase() && text === text.toUpperCase(),
    join: ([list]) => {
      const items = objects.items(list ?? null);
      const wrong = items.findIndex((item) => textOf(item) === undefined);
      if (wrong >= 0)
        throw new PythonError(
          "TypeError",
          `sequence item ${wrong}: expected ${objects.python2 ? "string" : "str instance"}, ${objects.typeName(items[wrong] ?? null)} found`,
        );
      const joined = items.map((item) => textOf(item) ?? "").join(text);
      return items.some((item) => item instanceof Unicode) ? new Unicode(joined) : same(joined);
    },
    ljust: ([width, fill]) => same(text.padEnd(Number(width), fill === undefined ? " " : given(fill))),
    lower: () => same(text.toLowerCase()),
    lstrip: ([chars]) => strip(chars, true, false),
    replace: ([from, to]) => same(text.split(given(from)).join(given(to))),
    rfind: ([part]) => BigInt(text.lastIndexOf(given(part))),
    rjust: ([width, fill]) => same(text.padStart(Number(width), fill === undefined ? " " : given(fill))),
    rstrip: ([chars]) => strip(chars, false, true),
    split: ([separator, most]) => {
      const limit = most === undefined ? Number.POSITIVE_INFINITY : Number(most);
      const parts =
        separator === undefined || separator === null
          ? text
              .trim()
              .split(/\s+/)
              .filter((part) => part !== "")
          : text.split(given(separator));
      const rest = parts.slice(limit);
      const head = rest.length > 0 ? [...parts.slice(0, limit), rest.join(textOf(separator ?? null) ?? " ")] : parts;
      return new List(head.map(same));
    },
    startswith: ([part]) => options(part).some((one) => text.startsWith(one)),
    strip: ([chars]) => strip(chars, true, true),
    title: () => same(text.toLowerCase().replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1))),
    upper: () => same(text.toUpperCase()),
    zfill: ([width]) => same(text.padStart(Number(width), "0")),
  };
}

function sequenceMethods({ objects }: MethodHost, self: List | Tuple): Record<string, Method> {
  return {
    count: ([value]) => BigInt(self.items.filter((item) => objects.equal(item, value ?? null)).length),
    index: ([value]) => {
      const found = self.items.findIndex((item) => objects.equal(item, value ?? null));
      if (found >= 0) return BigInt(found);
      throw new PythonError("ValueError", `${objects.repr(value ?? null)} is not in ${objects.typeName(self)}`);
    },
  };
}

function listMethods(host: MethodHost, self: List): Record<string, Method> {
  const { objects } = host;
  const nothing = (work: () => void): Value => {
    work();
    return null;
  };
  return {
    ...sequenceMethods(host, self),
    append: ([value]) => nothing(() => self.items.push(value ?? null)),
    extend: ([values]) => nothing(() => self.items.push(...objects.items(values ?? null))),
    insert: ([index, value]) => nothing(() => self.items.splice(Number(index), 0, value ?? null)),
    pop: ([index]) => {
      if (self.items.length === 0) throw new PythonError("IndexError", "pop from empty list");
      const place = Number(index ?? -1n);
      const [found] = self.items.splice(place < 0 ? place + self.items.length : place, 1);
      if (found === undefined) throw new PythonError("IndexError", "pop index out of range");
      return found;
    },
    remove: ([value]) => {
      const found = self.items.findIndex((item) => objects.equal(item, value ?? null));
      if (found < 0) throw new PythonError("ValueError", "list.remove(x): x not in list");
      return nothing(() => self.items.splice(found, 1));
    },
    reverse: () => nothing(() => self.items.reverse()),
    sort: async (_, keywords) => {
      self.items = await sorted(host, self.items, keywords);
      return null;
    },
  };
}

/** Values in order. @param keywords `key` and `reverse` */
export async function sorted(host: MethodHost, items: readonly Value[], keywords: Keywords): Promise<Value[]> {
  const key = keywords.get("key");
  const signs: { item: Value; sign: Value }[] = [];
  for (const item of items)
    signs.push({ item, sign: key === undefined || key === null ? item : await host.call(key, [item]) });
  signs.sort((a, b) => host.objects.compare(a.sign, b.sign));
  const out = signs.map(({ item }) => item);
  return host.objects.truth(keywords.get("reverse") ?? false) ? out.reverse() : out;
}

function dictMethods({ objects }: MethodHost, self: Dict): Record<string, Method> {
  const entries = () => objects.entries(self);
  return {
    clear: () => {
      self.entries.clear();
      return null;
    },
    copy: () => {
      const out = new Dict();
      for (const [sign, entry] of self.entries) out.entries.set(sign, entry);
      return out;
    },
    get: ([key, standard]) => self.entries.get(objects.key(key ?? null))?.[1] ?? standard ?? null,
    ...(objects.python2 ? { has_key: ([key]: readonly Value[]) => self.entries.has(objects.key(key ?? null)) } : {}),
    items: () => new List(entries().map(([key, value]) => new Tuple([key, value]))),
    keys: () => new List(entries().map(([key]) => key)),
    pop: ([key, standard]) => {
      const sign = objects.key(key ?? null);
      const found = self.entries.get(sign)?.[1] ?? standard;
      if (found === undefined) throw new PythonError("KeyError", objects.repr(key ?? null));
      self.entries.delete(sign);
      return found;
    },
    setdefault: ([key = null, standard = null]) => {
      const found = self.entries.get(objects.key(key));
      if (found) return found[1];
      objects.setItem(self, key, standard);
      return standard;
    },
    update: ([other]) => {
      if (other instanceof Dict) for (const [key, value] of other.entries.values()) objects.setItem(self, key, value);
      return null;
    },
    values: () => new List(entries().map(([, value]) => value)),
  };
}
