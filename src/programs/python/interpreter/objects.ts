import { python2Order } from "../dict-order.ts";
import { PythonError } from "./errors.ts";
import {
  Builtin,
  Class,
  Dict,
  Func,
  Instance,
  List,
  Module,
  Range,
  Tuple,
  textOf,
  Unicode,
  type Value,
} from "./values.ts";

/** What Python's data model says of objects: their names, signs, truth, order and keys. */
export class Objects {
  readonly python2: boolean;

  constructor(python2: boolean) {
    this.python2 = python2;
  }

  typeName(value: Value): string {
    if (value === null) return "NoneType";
    if (typeof value === "boolean") return "bool";
    if (typeof value === "bigint") return this.python2 && this.isLong(value) ? "long" : "int";
    if (typeof value === "number") return "float";
    if (typeof value === "string") return "str";
    if (value instanceof Unicode) return "unicode";
    if (value instanceof List) return "list";
    if (value instanceof Tuple) return "tuple";
    if (value instanceof Dict) return "dict";
    if (value instanceof Range) return "range";
    if (value instanceof Func) return "function";
    if (value instanceof Builtin) return "builtin_function_or_method";
    if (value instanceof Module) return "module";
    return value instanceof Class ? "type" : value.type.name;
  }

  /** Beyond 64 bits, where Python 2 writes an L. */
  isLong(value: bigint): boolean {
    return value >= 1n << 63n || value < -(1n << 63n);
  }

  /** A text as a program's text: unicode in Python 2 where a library gives that. */
  unicode(text: string): Value {
    return this.python2 ? new Unicode(text) : text;
  }

  truth(value: Value): boolean {
    if (value === null || value === false || value === 0n || value === 0 || value === "") return false;
    if (value instanceof Unicode) return value.text !== "";
    if (value instanceof List || value instanceof Tuple) return value.items.length > 0;
    if (value instanceof Dict) return value.entries.size > 0;
    return true;
  }

  str(value: Value): string {
    const text = textOf(value);
    if (text !== undefined) return text;
    if (value instanceof Instance && value.attributes.has("message"))
      return this.str(value.attributes.get("message") ?? "");
    if (typeof value === "number" && this.python2) return float(value, 12);
    return typeof value === "bigint" ? value.toString() : this.repr(value);
  }

  repr(value: Value): string {
    if (value === null) return "None";
    if (typeof value === "boolean") return value ? "True" : "False";
    if (typeof value === "bigint") return value.toString() + (this.python2 && this.isLong(value) ? "L" : "");
    if (typeof value === "number") return float(value, 17);
    if (typeof value === "string") return quoted(value, this.python2);
    if (value instanceof Unicode) return `u${quoted(value.text, true)}`;
    if (value instanceof List) return `[${value.items.map((item) => this.repr(item)).join(", ")}]`;
    if (value instanceof Tuple) {
      const items = value.items.map((item) => this.repr(item));
      return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
    }
    if (value instanceof Dict)
      return `{${this.entries(value)
        .map(([key, item]) => `${this.repr(key)}: ${this.repr(item)}`)
        .join(", ")}}`;
    if (value instanceof Range)
      return `range(${value.start}, ${value.stop}${value.step === 1n ? "" : `, ${value.step}`})`;
    if (value instanceof Func) return `<function ${value.name} at 0x7f3a5c8d2e60>`;
    if (value instanceof Builtin)
      return value.of instanceof Class
        ? `<bound method ${this.python2 ? "type" : value.of.name}.${value.name} of ${this.repr(value.of)}>`
        : `<built-in function ${value.name}>`;
    if (value instanceof Class) {
      const builtin = value.module === undefined;
      const name = builtin
        ? this.python2 && value.base
          ? `exceptions.${value.name}`
          : value.name
        : `${value.module}.${value.name}`;
      return builtin && this.python2 ? `<type '${name}'>` : `<class '${name}'>`;
    }
    if (value instanceof Module)
      return `<module '${value.name}' ${value.file === undefined ? "(built-in)" : `from '${value.file}'`}>`;
    const { type, address, attributes } = value;
    if (attributes.has("message")) {
      const message = this.repr(attributes.get("message") ?? "");
      return `${type.name}(${message}${this.python2 ? "," : ""})`;
    }
    return `<${type.module === undefined ? "" : `${type.module}.`}${type.name} object at ${address}>`;
  }

  /** The entries of a dict in the order that Python gives them. */
  entries(dict: Dict): (readonly [Value, Value])[] {
    const all = [...dict.entries.values()];
    const simple = all.map(([key]) => textOf(key) ?? (typeof key === "bigint" && key >= 0n ? Number(key) : undefined));
    if (!this.python2 || simple.includes(undefined)) return all;
    const order = python2Order(simple.filter((key) => key !== undefined));
    return order.map((key) => all[simple.indexOf(key)]).filter((entry) => entry !== undefined);
  }

