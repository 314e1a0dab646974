import { TypedValue } from "./typed-value.ts";

/**
 * An object of the API as a template sees its JSON alone: maps whose missing keys are errors, numbers as they were written,
 * null as no value (docker/cli, `cli/command/inspect`, tryRawInspectFallback).
 */
export const rawObject = (json: object): TypedValue => new RawCollection(json);

function rawValue(value: unknown): unknown {
  if (value === null || value === undefined) return new RawNull();
  return typeof value === "object" ? new RawCollection(value) : value;
}

/** A value inside of another that is printed: there a null is Go's nil. */
function inner(value: unknown): string {
  if (value === null) return "<nil>";
  return typeof value === "object" ? new RawCollection(value ?? {}).text() : String(value);
}

/** An object or a list. */
class RawCollection extends TypedValue {
  readonly type: string;
  readonly json: object;
  override readonly strict = true;

  constructor(json: object) {
    super();
    this.json = json;
    this.type = Array.isArray(json) ? "[]interface {}" : "map[string]interface {}";
  }

  field(): undefined {
    return undefined;
  }

  override items(): readonly unknown[] | Map<string, unknown> {
    if (Array.isArray(this.json)) return this.json.map(rawValue);
    return new Map(this.#entries().map(([key, value]) => [key, rawValue(value)]));
  }

  text(): string {
    if (Array.isArray(this.json)) return `[${this.json.map(inner).join(" ")}]`;
    return `map[${this.#entries()
      .map(([key, value]) => `${key}:${inner(value)}`)
      .join(" ")}]`;
  }

  override isTrue(): boolean {
    return Object.keys(this.json).length > 0;
  }

  override missing(field: string): string {
    return `map has no entry for key "${field}"`;
  }

  #entries(): [string, unknown][] {
    return Object.entries(this.json).sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

/** JSON's null. */
class RawNull extends TypedValue {
  readonly type = "nil";
  readonly json = null;
  override readonly strict = true;

  field(): undefined {
    return undefined;
  }

  text(): string {
    return "<no value>";
  }

  override isTrue(): boolean {
    return false;
  }

  override missing(field: string): string {
    return `nil pointer evaluating interface {}.${field}`;
  }
}
