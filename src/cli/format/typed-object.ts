import { durationString } from "../../engine/go-duration.ts";
import { digestOf } from "../../kernel/sha256.ts";
import { ENGINE_TYPES } from "./engine-types.ts";
import { GoTime } from "./go-time-value.ts";
import { rawObject } from "./raw-object.ts";
import { SWARM_TYPES } from "./swarm-types.ts";
import { TypedValue } from "./typed-value.ts";

const TYPES: Readonly<Record<string, string>> = { ...SWARM_TYPES, ...ENGINE_TYPES };

/** A field of a struct, or what is embedded in it, as the tables have it. */
interface Field {
  readonly name: string;
  /** What JSON calls it. */
  readonly key: string;
  readonly type: string;
  readonly embedded: boolean;
}

const fieldsOf = (type: string): Field[] =>
  (TYPES[type] ?? "")
    .split(" ")
    .filter((part) => part !== "")
    .map((part) => {
      const [, plus = "", name = "", key = name, of = "string"] =
        /^(\+?)([^@:]+)(?:@([^:]+))?(?::(.+))?$/.exec(part) ?? [];
      return { name, key, type: of, embedded: plus !== "" };
    });

/**
 * An object of an engine or of a swarm with its Go type, for the template of an `inspect` (Go, fmt and text/template).
 * @param object as the API gives it
 * @param type "swarm.Service"
 * @param retried whether the client keeps the daemon's JSON to try a template on
 */
export function typedObject(object: unknown, type: string, retried = false): TypedValue {
  return new Struct(asFields(object), type, retried);
}

type Fields = Readonly<Record<string, unknown>>;

const asFields = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};

/** A struct, or a pointer to one, which a template follows. */
class Struct extends TypedValue {
  readonly type: string;
  readonly json: unknown;
  override readonly raw: TypedValue | undefined;
  readonly #fields: Fields;

  constructor(fields: Fields, type: string, retried = false) {
    super();
    this.#fields = fields;
    this.type = type;
    this.json = fields;
    this.raw = retried ? rawObject(fields) : undefined;
  }

