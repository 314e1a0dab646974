import { ConfigurationError } from "../failures.ts";
import { isMap, type PyMap, type PyValue, pyRepr, truthy } from "../python/py-value.ts";

/** The two formats that compose 1.29 tells apart: services at the top of the file, or below `services`. */
export type Format = "v1" | "spec";

/** What `docker-compose config` prints for a file that says no version. */
export const SPEC_VERSION = "3.9";

export const VERSION_EXPLANATION =
  "You might be seeing this error because you're using the wrong Compose file version. Either specify a supported " +
  'version (e.g "2.2" or "3.3") and place your service definitions under the `services` key, or omit the `version` key ' +
  "and place your service definitions at the root of the file to use version 1.\nFor more on the Compose file format " +
  "versions, see https://docs.docker.com/compose/compose-file/";

/** A file that has been read. */
export interface ConfigFile {
  /** As it was found: "./docker-compose.yml"; null for standard input. */
  readonly name: string | null;
  readonly content: PyMap;
}

/**
 * The format of a file (compose/config/config.py, `ConfigFile.version`).
 * @throws ConfigurationError
 */
export function formatOf({ name, content }: ConfigFile, warn: (text: string) => void): Format {
  const { version } = content;
  const file = name ?? "None";
  if (!truthy(version)) {
    if (["services", "networks", "volumes"].some((section) => truthy(content[section]))) {
      for (const section of ["services", "networks", "volumes"]) checkSection(file, content[section] ?? {}, section);
      return "spec";
    }
    checkSection(file, content, "services");
    return "v1";
  }
  if (isMap(version)) {
    warn(
      `Unexpected type for "version" key in "${file}". Assuming "version" is the name of a service, and defaulting to Compose file version 1.`,
    );
    return "v1";
  }
  if (typeof version !== "string")
    throw new ConfigurationError(`Version in "${file}" is invalid - it should be a string.`);
  if (!/^[1-3]+(\.\d+)?$/.test(version)) throw new ConfigurationError(`Version "${version}" in "${file}" is invalid.`);
  if (version.startsWith("1")) throw new ConfigurationError(`Version in "${file}" is invalid. ${VERSION_EXPLANATION}`);
  return "spec";
}

/** The version as `config` prints it. */
export function shownVersion({ content }: ConfigFile, format: Format): string {
  const { version } = content;
  if (typeof version === "string" && version !== "") return version;
  return format === "v1" ? "1" : SPEC_VERSION;
}

/**
 * The shape that a section has before anything is filled in (compose/config/validation.py, `validate_config_section`).
 * @throws ConfigurationError
 */
export function checkSection(file: string, section: PyValue, name: string): asserts section is PyMap {
  if (!isMap(section))
    throw new ConfigurationError(`In file '${file}', ${name} must be a mapping, not ${article(yamlType(section))}.`);
  for (const [key, value] of Object.entries(section)) {
    if (!isMap(value) && value !== null)
      throw new ConfigurationError(
        `In file '${file}', ${name} '${key}' must be a mapping not ${article(yamlType(value))}.`,
      );
  }
}

/** The services of a file, whichever its format. */
export const servicesOf = ({ content }: ConfigFile, format: Format): PyValue =>
  format === "v1" ? content : (content.services ?? {});

/** A section of a file besides its services. */
export const sectionOf = ({ content }: ConfigFile, format: Format, section: string): PyValue =>
  format === "v1" ? {} : (content[section] ?? {});

export const article = (type: string): string => `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;

function yamlType(value: PyValue): string {
  if (value === null) return "NoneType";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "boolean";
  if (isMap(value)) return "mapping";
  return Array.isArray(value) ? "array" : "number";
}

/** @throws ConfigurationError for a file that is no mapping at all */
export function checkTopLevel(name: string | null, content: PyValue): asserts content is PyMap {
  if (isMap(content)) return;
  throw new ConfigurationError(
    `Top level object in '${name ?? "None"}' needs to be an object not '<class '${pythonType(content)}'>'.`,
  );
}

function pythonType(value: PyValue): string {
  if (value === null) return "NoneType";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "str";
  if (Array.isArray(value)) return "list";
  return /[.e]/.test(pyRepr(value)) ? "float" : "int";
}
