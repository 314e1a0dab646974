import type { FuncMap } from "@promptctl/go-template-js";
import { goSprintf } from "./go-sprintf.ts";
import { callError, checkedFunction, type Parameter } from "./template-call.ts";
import type { TemplateData } from "./template-data.ts";

/** What the functions of a template look at: its data, and whether it only writes what stands over a table. */
export interface FunctionContext {
  readonly data: TemplateData;
  readonly inHeader: boolean;
}

/**
 * The functions that Docker adds (docker/cli, `templates/templates.go`; docs.docker.com/engine/cli/formatting), and those
 * of Go's whose arguments the library reads otherwise (Go, text/template/funcs.go).
 */
export function templateFunctions(context: () => FunctionContext): FuncMap {
  const typeOf = (value: unknown) => context().data.typeOf(value);
  const print = (value: unknown, verb?: string) => context().data.print(value, verb);
  /** One that leaves a header as it is. */
  const text =
    (change: (text: string, ...more: never[]) => unknown) =>
    (value: string, ...more: never[]) =>
      context().inHeader ? value : change(value, ...more);
  const define = (
    name: string,
    parameters: readonly Parameter[],
    fn: (...args: never[]) => unknown,
    rest = false,
  ): FuncMap => ({ [name]: checkedFunction(name, parameters, fn, typeOf, rest) });
  return {
    ...define("json", ["any"], (value: unknown) => {
      const { data, inHeader } = context();
      // Over a table it takes a header as it is, and nothing but one.
      if (inHeader && typeof value !== "string") throw callError("wrong type for value; expected string", 1);
      return inHeader ? value : data.json(value);
    }),
    ...define(
      "split",
      ["string", "string"],
      text((value, separator: string) => value.split(separator)),
    ),
    ...(context().inHeader
      ? {}
      : define("join", ["[]string", "string"], (values: unknown[], separator: string) => values.join(separator))),
    ...define("title", ["string"], text(titled)),
    ...define(
      "lower",
      ["string"],
      text((value) => value.toLowerCase()),
    ),
    ...define(
      "upper",
      ["string"],
      text((value) => value.toUpperCase()),
    ),
    ...define("pad", ["string", "int", "int"], (value: string, before: number, after: number) =>
      value === "" ? "" : " ".repeat(before) + value + " ".repeat(after),
    ),
    ...define(
      "truncate",
      ["string", "int"],
      text((value, length: number) => value.slice(0, length)),
    ),
    // The library leaves no blank next to a text; fmt.Sprintln always does.
    ...define("println", [], (...values: unknown[]) => `${values.map((value) => print(value)).join(" ")}\n`, true),
    ...define("printf", ["string"], (format: string, ...values: unknown[]) => goSprintf(format, values, print), true),
    ...define("index", ["any"], (value: unknown, ...keys: unknown[]) => keys.reduce(itemAt(context), value), true),
    ...define("len", ["any"], (value: unknown) => lengthOf(value, typeOf)),
    ...define("not", ["any"], (value: unknown) => !context().data.isTrue(value)),
    ...define("slice", ["any"], (value: unknown, ...indexes: unknown[]) => sliceOf(value, indexes, typeOf), true),
    ...define("rangeable", ["any"], (value: unknown) => rangeable(value, print)),
    ...comparisons(define),
  };
}

const titled = (value: string) => value.replace(/(^|\s)\p{L}/gu, (start) => start.toUpperCase());

function itemAt(context: () => FunctionContext) {
  const fail = (why: string) => callError(`error calling index: ${why}`);
  return (value: unknown, key: unknown): unknown => {
    if (value === null || value === undefined) throw fail("index of untyped nil");
    const typeOf = (other: unknown) => context().data.typeOf(other);
    if (Array.isArray(value) || typeof value === "string") {
      if (typeof key !== "number") throw fail(`cannot index slice/array with type ${typeOf(key)}`);
      if (key < 0 || key > value.length) throw fail(`index out of range: ${key}`);
      if (key === value.length)
        throw fail(`reflect: ${typeof value === "string" ? "string" : "slice"} index out of range`);
      return typeof value === "string" ? value.charCodeAt(key) : value[key];
    }
    if (!(value instanceof Map)) throw fail(`can't index item of type ${typeOf(value)}`);
    if (typeof key !== "string")
      throw fail(
        `value has type ${key === null ? "nil" : typeof key === "number" ? "int" : typeOf(key)}; should be string`,
      );
    const keyType = context().data.keyType(value);
    if (keyType !== "string") throw fail(`value has type string; should be ${keyType}`);
    return value.get(key) ?? context().data.absent(value);
  };
}

