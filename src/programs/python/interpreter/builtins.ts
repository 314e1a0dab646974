import { OutsideSubset, PythonError } from "./errors.ts";
import type { Interpreter } from "./interpreter.ts";
import { methodNames, sorted } from "./methods.ts";
import { isNumber } from "./objects.ts";
import { binary } from "./operators.ts";
import {
  type Builtin,
  builtin,
  Class,
  Dict,
  Instance,
  List,
  Module,
  Range,
  Tuple,
  textOf,
  Unicode,
  type Value,
} from "./values.ts";

/** Names of Python's own that this playground's has not. */
const OUTSIDE = (
  "all any ascii bin bytearray bytes callable cmp compile complex delattr eval execfile filter format frozenset globals hex " +
  "id iter locals map memoryview next object oct open file property reduce reload set slice staticmethod super vars __import__"
).split(" ");

/** The types that one can call: `int("7")`. */
const TYPES = ["int", "float", "bool", "str", "list", "tuple", "dict"];

/** Python's own functions and types (Library, Built-in Functions). */
export function builtins(host: Interpreter): [string, Value][] {
  const { objects } = host;
  const { python2 } = objects;
  const numbers = (given: readonly Value[]) => given.map((value) => BigInt(isNumber(value) ? value : 0n));
  const range = (name: string, whole: boolean): [string, Builtin] =>
    builtin(name, (given) => {
      const wrong = given.find((value) => !isNumber(value) || typeof value === "number");
      if (wrong !== undefined)
        throw new PythonError(
          "TypeError",
          python2
            ? `range() integer end argument expected, got ${objects.typeName(wrong)}.`
            : `'${objects.typeName(wrong)}' object cannot be interpreted as an integer`,
        );
      const [first = 0n, second, step = 1n] = numbers(given);
      const made = second === undefined ? new Range(0n, first, 1n) : new Range(first, second, step);
      return whole ? new List(objects.items(made)) : made;
    });
  const one = (given: readonly Value[], name: string): Value => {
    const [value] = given;
    if (given.length === 1 && value !== undefined) return value;
    throw new PythonError("TypeError", `${name}() takes exactly one argument (${given.length} given)`);
  };
  const types = new Map(TYPES.map((name) => [name, new Class(name, { make: (given) => convert(host, name, given) })]));
  const typeOf = (value: Value): Value => {
    if (value instanceof Instance) return value.type;
    const name = objects.typeName(value);
    return types.get(name) ?? new Class(name);
  };
  const best = (name: string, sign: number) =>
    builtin(name, (given) => {
      const items = given.length === 1 ? objects.items(given[0] ?? null) : [...given];
      const [first, ...rest] = items;
      if (first === undefined) throw new PythonError("ValueError", `${name}() arg is an empty sequence`);
      return rest.reduce((found, value) => (objects.compare(value, found) * sign > 0 ? value : found), first);
    });
  const input = (name: string) =>
    builtin(name, async ([prompt]) => {
      if (prompt !== undefined) await host.write(objects.str(prompt));
      const line = await host.process.stdin.read();
      if (line === null) throw new PythonError("EOFError", "EOF when reading a line");
      const end = line.indexOf("\n");
      if (end >= 0) host.process.stdin.unread?.(line.slice(end + 1));
      return end < 0 ? line : line.slice(0, end);
    });
  return [
    ...types,
    ...(python2
      ? ([["unicode", new Class("unicode", { make: ([value = ""]) => new Unicode(objects.str(value)) })]] as [
          string,
          Value,
        ][])
      : []),
    ...OUTSIDE.map((name) =>
      builtin(name, () => {
        throw new OutsideSubset(name);
      }),
    ),
    range("range", python2),
    ...(python2 ? [range("xrange", true), input("raw_input")] : [input("input")]),
    builtin("print", async (given, keywords) => {
      const separator = keywords.get("sep");
      const end = keywords.get("end");
      const text = given
        .map((value) => objects.str(value))
        .join(separator === undefined ? " " : objects.str(separator));
      await host.write(text + (end === undefined ? "\n" : objects.str(end)));
      return null;
    }),
    builtin("len", (given) => {
      const value = one(given, "len");
      if (value instanceof Dict) return BigInt(value.entries.size);
      const text = textOf(value);
      if (text !== undefined) return BigInt(text.length);
      if (value instanceof List || value instanceof Tuple || value instanceof Range)
        return BigInt(objects.items(value).length);
      throw new PythonError("TypeError", `object of type '${objects.typeName(value)}' has no len()`);
    }),
    builtin("repr", (given) => objects.repr(one(given, "repr"))),
    builtin("type", (given) => typeOf(one(given, "type"))),
    builtin("isinstance", ([value = null, wanted = null]) => {
      const classes = wanted instanceof Tuple ? wanted.items : [wanted];
      const own = typeOf(value);
      return classes.some(
        (type) => type instanceof Class && own instanceof Class && (own.isA(type) || own.name === type.name),
      );
    }),
    builtin("abs", (given) => {
      const value = one(given, "abs");
      if (typeof value === "number") return Math.abs(value);
      if (!isNumber(value))
        throw new PythonError("TypeError", `bad operand type for abs(): '${objects.typeName(value)}'`);
      const whole = BigInt(value);
      return whole < 0n ? -whole : whole;
    }),
    best("max", 1),
    best("min", -1),
    builtin("sum", ([values = null, start = 0n]) =>
      objects.items(values).reduce((total, value) => binary(objects, "+", total, value), start),
    ),
    builtin(
      "sorted",
      async ([values = null], keywords) => new List(await sorted(host, objects.items(values), keywords)),
    ),
    builtin("reversed", ([values = null]) => new List(objects.items(values).reverse())),
    builtin(
      "enumerate",
      ([values = null, start = 0n]) =>
        new List(
          objects
            .items(values)
            .map((value, index) => new Tuple([BigInt(index) + BigInt(isNumber(start) ? start : 0), value])),
        ),
    ),
    builtin("zip", (given) => {
      const lists = given.map((value) => objects.items(value));
      const length = lists.length === 0 ? 0 : Math.min(...lists.map((list) => list.length));
      return new List(Array.from({ length }, (_, index) => new Tuple(lists.map((list) => list[index] ?? null))));
    }),
    builtin("round", ([value = null, digits]) => {
      const places = digits === undefined || digits === null ? 0 : Number(digits);
      const rounded = Math.round(Number(value) * 10 ** places) / 10 ** places;
      return !python2 && digits === undefined ? BigInt(rounded) : rounded;
    }),
    builtin("ord", (given) => BigInt(textOf(one(given, "ord"))?.codePointAt(0) ?? 0)),
    builtin("chr", (given) => String.fromCodePoint(Number(one(given, "chr")))),
    builtin("hasattr", ([value = null, name = ""]) => host.findAttribute(value, objects.str(name)) !== undefined),
    builtin("getattr", ([value = null, name = "", standard]) => {
      const found = host.findAttribute(value, objects.str(name));
      if (found !== undefined) return found;
      return standard === undefined ? host.attribute(value, objects.str(name)) : standard;
    }),
    builtin("setattr", ([object = null, name = "", value = null]) => {
      if (object instanceof Instance) object.attributes.set(objects.str(name), value);
      return null;
    }),
    builtin("dir", (given) => new List(namesIn(host, given[0]))),
    builtin("help", () => {
      throw new OutsideSubset("help");
    }),
    ...["exit", "quit"].map((name) =>
      builtin(name, ([status]) => {
        throw new PythonError("SystemExit", "", status === undefined || status === null ? 0 : Number(status));
      }),
    ),
  ];
}

