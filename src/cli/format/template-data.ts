import { OMITTED, POINTERS } from "./go-fields.ts";
import { goJson, isMapField, type JsonOptions, MAP_FIELDS } from "./go-json.ts";
import { goString } from "./go-value.ts";
import { OBJECT, type RowType, RowView, rowViews } from "./row-view.ts";
import { callError } from "./template-call.ts";
import { GoMap, NilPointer, StrictMap } from "./template-maps.ts";
import { TypedValue } from "./typed-value.ts";

/** Fields that only the objects of one list leave out: a bind mount has neither. */
const OMITTED_IN: Readonly<Record<string, ReadonlySet<string>>> = { Mounts: new Set(["Driver", "Name"]) };

/** Go's names for the structs in those that a template is run on alone: of `docker version`, `docker info` and `docker system df -v`. */
const STRUCTS: Readonly<Record<string, string>> = {
  Client: "system.clientVersion",
  Server: "*system.serverVersion",
  Components: "system.ComponentVersion",
  ClientInfo: "*system.clientInfo",
  Plugins: "system.PluginsInfo",
  RegistryConfig: "*registry.ServiceConfig",
  Swarm: "swarm.Info",
  ContainerdCommit: "system.Commit",
  RuncCommit: "system.Commit",
  InitCommit: "system.Commit",
  Images: "*formatter.imageContext",
  Containers: "*formatter.ContainerContext",
  Volumes: "*formatter.volumeContext",
  BuildCache: "*formatter.buildCacheContext",
};

function platformText(value: unknown): string {
  const { os = "", architecture = "", variant } = Object(value);
  return [os, architecture, ...(variant ? [variant] : [])].join("/");
}

/**
 * What a template sees of its data, made as it looks: structs that know their fields, maps that know any key, nil as Go
 * has it. `failure` says why the last field was not found, in the words of text/template.
 */
export class TemplateData {
  readonly #originals = new WeakMap<
    object,
    { readonly value: unknown; readonly name: string; readonly parent?: string; readonly type?: string }
  >();
  #rowType: string | undefined;
  /** Whether a template is run on the struct alone. */
  #typed = false;
  #missing: string | undefined;
  /** The last value that a field gave, and the field: what a further field was asked of. */
  #lastValue: unknown;
  #lastField = "";

