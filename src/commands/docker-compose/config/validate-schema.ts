import { ConfigurationError } from "../failures.ts";
import { type FormatCheck, type SchemaError, SchemaValidator } from "../python/json-schema.ts";
import { pyJson } from "../python/py-json.ts";
import { inTextOrder, isMap, mapAt, type PyMap, type PyValue, pyRepr, pyStr } from "../python/py-value.ts";
import { splitPort } from "./port-spec.ts";
import type { Schemas } from "./schemas.ts";
import { article, type Format, VERSION_EXPLANATION } from "./version.ts";

/** Keys that people write, and what they mean. */
const HINTS: Readonly<Record<string, string>> = {
  cpu_share: "cpu_shares",
  add_host: "extra_hosts",
  hosts: "extra_hosts",
  extra_host: "extra_hosts",
  device: "devices",
  link: "links",
  memory_swap: "memswap_limit",
  port: "ports",
  privilege: "privileged",
  priviliged: "privileged",
  privilige: "privileged",
  volume: "volumes",
  workdir: "working_dir",
};

const NAME_CHARACTERS = "[a-zA-Z0-9\\._\\-]";

const IPV4 = /^(?:(?:\d{1,2}|1\d{2}|2[0-4]\d|25[0-5])\.){3}(?:\d{1,2}|1\d{2}|2[0-4]\d|25[0-5])\/(?:\d|[1-2]\d|3[0-2])$/;
const IPV6 = /^[0-9a-fA-F:.]*:[0-9a-fA-F:.%]*\/(?:\d|[1-9]\d|1[0-1]\d|12[0-8])$/;

const FORMATS: Readonly<Record<string, FormatCheck>> = {
  ports: (value) => {
    const ports = splitPort(pyStr(value));
    return ports instanceof Error ? ports.message : undefined;
  },
  expose: (value) =>
    typeof value === "string" && !/^\d+(-\d+)?(\/[a-zA-Z]+)?$/.test(value)
      ? "should be of the format 'PORT[/PROTOCOL]'"
      : undefined,
  subnet_ip_address: (value) =>
    typeof value === "string" && !IPV4.test(value) && !IPV6.test(value) ? "should use the CIDR format" : undefined,
};

/**
 * Checks a file against its format's schema (compose/config/validation.py).
 * @throws ConfigurationError that tells everything that is wrong
 */
export function validateSchema(content: PyMap, format: Format, name: string | null, schemas: Schemas): void {
  const errors = new SchemaValidator(schemas[format], FORMATS).errors(content);
  report(errors, (error) => messageOf(error), name);
}

/**
 * Checks what a service must have: an image or a build.
 * @throws ConfigurationError
 */
export function validateConstraints(service: PyMap, name: string, format: Format, schemas: Schemas): void {
  const constraints = mapAt(mapAt(mapAt(schemas[format], "definitions"), "constraints"), "service");
  const errors = new SchemaValidator(schemas[format]).errors(service, constraints);
  report(errors, ({ instance }) => constraintMessage(isMap(instance) ? instance : {}, name, format), null);
}

function report(errors: readonly SchemaError[], message: (error: SchemaError) => string, name: string | null): void {
  if (errors.length === 0) return;
  const sorted = [...errors].sort((a, b) => inTextOrder(a.message, b.message));
  const file = name === null ? "" : ` '${name}'`;
  throw new ConfigurationError(`The Compose file${file} is invalid because:\n${sorted.map(message).join("\n")}`);
}

function constraintMessage(service: PyMap, name: string, format: Format): string {
  const either = "A service can either be built to image or use an existing image, not both.";
  if (format === "v1" && "image" in service && "build" in service)
    return `Service ${name} has both an image and build path specified. ${either}`;
  if (format === "v1" && "image" in service && "dockerfile" in service)
    return `Service ${name} has both an image and alternate Dockerfile. ${either}`;
  return `Service ${name} has neither an image nor a build context specified. At least one must be provided.`;
}

