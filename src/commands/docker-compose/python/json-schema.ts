import { inTextOrder, isList, isMap, PyFloat, type PyMap, type PyValue, pyRepr } from "./py-value.ts";

/** An error as jsonschema 4.10 reports it. */
export interface SchemaError {
  /** The keyword that failed. */
  readonly validator: string;
  readonly validatorValue: PyValue;
  readonly instance: PyValue;
  /** The innermost schema with that keyword. */
  readonly schema: PyMap;
  /** From where the validation, or the `oneOf` around it, began. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** Of `oneOf` and `anyOf`: the errors of every branch. */
  readonly context: readonly SchemaError[];
  /** What a format's check said. */
  readonly cause?: string;
}

/** A format's check: what is wrong, if anything. */
export type FormatCheck = (value: PyValue) => string | undefined;

/**
 * Validates as jsonschema's Draft4Validator does, with what compose's schemas use of it: errors in the order of the
 * schema's keywords.
 */
export class SchemaValidator {
  readonly #root: PyMap;
  readonly #formats: Readonly<Record<string, FormatCheck>>;

  constructor(root: PyMap, formats: Readonly<Record<string, FormatCheck>> = {}) {
    this.#root = root;
    this.#formats = formats;
  }

  errors(instance: PyValue, schema: PyMap = this.#root): SchemaError[] {
    const { $ref } = schema;
    if (typeof $ref === "string") return this.errors(instance, this.#definition($ref));
    return Object.entries(schema).flatMap(([keyword, value]) => this.#check(keyword, value, instance, schema));
  }

  #definition(ref: string): PyMap {
    let found: PyValue | undefined = this.#root;
    for (const part of ref.replace(/^#\//, "").split("/")) found = isMap(found) ? found[part] : undefined;
    if (!isMap(found)) throw new RangeError(`no schema at ${ref}`);
    return found;
  }

  #check(keyword: string, value: PyValue, instance: PyValue, schema: PyMap): SchemaError[] {
    const fail = (message: string, more: Partial<SchemaError> = {}): SchemaError => ({
      validator: keyword,
      validatorValue: value,
      instance,
      schema,
      path: [],
      message,
      context: [],
      ...more,
    });
    switch (keyword) {
      case "type":
        return this.#type(value, instance, fail);
      case "properties":
        if (!isMap(instance) || !isMap(value)) return [];
        return Object.entries(value).flatMap(([name, own]) =>
          name in instance && isMap(own) ? this.#below(instance[name] ?? null, own, name) : [],
        );
      case "patternProperties":
        if (!isMap(instance) || !isMap(value)) return [];
        return Object.entries(value).flatMap(([pattern, own]) =>
          Object.entries(instance).flatMap(([name, item]) =>
            new RegExp(pattern).test(name) && isMap(own) ? this.#below(item, own, name) : [],
          ),
        );
      case "additionalProperties":
        return value === false && isMap(instance) ? additional(instance, schema, fail) : [];
      case "items":
        if (!isList(instance) || !isMap(value)) return [];
        return instance.flatMap((item, at) => this.#below(item, value, at));
      case "required":
        if (!isMap(instance) || !isList(value)) return [];
        return value.flatMap((name) =>
          String(name) in instance ? [] : [fail(`${pyRepr(name)} is a required property`)],
        );
      case "dependencies":
        return isMap(instance) && isMap(value) ? dependencies(value, instance, fail) : [];
      case "enum":
        return isList(value) && !value.includes(instance)
          ? [fail(`${pyRepr(instance)} is not one of ${pyRepr(value)}`)]
          : [];
      case "minimum":
        return isBelow(instance, value)
          ? [fail(`${pyRepr(instance)} is less than the minimum of ${pyRepr(value)}`)]
          : [];
      case "maximum":
        return isBelow(value, instance) && isNumber(instance)
          ? [fail(`${pyRepr(instance)} is greater than the maximum of ${pyRepr(value)}`)]
          : [];
      case "uniqueItems":
        return isList(instance) && value === true && hasTwins(instance)
          ? [fail(`${pyRepr(instance)} has non-unique elements`)]
          : [];
      case "format":
        return this.#format(value, instance, fail);
      case "oneOf":
        return this.#oneOf(value, instance, fail);
      case "anyOf":
        return this.#anyOf(value, instance, fail);
      case "not":
        return isMap(value) && this.errors(instance, value).length === 0
          ? [fail(`${pyRepr(instance)} should not be valid under ${pyRepr(value)}`)]
          : [];
      default:
        return [];
    }
  }

  #below(instance: PyValue, schema: PyMap, step: string | number): SchemaError[] {
    return this.errors(instance, schema).map((error) => ({ ...error, path: [step, ...error.path] }));
  }

  #type(value: PyValue, instance: PyValue, fail: Fail): SchemaError[] {
    const types = (isList(value) ? value : [value]).map(String);
    if (types.some((type) => isType(instance, type))) return [];
    return [fail(`${pyRepr(instance)} is not of type ${types.map(pyRepr).join(", ")}`)];
  }

  #format(value: PyValue, instance: PyValue, fail: Fail): SchemaError[] {
    const cause = this.#formats[String(value)]?.(instance);
    return cause === undefined ? [] : [fail(`${pyRepr(instance)} is not a ${pyRepr(value)}`, { cause })];
  }