  field(name: string): unknown {
    for (const field of fieldsOf(this.type)) {
      if (field.embedded) {
        const embedded = new Struct(this.#fields, field.name);
        const value = field.name.endsWith(`.${name}`) ? embedded : embedded.field(name);
        if (value !== undefined) return value;
      } else if (field.name === name) {
        return goValue(this.#fields[field.key], field.type);
      }
    }
    return undefined;
  }

  text(): string {
    // The one that has a String of its own (docker/go-units, ulimit.go).
    const { Name, Soft, Hard } = this.#fields;
    if (this.type === "units.Ulimit") return `${Name}=${Soft}:${Hard}`;
    const shown = fieldsOf(this.type).map(({ name, key, type, embedded }) =>
      embedded ? new Struct(this.#fields, name).text() : inner(this.#fields[key], type),
    );
    return `{${shown.join(" ")}}`;
  }
}

/** A pointer to nothing. */
class Nil extends TypedValue {
  readonly type: string;
  readonly json = null;

  constructor(type: string) {
    super();
    this.type = type;
  }

  field(): undefined {
    return undefined;
  }

  text(): string {
    return "<nil>";
  }

  override isTrue(): boolean {
    return false;
  }

  override missing(field: string): string {
    return `nil pointer evaluating ${this.type}.${field}`;
  }
}

/** A number of a type that writes itself, such as a duration. */
class Scalar extends TypedValue {
  readonly type: string;
  readonly json: unknown;
  readonly #text: string;

  constructor(json: unknown, type: string, text: string) {
    super();
    this.json = json;
    this.type = type;
    this.#text = text;
  }

  field(): undefined {
    return undefined;
  }

  text(verb?: string): string {
    return verb === "d" ? String(this.json) : this.#text;
  }

  override isTrue(): boolean {
    return this.json !== 0;
  }
}

/** A slice, or a map in the order of its keys: of texts as `map`, of anything else as `map[]type`, of nothing as `set`. */
class Collection extends TypedValue {
  readonly type: string;
  readonly json: unknown;
  override readonly keyType: string;

  constructor(json: unknown, type: string) {
    super();
    this.json = json ?? null;
    this.type = type;
    this.keyType = type.includes("[port]") ? "network.Port" : "string";
    if (this.#isMap() && this.json !== null)
      this.json = Object.fromEntries(Object.entries(asFields(json)).sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  field(): undefined {
    return undefined;
  }

  override items(): readonly unknown[] | Map<string, unknown> {
    if (this.#isMap()) return new Map(this.#entries().map(([key, value]) => [key, goValue(value, this.#itemType())]));
    return this.#list().map((item) => goValue(item, this.#itemType()));
  }

  text(verb?: string): string {
    if (this.#isMap()) {
      const entries = this.#entries().map(([key, value]) => `${key}:${inner(value, this.#itemType())}`);
      return `map[${entries.join(" ")}]`;
    }
    if (verb === "s" && this.type === "[]uint8") return new TextDecoder().decode(bytesOf(this.json));
    return `[${this.#list()
      .map((item) => inner(item, this.#itemType()))
      .join(" ")}]`;
  }

  override isTrue(): boolean {
    return (this.#isMap() ? this.#entries() : this.#list()).length > 0;
  }

  #isMap(): boolean {
    return isMap(this.type);
  }

  #itemType(): string {
    if (this.type.startsWith("set")) return "struct";
    return this.type === "map" ? "string" : this.type.replace(/^(?:map\[port\]|map\[\]|\[\])/, "");
  }

  #entries(): [string, unknown][] {
    return Object.entries(asFields(this.json));
  }

  #list(): readonly unknown[] {
    if (this.type === "[]uint8") return [...bytesOf(this.json)];
    return Array.isArray(this.json) ? this.json : [];
  }
}

const isMap = (type: string) => /^(?:set|map)\b/.test(type);

/** What JSON writes in base64. */
function bytesOf(json: unknown): Uint8Array {
  return Uint8Array.from(atob(typeof json === "string" ? json : ""), (char) => char.charCodeAt(0));
}

const isMissing = (value: unknown) => value === undefined || value === null;

/** A field's value as a template gets it: pointers are followed. */
function goValue(value: unknown, type: string): unknown {
  const target = type.startsWith("*") ? type.slice(1) : type;
  if (target !== type && isMissing(value)) return new Nil(goName(type));
  if (target.startsWith("[]") || isMap(target)) return new Collection(value, target);
  if (target in TYPES || target === "struct") return new Struct(asFields(value), target);
  switch (target) {
    case "string":
      return value ?? "";
    case "bool":
      return value ?? false;
    case "time":
      return new GoTime(String(value ?? "0001-01-01T00:00:00Z"));
    case "duration":
      return new Scalar(value ?? 0, "time.Duration", durationString(Number(value ?? 0)));
    // The zero of an address prints as what it is not (Go, net/netip), and a struct is true.
    case "ip":
      return new Scalar(value ?? "", "netip.Addr", String(value || "invalid IP"));
    case "prefix":
      return new Scalar(value ?? "", "netip.Prefix", String(value || "invalid Prefix"));
    case "mode":
      return new Scalar(value ?? 0, "os.FileMode", modeText(Number(value ?? 0)));
    case "version":
      return new Version(asFields(value));
    default:
      return value ?? 0;
  }
}

/** …and as it stands inside of something else that is printed: of a pointer, only where it points to. */
function inner(value: unknown, type: string): string {
  if (type.startsWith("*") && isMissing(value)) return "<nil>";
  // Those have a String of their own, which is found through a pointer, too.
  if (type.startsWith("*") && !/^\*(?:time|duration|version|units\.Ulimit)$/.test(type)) return address(value, type);
  const seen = goValue(value, type);
  return seen instanceof TypedValue ? seen.text() : String(seen);
}

/** An address where Go's heap might have put it. */
function address(value: unknown, type: string): string {
  return `0x${digestOf(`${type} ${JSON.stringify(value)}`)
    .slice("sha256:".length, "sha256:".length + 12)
    .replace(/^0/, "1")}`;
}

const goName = (type: string) =>
  type.replace(/^\*(?:time|duration)$/, (name) => `*time.${name === "*time" ? "Time" : "Duration"}`);

/** `-rw-r--r--` (Go, os.FileMode). */
function modeText(mode: number): string {
  return `-${[...(mode & 0o777).toString(8).padStart(3, "0")]
    .map((digit) => ["r", "w", "x"].map((letter, i) => (Number(digit) & (4 >> i) ? letter : "-")).join(""))
    .join("")}`;
}

/** A version prints as its index (moby, api/types/swarm/common.go). */
class Version extends TypedValue {
  readonly type = "swarm.Version";
  readonly json: unknown;
  readonly #index: unknown;

  constructor(fields: Fields) {
    super();
    this.json = fields;
    this.#index = fields.Index ?? 0;
  }

  field(name: string): unknown {
    return name === "Index" ? this.#index : name === "String" ? String(this.#index) : undefined;
  }

  text(): string {
    return String(this.#index);
  }
}