function lengthOf(value: unknown, typeOf: (value: unknown) => string): number {
  if (value === null || value === undefined) throw callError("error calling len: len of nil pointer");
  if (value instanceof Map) return value.size;
  if (Array.isArray(value)) return value.length;
  // A number is its digits where the JSON alone is looked at.
  if (typeof value === "string" || typeof value === "number") return new TextEncoder().encode(String(value)).length;
  if (typeof value === "object") return Object.keys(value).length;
  throw callError(`error calling len: len of type ${typeOf(value)}`);
}

function sliceOf(value: unknown, indexes: readonly unknown[], typeOf: (value: unknown) => string): unknown {
  const fail = (why: string) => callError(`error calling slice: ${why}`);
  if (value === null || value === undefined) throw fail("slice of untyped nil");
  if (typeof value !== "string" && !Array.isArray(value)) throw fail(`can't slice item of type ${typeOf(value)}`);
  if (indexes.length > 3) throw fail(`too many slice indexes: ${indexes.length}`);
  if (typeof value === "string" && indexes.length === 3) throw fail("cannot 3-index slice a string");
  const numbers = indexes.map((index) => {
    if (typeof index !== "number") throw fail(`cannot index slice/array with type ${typeOf(index)}`);
    if (index < 0 || index > value.length) throw fail(`index out of range: ${index}`);
    return index;
  });
  const [from = 0, to = value.length] = numbers;
  if (from > to) throw fail(`invalid slice index: ${from} > ${to}`);
  return value.slice(from, to);
}

/** What `range` may go through; since Go 1.22 a number is so many times. */
function rangeable(value: unknown, print: (value: unknown) => string): unknown {
  if (typeof value === "number") return Array.from({ length: Math.max(0, value) }, (_, index) => index);
  if (typeof value === "string" || typeof value === "boolean")
    throw callError(`range can't iterate over ${print(value)}`, 1);
  return value;
}

type Comparison = (a: string | number | boolean, b: string | number | boolean) => boolean;

function comparisons(
  define: (name: string, parameters: Parameter[], fn: (...args: never[]) => unknown, rest?: boolean) => FuncMap,
): FuncMap {
  const ordered = (name: string, holds: Comparison) =>
    define(name, ["any", "any"], (a: unknown, b: unknown) => compared(name, a, b, holds));
  return {
    ...define(
      "eq",
      ["any"],
      (first: unknown, ...others: unknown[]) => {
        if (others.length === 0) throw callError("error calling eq: missing argument for comparison");
        return others.some((other) => compared("eq", first, other, (a, b) => a === b));
      },
      true,
    ),
    ...ordered("ne", (a, b) => a !== b),
    ...ordered("lt", (a, b) => a < b),
    ...ordered("le", (a, b) => a <= b),
    ...ordered("gt", (a, b) => a > b),
    ...ordered("ge", (a, b) => a >= b),
  };
}

function compared(name: string, a: unknown, b: unknown, holds: Comparison): boolean {
  const isBasic = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);
  const equality = name === "eq" || name === "ne";
  // nil equals nil, and nothing else.
  if (equality && (!isBasic(a) || !isBasic(b)) && (isNil(a) || isNil(b)))
    return (isNil(a) && isNil(b)) === (name === "eq");
  if (!isBasic(a) || !isBasic(b) || (typeof a === "boolean" && !equality))
    throw callError(
      `error calling ${name}: ${equality ? "incompatible types for comparison" : "invalid type for comparison"}`,
    );
  if (typeof a !== typeof b)
    throw callError(`error calling ${name}: incompatible types for comparison: ${kindOf(a)} and ${kindOf(b)}`);
  return holds(basic(a), basic(b));
}

const kindOf = (value: unknown) =>
  typeof value === "number"
    ? Number.isInteger(value)
      ? "int"
      : "float64"
    : typeof value === "boolean"
      ? "bool"
      : "string";

const isNil = (value: unknown) => value === null || value === undefined;

function basic(value: unknown): string | number | boolean {
  return typeof value === "number" || typeof value === "boolean" ? value : String(value);
}