  /** The sign by which equal values are one key. @throws PythonError for what can be none */
  key(value: Value): string {
    const text = textOf(value);
    if (text !== undefined) return `s${text}`;
    if (typeof value === "boolean") return value ? "n1" : "n0";
    if (typeof value === "bigint" || typeof value === "number") return `n${value}`;
    if (value instanceof Tuple) return `(${value.items.map((item) => this.key(item)).join(",")})`;
    if (value === null) return "None";
    if (value instanceof List || value instanceof Dict)
      throw new PythonError("TypeError", `unhashable type: '${this.typeName(value)}'`);
    return typeof value === "object" ? `o${identityOf(value)}` : "";
  }

  equal(a: Value, b: Value): boolean {
    if (isNumber(a) && isNumber(b)) return Number(a) === Number(b);
    const [left, right] = [textOf(a), textOf(b)];
    if (left !== undefined || right !== undefined) return left === right;
    if ((a instanceof List && b instanceof List) || (a instanceof Tuple && b instanceof Tuple))
      return a.items.length === b.items.length && a.items.every((item, i) => this.equal(item, b.items[i] ?? null));
    if (a instanceof Dict && b instanceof Dict)
      return (
        a.entries.size === b.entries.size &&
        [...a.entries].every(([key, [, item]]) => {
          const other = b.entries.get(key);
          return other !== undefined && this.equal(item, other[1]);
        })
      );
    return a === b;
  }

  /** Below, equal, above. @throws PythonError for what has no order, in Python 3 */
  compare(a: Value, b: Value, operator = "<"): number {
    if (isNumber(a) && isNumber(b)) return Math.sign(Number(a) - Number(b));
    const [left, right] = [textOf(a), textOf(b)];
    if (left !== undefined && right !== undefined) return left < right ? -1 : Number(left > right);
    if ((a instanceof List && b instanceof List) || (a instanceof Tuple && b instanceof Tuple)) {
      for (const [i, item] of a.items.entries()) {
        const other = b.items[i];
        if (other === undefined) return 1;
        if (!this.equal(item, other)) return this.compare(item, other, operator);
      }
      return Math.sign(a.items.length - b.items.length);
    }
    if (!this.python2)
      throw new PythonError(
        "TypeError",
        `'${operator}' not supported between instances of '${this.typeName(a)}' and '${this.typeName(b)}'`,
      );
    // Python 2 puts things of unlike kinds in order by their kinds' names; numbers come first, None before all.
    const rank = (value: Value) => (value === null ? "" : isNumber(value) ? "\x01" : this.typeName(value));
    return rank(a) < rank(b) ? -1 : Number(rank(a) > rank(b));
  }

  /** The values of what can be gone through. @throws PythonError */
  items(value: Value): Value[] {
    if (value instanceof List || value instanceof Tuple) return [...value.items];
    if (typeof value === "string") return [...value];
    if (value instanceof Unicode) return [...value.text].map((char) => new Unicode(char));
    if (value instanceof Dict) return this.entries(value).map(([key]) => key);
    if (value instanceof Range) {
      const out: Value[] = [];
      for (let i = value.start; value.step > 0n ? i < value.stop : i > value.stop; i += value.step) out.push(i);
      return out;
    }
    throw new PythonError("TypeError", `'${this.typeName(value)}' object is not iterable`);
  }

  setItem(dict: Dict, key: Value, item: Value): void {
    const sign = this.key(key);
    dict.entries.set(sign, [dict.entries.get(sign)?.[0] ?? key, item]);
  }
}

export const isNumber = (value: Value): value is bigint | number | boolean =>
  typeof value === "bigint" || typeof value === "number" || typeof value === "boolean";

const identities = new WeakMap<object, number>();
let nextIdentity = 1;

function identityOf(value: object): number {
  const known = identities.get(value);
  if (known !== undefined) return known;
  identities.set(value, nextIdentity);
  return nextIdentity++;
}

function float(value: number, digits: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const text = digits === 17 ? String(value) : String(Number(value.toPrecision(digits)));
  return /[.e]/.test(text) ? text.replace(/e([+-])(\d)$/, "e$10$2") : `${text}.0`;
}

/** A text as its repr: in Python 2 what is not ASCII is written by its bytes or its number. */
function quoted(text: string, ascii: boolean): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replace(/[\\'"\x00-\x1f\x7f-\uffff]/g, (char) => {
    if (char === "\\" || char === quote) return `\\${char}`;
    if (char === "'" || char === '"') return char;
    const known = { "\n": "\\n", "\t": "\\t", "\r": "\\r" }[char];
    if (known !== undefined) return known;
    const code = char.charCodeAt(0);
    if (code > 0x7f && !ascii) return char;
    return code > 0xff ? `\\u${code.toString(16).padStart(4, "0")}` : `\\x${code.toString(16).padStart(2, "0")}`;
  });
  return quote + body + quote;
}
