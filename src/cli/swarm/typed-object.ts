import { durationString } from "../../engine/go-duration.ts";
import { digestOf } from "../../kernel/sha256.ts";
import { TypedValue } from "../format/typed-value.ts";
import { API_TYPES } from "./api-types.ts";
import { GoTime } from "./go-time-value.ts";

/**
 * An object of a swarm with its Go type, for the template of an `inspect` (Go, fmt and text/template).
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
  override readonly retried: boolean;
  readonly #fields: Fields;

  constructor(fields: Fields, type: string, retried = false) {
    super();
    this.#fields = fields;
    this.type = type;
    this.json = fields;
    this.retried = retried;
  }

  field(name: string): unknown {
    for (const part of (API_TYPES[this.type] ?? "").split(" ")) {
      if (part.startsWith("+")) {
        const embedded = new Struct(this.#fields, part.slice(1));
        const value = part.endsWith(`.${name}`) ? embedded : embedded.field(name);
        if (value !== undefined) return value;
      } else if (part !== "" && part.split(":")[0] === name) {
        return goValue(this.#fields[name], part.slice(name.length + 1) || "string");
      }
    }
    return undefined;
  }

  text(): string {
    const parts = (API_TYPES[this.type] ?? "").split(" ").filter((part) => part !== "");
    const shown = parts.map((part) => {
      if (part.startsWith("+")) return new Struct(this.#fields, part.slice(1)).text();
      const [name = "", type = "string"] = part.split(":");
      return inner(this.#fields[name], type);
    });
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

  text(): string {
    return this.#text;
  }

  override isTrue(): boolean {
    return this.json !== 0;
  }
}

/** A slice or a map. */
class Collection extends TypedValue {
  readonly type: string;
  readonly json: unknown;

  constructor(json: unknown, type: string) {
    super();
    this.json = json ?? null;
    this.type = type;
  }

  field(): undefined {
    return undefined;
  }

  override items(): readonly unknown[] | Map<string, unknown> {
    if (this.type === "map") return new Map(Object.entries(asFields(this.json)));
    return this.#list().map((item) => goValue(item, this.#itemType()));
  }

  text(verb?: string): string {
    if (this.type === "map") {
      const entries = Object.entries(asFields(this.json)).sort(([a], [b]) => (a < b ? -1 : 1));
      return `map[${entries.map(([key, value]) => `${key}:${value}`).join(" ")}]`;
    }
    if (verb === "s" && this.type === "[]uint8") return new TextDecoder().decode(bytesOf(this.json));
    return `[${this.#list()
      .map((item) => inner(item, this.#itemType()))
      .join(" ")}]`;
  }

  override isTrue(): boolean {
    return (this.type === "map" ? Object.keys(asFields(this.json)) : this.#list()).length > 0;
  }

  #itemType(): string {
    return this.type.slice("[]".length);
  }

  #list(): readonly unknown[] {
    if (this.type === "[]uint8") return [...bytesOf(this.json)];
    return Array.isArray(this.json) ? this.json : [];
  }
}

/** What JSON writes in base64. */
function bytesOf(json: unknown): Uint8Array {
  return Uint8Array.from(atob(typeof json === "string" ? json : ""), (char) => char.charCodeAt(0));
}

const isMissing = (value: unknown) => value === undefined || value === null;

/** A field's value as a template gets it: pointers are followed. */
function goValue(value: unknown, type: string): unknown {
  const target = type.startsWith("*") ? type.slice(1) : type;
  if (target !== type && isMissing(value)) return new Nil(goName(type));
  if (target.startsWith("[]") || target === "map") return new Collection(value, target);
  if (target in API_TYPES) return new Struct(asFields(value), target);
  switch (target) {
    case "string":
      return value ?? "";
    case "bool":
      return value ?? false;
    case "time":
      return new GoTime(String(value ?? "0001-01-01T00:00:00Z"));
    case "duration":
      return new Scalar(value ?? 0, "time.Duration", durationString(Number(value ?? 0)));
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
  if (type.startsWith("*") && !/^\*(?:time|duration|version)$/.test(type)) return address(value, type);
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