function messageOf(error: SchemaError): string {
  const own = "id" in error.schema ? messageById(error) : undefined;
  return own ?? generic(error);
}

/** What is said of a key that its schema does not have. */
function messageById(error: SchemaError): string | undefined {
  if (error.validator !== "additionalProperties") return undefined;
  const id = pyStr(error.schema.id ?? "");
  if (id === "config_schema_v1.json" || id === "#/properties/services") {
    const names = isMap(error.instance) ? Object.keys(error.instance) : [];
    const wrong = names.find((name) => !/^[a-zA-Z0-9._-]+$/.test(name)) ?? "";
    return `Invalid service name '${wrong}' - only ${NAME_CHARACTERS} characters are allowed`;
  }
  if (id === "#/definitions/service") {
    const key = quotedKey(error);
    const hint = HINTS[key] === undefined ? "" : ` (did you mean '${HINTS[key]}'?)`;
    return `Unsupported config option for ${pathText(error.path)}: '${key}'${hint}`;
  }
  return error.path.length === 0 ? `${error.message}\n\n${VERSION_EXPLANATION}` : undefined;
}

function generic(error: SchemaError): string {
  const { validator, validatorValue, path } = error;
  const where = pathText(path);
  switch (validator) {
    case "oneOf": {
      const { key, text } = oneOfMessage(error);
      return `${key ? [...(where === "" ? [] : [where]), key].join(".") : where} ${text}`;
    }
    case "type":
      return `${where} contains an invalid type, it should be ${typeNames(validatorValue)}`;
    case "required":
      return `${where} is invalid, ${Array.isArray(validatorValue) ? validatorValue.join(", ") : ""} is required.`;
    case "dependencies": {
      const [key = "", needed = []] = Object.entries(isMap(validatorValue) ? validatorValue : {})[0] ?? [];
      const others = Array.isArray(needed) ? needed.join(",") : "";
      return `${pathText([...path, key])} is invalid: when defining '${key}' you must set '${others}' as well`;
    }
    default:
      if (error.cause !== undefined) return `${where} is invalid: ${error.cause}`;
      return path.length > 0 ? `${where} value ${error.message}` : error.message;
  }
}

/** The branch of a `oneOf` that was meant is guessed from the errors of all of them. */
function oneOfMessage({ context }: SchemaError): { readonly key?: string | undefined; readonly text: string } {
  const types: PyValue[] = [];
  for (const error of context) {
    const key = pathText(error.path);
    switch (error.validator) {
      case "oneOf":
        return { key, text: oneOfMessage(error).text };
      case "required":
        return { text: error.message };
      case "additionalProperties":
        return { text: `contains unsupported option: '${quotedKey(error)}'` };
      case "uniqueItems":
        return {
          key: error.path.length > 0 ? key : undefined,
          text: `contains non-unique items, please remove duplicates from ${pyRepr(error.instance)}`,
        };
    }
    if (error.path.length > 0)
      return {
        key,
        text: `contains ${pyJson(error.instance)}, which is an invalid type, it should be ${typeNames(error.validatorValue)}`,
      };
    if (error.validator === "type") types.push(error.validatorValue);
  }
  return { text: `contains an invalid type, it should be ${typeNames(types)}` };
}

/** "a string, number, or an array" */
function typeNames(value: PyValue): string {
  const types = (Array.isArray(value) ? value : [value]).map((type: PyValue) => pyStr(type));
  const [first = "", ...rest] = types;
  if (rest.length === 0) return article(first);
  return `${[article(first), ...rest.slice(0, -1)].join(", ")}, or ${article(rest.at(-1) ?? "")}`;
}

function quotedKey({ message }: SchemaError): string {
  return message.split("'")[1] ?? message.split("(")[1]?.split(" ")[0]?.replace(/^'|'$/g, "") ?? "";
}

const pathText = (path: readonly (string | number)[]) => path.filter((step) => typeof step === "string").join(".");