  /**
   * An object of the Engine API.
   * @param type Go's name for it, where a template is run on the struct alone; otherwise, as `docker inspect` does it, on
   * its JSON in the end
   */
  object(value: unknown, name = "", parent?: string, type?: string): unknown {
    if (value instanceof TypedValue) return this.#typedValue(value);
    if (value === null || value === undefined) return this.#nil(name);
    if (Array.isArray(value)) {
      const items = value.map((item) => this.object(item, "", name, type));
      this.#originals.set(items, { value, name, parent });
      return items;
    }
    if (typeof value !== "object") return value;
    this.#typed ||= type !== undefined;
    const fields = new Map(Object.entries(value));
    if (isMapField(name, parent)) {
      const map = new GoMap();
      for (const [key, item] of fields) map.set(key, this.object(item, "", name));
      this.#originals.set(map, { value, name, parent });
      return map;
    }
    const view = this.#struct(
      [...fields.keys()],
      (field) =>
        fields.has(field) ||
        field in OMITTED ||
        (OMITTED_IN[parent ?? ""]?.has(field) ?? false) ||
        sameName(fields, field) !== undefined,
      (field) => {
        const key = fields.has(field) ? field : sameName(fields, field);
        const below = type === undefined ? undefined : STRUCTS[key ?? ""];
        return key === undefined ? this.#omitted(field) : this.object(fields.get(key), key, name, below);
      },
      (field) =>
        type === undefined ? `map has no entry for key "${field}"` : `can't evaluate field ${field} in type ${type}`,
    );
    this.#originals.set(view, { value, name, parent, ...(type === undefined ? {} : { type }) });
    return view;
  }

  /** What makes rows of a list visible. */
  rows<Row>(type: RowType<Row>): (row: Row) => RowView {
    this.#rowType = type.type;
    return rowViews(type, (value, field) => {
      if (typeof value === "function")
        this.#lastValue = withArgument((argument) => Reflect.apply(value, undefined, [argument]), field);
      else this.#lastValue = typeof value === "object" ? this.object(value, field) : value;
      this.#lastField = field;
      return this.#lastValue;
    });
  }

  /** What stands over the columns of a table, by name; any other name has no value, and a label its last part. */
  header(headers: Readonly<Record<string, string>>): unknown {
    const map = new GoMap(Object.entries(headers));
    map.set("Label", (label: string) => (label.split(".").at(-1) ?? "").replace(/[-_]/g, " "));
    return map;
  }

  /** Whether a value is one that only this class knows how to print. */
  isStruct(value: unknown): value is object {
    if (typeof value !== "object" || value === null) return false;
    if (value instanceof RowView || this.#typedOf(value)) return true;
    return (
      value instanceof NilPointer || (this.#originals.has(value) && !Array.isArray(value) && !(value instanceof Map))
    );
  }

  /** @param verb of fmt's, where a value is printed otherwise by it than by `%v` */
  print(value: unknown, verb?: string): string {
    if (typeof value !== "object" || value === null) return String(value);
    if (value instanceof NilPointer) return "<nil>";
    if (value instanceof RowView) return rowText(value[OBJECT]());
    const original = this.#originals.get(value);
    if (original?.value instanceof TypedValue) return verb === "T" ? original.value.type : original.value.text(verb);
    // A row's Platform is a type that writes itself (docker/cli, formatter/container.go).
    if (this.#rowType !== undefined && original?.name === "Platform") return platformText(original.value);
    return original ? goString(original.value, original.name, original.parent) : goString(value);
  }

  /** Go's name for the type of a value, as the JSON of an object has it. */
  typeOf(value: unknown): string {
    if (value === null || value === undefined || value instanceof NilPointer) return "nil";
    if (typeof value === "number") return this.#rowType === undefined && !this.#typed ? "json.Number" : "int";
    if (typeof value === "boolean") return "bool";
    if (Array.isArray(value)) return "[]interface {}";
    const known = typeof value === "object" ? this.#originals.get(value)?.type : undefined;
    if (known !== undefined) return known;
    return typeof value === "object" ? "map[string]interface {}" : typeof value;
  }

  /** Whether a condition takes a value as true. */
  isTrue(value: unknown): boolean {
    if (value instanceof NilPointer) return false;
    const typed = this.#typedOf(value);
    if (typed) return typed.isTrue();
    if (Array.isArray(value)) return value.length > 0;
    return value instanceof Map ? value.size > 0 : Boolean(value);
  }

  /** What the keys of a map are. */
  keyType(map: object): string {
    return this.#typedOf(map)?.keyType ?? "string";
  }

  /** What a map gives for a key that it does not have: its type's zero. Ports have a type of their own for a key. */
  absent(map: object): unknown {
    const name = this.#originals.get(map)?.name;
    if (name === "Ports" || name === "PortBindings" || name === "ExposedPorts") return null;
    return name === "Networks" ? new NilPointer() : "";
  }

  /** What the `json` function writes. */
  json(value: unknown, options?: JsonOptions): string {
    if (typeof value !== "object" || value === null) return goJson(value, options);
    if (value instanceof NilPointer) return "null";
    // A row's own MarshalJSON escapes what HTML would mind, whoever asks.
    if (value instanceof RowView) return goJson(value[OBJECT](), { ...options, escapeHtml: true });
    const original = this.#originals.get(value);
    if (!original) return goJson(value, options);
    if (original.value instanceof TypedValue) {
      const { json, type } = original.value;
      return goJson(json, { ...options, name: type.split(".").at(-1) ?? "" });
    }
    return goJson(original.value, { ...options, name: original.name, parent: original.parent });
  }

  /** Why a field takes no arguments: a row's are methods, a struct's are none. */
  notCallable(name: string, count: number): string {
    if (this.#rowType !== undefined) return `wrong number of args for ${name}: want 0 got ${count}`;
    return this.#typed
      ? `${name} has arguments but cannot be invoked as function`
      : `${name} is not a method but has arguments`;
  }

  /** Why the last field of a chain was not there. */
  failure(chain: readonly string[]): string {
    const field = chain.at(-1) ?? "";
    if (this.#missing !== undefined) return this.#missing;
    if (this.#rowType !== undefined && chain.length === 1)
      return `can't evaluate field ${field} in type ${this.#rowType}`;
    const value = this.#lastValue;
    if (value instanceof NilPointer) return `map has no entry for key "${this.#lastField}"`;
    if (value === null || value === undefined) return `nil pointer evaluating interface {}.${field}`;
    const type = this.#rowType === undefined && !this.#typed ? "interface {}" : this.typeOf(value);
    return `can't evaluate field ${field} in type ${type}`;
  }

  #typedValue(typed: TypedValue): unknown {
    this.#typed = !typed.strict;
    const view = this.#typedView(typed, typed.items());
    this.#originals.set(view, { value: typed, name: "", type: typed.type });
    return view;
  }

  #typedView(typed: TypedValue, items: ReturnType<TypedValue["items"]>): object {
    if (items instanceof Map) {
      const entries = [...items].map(([key, item]): [string, unknown] => [key, this.object(item)]);
      return typed.strict
        ? new StrictMap(entries, (field, value) => this.#looked(typed, field, value))
        : new GoMap(entries);
    }
    if (items !== undefined) return [...items.values()].map((item) => this.object(item));
    return this.#struct(
      // The library takes what has no keys for false.
      typed.isTrue() ? [typed.type] : [],
      (field) => typed.field(field) !== undefined,
      (field) => this.object(typed.field(field)),
      (field) => typed.missing(field),
    );
  }

  /** A key that was asked for of a map that does not have all. @returns whether it is there */
  #looked(typed: TypedValue, field: string, value: unknown): boolean {
    this.#missing = value === undefined ? typed.missing(field) : undefined;
    if (value === undefined) return false;
    this.#lastValue = value;
    this.#lastField = field;
    return true;
  }

  #typedOf(value: unknown): TypedValue | undefined {
    const original = typeof value === "object" && value !== null ? this.#originals.get(value)?.value : undefined;
    return original instanceof TypedValue ? original : undefined;
  }

  #struct(
    keys: readonly string[],
    has: (field: string) => boolean,
    get: (field: string) => unknown,
    failure: (field: string) => string,
  ): object {
    return new Proxy(
      {},
      {
        has: (_, field) => {
          const known = typeof field === "string" && has(field);
          this.#missing = known || typeof field !== "string" ? undefined : failure(field);
          return known;
        },
        get: (_, field) => {
          if (typeof field !== "string" || !has(field)) return undefined;
          this.#lastValue = get(field);
          this.#lastField = field;
          return this.#lastValue;
        },
        ownKeys: () => [...keys],
        getOwnPropertyDescriptor: (_, field) => ({
          value: typeof field === "string" ? get(field) : undefined,
          enumerable: true,
          configurable: true,
        }),
      },
    );
  }

  #nil(name: string): unknown {
    if (MAP_FIELDS.has(name)) return this.#known(new GoMap(), null, name);
    if (POINTERS.has(name)) return new NilPointer();
    return this.#known([], null, name);
  }

  #omitted(field: string): unknown {
    const kind = OMITTED[field] ?? "";
    if (kind === "pointer") return new NilPointer();
    if (kind === "map") return this.#known(new GoMap(), null, field);
    return kind === "list" ? this.#known([], null, field) : kind;
  }

  #known<T extends object>(view: T, value: unknown, name: string): T {
    this.#originals.set(view, { value, name });
    return view;
  }
}