/** Names of an object's attributes, in order; without one, those of the program. */
export function namesIn(host: Interpreter, value: Value | undefined): string[] {
  const names = (map: ReadonlyMap<string, Value>) => [...map.keys()];
  if (value === undefined) return names(host.globals).sort();
  if (value instanceof Module) return names(value.members).sort();
  const all = new Set<string>();
  if (value instanceof Instance) for (const name of value.attributes.keys()) all.add(name);
  for (
    let type = value instanceof Instance ? value.type : value instanceof Class ? value : undefined;
    type;
    type = type.base
  )
    for (const name of type.members.keys()) all.add(name);
  for (const name of methodNames(host, value)) all.add(name);
  return [...all].sort();
}

/** `int(x)`, `str(x)` … @throws PythonError */
function convert(host: Interpreter, name: string, given: readonly Value[]): Value {
  const { objects } = host;
  const [value, base] = given;
  switch (name) {
    case "str":
      return value === undefined ? "" : objects.str(value);
    case "bool":
      return value !== undefined && objects.truth(value);
    case "list":
      return new List(value === undefined ? [] : objects.items(value));
    case "tuple":
      return new Tuple(value === undefined ? [] : objects.items(value));
    case "dict": {
      const dict = new Dict();
      if (value instanceof Dict) for (const [key, item] of value.entries.values()) objects.setItem(dict, key, item);
      else if (value !== undefined)
        for (const pair of objects.items(value)) {
          const [key = null, item = null] = objects.items(pair);
          objects.setItem(dict, key, item);
        }
      return dict;
    }
  }
  if (value === undefined) return name === "int" ? 0n : 0;
  const text = textOf(value);
  if (text !== undefined) {
    const bare = text.trim();
    if (name === "float") {
      if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(bare)) return Number(bare);
      throw new PythonError(
        "ValueError",
        `could not convert string to float: ${objects.python2 ? bare : objects.repr(text)}`,
      );
    }
    const radix = base === undefined ? 10 : Number(base);
    const digits = "0123456789abcdefghijklmnopqrstuvwxyz".slice(0, radix);
    if (new RegExp(`^[-+]?[${digits}]+$`, "i").test(bare))
      return radix === 10 ? BigInt(bare.replace(/^\+/, "")) : BigInt(Number.parseInt(bare, radix));
    throw new PythonError("ValueError", `invalid literal for int() with base ${radix}: ${objects.repr(text)}`);
  }
  if (!isNumber(value))
    throw new PythonError(
      "TypeError",
      objects.python2
        ? `${name}() argument must be a string or a number, not '${objects.typeName(value)}'`
        : `${name}() argument must be a string${name === "int" ? ", a bytes-like object" : ""} or a real number, not '${objects.typeName(value)}'`,
    );
  if (name === "float") return Number(value);
  return typeof value === "number" ? BigInt(Math.trunc(value)) : BigInt(value);
}
