import { invalid } from "./errors.ts";

/** Reads the fields of a JSON object that somebody sent, as Go's encoding/json reads them into a struct. */
export class ApiFields {
  readonly #values: ReadonlyMap<string, unknown>;
  readonly #struct: string;

  /** @param struct Go's name for it, which errors tell */
  constructor(value: unknown, struct: string) {
    this.#struct = struct;
    const object = typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
    this.#values = new Map(Object.entries(object).filter(([, field]) => field !== null));
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return value === undefined || typeof value === "string" ? value : this.#refuse(name, value, "string");
  }

  flag(name: string): boolean | undefined {
    const value = this.#values.get(name);
    return value === undefined || typeof value === "boolean" ? value : this.#refuse(name, value, "bool");
  }

  number(name: string): number | undefined {
    const value = this.#values.get(name);
    return value === undefined || typeof value === "number" ? value : this.#refuse(name, value, "int64");
  }

  /** A list of texts. */
  texts(name: string): string[] | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) return this.#refuse(name, value, "[]string");
    return value.map((item: unknown) => (typeof item === "string" ? item : this.#refuse(name, item, "string")));
  }

  /** A command: a list of texts, or one text, which is the whole of it. */
  command(name: string): string[] | undefined {
    const value = this.#values.get(name);
    return typeof value === "string" ? [value] : this.texts(name);
  }

  /** What another struct holds; one without fields when it is not there. */
  fields(name: string): ApiFields {
    return new ApiFields(this.#object(name), `${this.#struct}.${name}`);
  }

  /** A list of structs. */
  list(name: string): ApiFields[] {
    const value = this.#values.get(name);
    if (value === undefined) return [];
    const struct = `${this.#struct}.${name}`;
    return Array.isArray(value)
      ? value.map((item) => new ApiFields(item, struct))
      : this.#refuse(name, value, "[]struct");
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** A map: each key with what `read` makes of its value. */
  map<T>(name: string, read: (value: unknown, key: string) => T): Record<string, T> | undefined {
    const object = this.#object(name);
    if (object === undefined) return undefined;
    return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, read(value, key)]));
  }

  #object(name: string): object | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? value
      : this.#refuse(name, value, "map[string]");
  }

  #refuse(name: string, value: unknown, type: string): never {
    const kind = Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;
    throw invalid(
      `invalid JSON: json: cannot unmarshal ${kind} into Go struct field ${this.#struct}.${name} of type ${type}`,
    );
  }
}

/**
 * The JSON body of a request (moby, api/server/httputils/httputils.go, ReadJSON).
 * @param mayBeEmpty whether no body is one without fields
 * @throws EngineError when it is none, or says it is something else
 */
export function jsonBody(body: string, contentType: string | undefined, mayBeEmpty = false): unknown {
  if (body === "" && mayBeEmpty) return {};
  if (body === "") throw invalid("invalid JSON: got EOF while reading request body");
  if (contentType === undefined || contentType === "") {
    throw invalid("malformed Content-Type header (): mime: no media type");
  }
  const type = contentType.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw invalid(`unsupported Content-Type header (${contentType}): must be 'application/json'`);
  if (body.trim() === "") throw invalid("invalid JSON: got EOF while reading request body");
  try {
    return JSON.parse(body);
  } catch {
    throw invalid("invalid JSON: the request body is not valid JSON");
  }
}