/** A row of tasks has a method Error, and so prints as an error does. */
const rowText = (row: Record<string, unknown>) => ("Error" in row ? String(row.Error) : goString(row));

/** A row's Label with too many arguments, or none; `message` is text/template's. */
export class LabelError extends Error {
  constructor(name: string, given: number) {
    super(`wrong number of args for ${name}: want 1 got ${given}`);
    this.name = "LabelError";
  }
}

/** A field that wants an argument: as a text it is an error. */
function withArgument(method: (argument: unknown) => unknown, name: string): object {
  const checked = (...given: unknown[]) => {
    if (given.length !== 1) throw new LabelError(name, given.length);
    if (typeof given[0] !== "string") throw callError("wrong type for value; expected string; got int", 1);
    return method(given[0]);
  };
  return Object.defineProperty(checked, "toString", {
    value: () => {
      throw new LabelError(name, 0);
    },
  });
}

/** Go's structs spell ID, CPU, IP and Scope where the API's JSON has Id, Cpu, Ip and scope: a template may use either. */
function sameName(fields: ReadonlyMap<string, unknown>, field: string): string | undefined {
  const wanted = goName(field);
  return [...fields.keys()].find((key) => key !== field && goName(key) === wanted);
}

function goName(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`.replace(
    /(Id|Cpu|Ip|Url|Uts|Dns|Tls|Api)(?![a-z])|(Cpu|Ip)(?=s\b)/g,
    (part) => part.toUpperCase(),
  );
}