  #oneOf(value: PyValue, instance: PyValue, fail: Fail): SchemaError[] {
    const branches = (isList(value) ? value : []).filter(isMap);
    const tries = branches.map((branch) => this.errors(instance, branch));
    const first = tries.findIndex((errors) => errors.length === 0);
    if (first < 0)
      return [fail(`${pyRepr(instance)} is not valid under any of the given schemas`, { context: tries.flat() })];
    const more = branches.filter((_, at) => at > first && tries[at]?.length === 0);
    const shown = [...more, ...branches.slice(first, first + 1)].map(pyRepr).join(", ");
    return more.length > 0 ? [fail(`${pyRepr(instance)} is valid under each of ${shown}`)] : [];
  }

  #anyOf(value: PyValue, instance: PyValue, fail: Fail): SchemaError[] {
    const tries = (isList(value) ? value : []).filter(isMap).map((branch) => this.errors(instance, branch));
    if (tries.some((errors) => errors.length === 0)) return [];
    return [fail(`${pyRepr(instance)} is not valid under any of the given schemas`, { context: tries.flat() })];
  }
}

type Fail = (message: string, more?: Partial<SchemaError>) => SchemaError;

const isNumber = (value: PyValue): value is number | PyFloat => typeof value === "number" || value instanceof PyFloat;

const numberOf = (value: PyValue): number =>
  value instanceof PyFloat ? value.value : typeof value === "number" ? value : Number.NaN;

const isBelow = (one: PyValue, other: PyValue): boolean => numberOf(one) < numberOf(other);

function isType(value: PyValue, type: string): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "integer":
      return typeof value === "number";
    case "number":
      return isNumber(value);
    case "boolean":
      return typeof value === "boolean";
    case "null":
      return value === null;
    case "array":
      return isList(value);
    default:
      return isMap(value);
  }
}

function additional(instance: PyMap, schema: PyMap, fail: Fail): SchemaError[] {
  const { properties, patternProperties } = schema;
  const patterns = isMap(patternProperties) ? Object.keys(patternProperties) : undefined;
  const extras = Object.keys(instance)
    .filter((name) => !(isMap(properties) && name in properties))
    .filter((name) => !patterns?.some((pattern) => new RegExp(pattern).test(name)))
    .sort(inTextOrder);
  if (extras.length === 0) return [];
  const names = extras.map(pyRepr).join(", ");
  if (!patterns)
    return [
      fail(`Additional properties are not allowed (${names} ${extras.length === 1 ? "was" : "were"} unexpected)`),
    ];
  const verb = extras.length === 1 ? "does" : "do";
  return [fail(`${names} ${verb} not match any of the regexes: ${patterns.sort(inTextOrder).map(pyRepr).join(", ")}`)];
}

function dependencies(value: PyMap, instance: PyMap, fail: Fail): SchemaError[] {
  return Object.entries(value).flatMap(([name, needed]) => {
    if (!(name in instance) || !isList(needed)) return [];
    return needed.flatMap((other) =>
      String(other) in instance ? [] : [fail(`${pyRepr(other)} is a dependency of ${pyRepr(name)}`)],
    );
  });
}

function hasTwins(list: readonly PyValue[]): boolean {
  return new Set(list.map(pyRepr)).size < list.length;
}
