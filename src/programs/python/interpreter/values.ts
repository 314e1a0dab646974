import type { Frame } from "./errors.ts";
import type { Statement } from "./tree.ts";

/**
 * Python's objects. A whole number is a bigint, a number with a fraction a number, a text a string; Python 2's unicode is
 * an object of its own.
 */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Unicode
  | List
  | Tuple
  | Dict
  | Range
  | Func
  | Builtin
  | Class
  | Instance
  | Module;

export class Unicode {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export class List {
  items: Value[];
  constructor(items: Value[]) {
    this.items = items;
  }
}

export class Tuple {
  readonly items: readonly Value[];
  constructor(items: readonly Value[]) {
    this.items = items;
  }
}

/** By a key's own sign: values that are equal are one key. */
export class Dict {
  readonly entries = new Map<string, readonly [key: Value, value: Value]>();
}

/** Python 3's range. */
export class Range {
  readonly start: bigint;
  readonly stop: bigint;
  readonly step: bigint;
  constructor(start: bigint, stop: bigint, step: bigint) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
}

export interface Scope {
  readonly locals: Map<string, Value>;
  readonly globals: Map<string, Value>;
  /** Names that a function said are global. */
  readonly declared: Set<string>;
  readonly frame: Frame;
}

/** A function that was defined. */
export class Func {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly standard: Value | undefined }[];
  readonly body: readonly Statement[];
  readonly globals: Map<string, Value>;
  readonly frame: Frame;
  constructor(
    name: string,
    parameters: Func["parameters"],
    body: readonly Statement[],
    globals: Map<string, Value>,
    frame: Frame,
  ) {
    this.name = name;
    this.parameters = parameters;
    this.body = body;
    this.globals = globals;
    this.frame = frame;
  }
}

export type Keywords = ReadonlyMap<string, Value>;

/** A function of Python's own, or a method with its object. */
export class Builtin {
  readonly name: string;
  readonly call: (given: readonly Value[], keywords: Keywords) => Value | Promise<Value>;
  /** What it is a method of, as its repr tells. */
  readonly of: Value | undefined;
  constructor(name: string, call: Builtin["call"], of?: Value) {
    this.name = name;
    this.call = call;
    this.of = of;
  }
}

/** A class: a type of Python's, an exception, or one of a library's. */
export class Class {
  readonly name: string;
  /** "dockercloud.api.noderegion"; none for Python's own. */
  readonly module: string | undefined;
  readonly base: Class | undefined;
  readonly members = new Map<string, Value>();
  readonly make: Builtin["call"] | undefined;
  constructor(name: string, how: { module?: string; base?: Class; make?: Builtin["call"] } = {}) {
    this.name = name;
    this.module = how.module;
    this.base = how.base;
    this.make = how.make;
  }

  isA(other: Class): boolean {
    return this === other || (this.base?.isA(other) ?? false);
  }

  find(name: string): Value | undefined {
    return this.members.get(name) ?? this.base?.find(name);
  }
}

export class Instance {
  readonly type: Class;
  readonly attributes = new Map<string, Value>();
  /** Where it is in memory, as its repr tells. */
  readonly address: string;
  constructor(type: Class, address: string) {
    this.type = type;
    this.address = address;
  }
}

export class Module {
  readonly name: string;
  readonly members: Map<string, Value>;
  readonly file: string | undefined;
  constructor(name: string, members: Map<string, Value>, file?: string) {
    this.name = name;
    this.members = members;
    this.file = file;
  }
}

/** The characters of a text of either kind; undefined for anything else. */
export function textOf(value: Value): string | undefined {
  if (typeof value === "string") return value;
  return value instanceof Unicode ? value.text : undefined;
}

/** A function of Python's own with its name, for a table of them. */
export const builtin = (name: string, call: Builtin["call"]): [string, Builtin] => [name, new Builtin(name, call)];
