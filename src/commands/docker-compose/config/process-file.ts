import { FileError, resolvePath } from "../../../kernel/filesystem.ts";
import { ConfigurationError } from "../failures.ts";
import type { PyMap, PyValue } from "../python/py-value.ts";
import { YamlError } from "../python/yaml-error.ts";
import { loadYaml } from "../python/yaml-load.ts";
import type { Environment, EnvironmentSource } from "./environment.ts";
import { interpolateSection } from "./interpolate.ts";
import type { Schemas } from "./schemas.ts";
import { validateSchema } from "./validate-schema.ts";
import {
  type ConfigFile,
  checkSection,
  checkTopLevel,
  type Format,
  formatOf,
  sectionOf,
  servicesOf,
} from "./version.ts";

const SECTIONS = ["volume", "network", "secret", "config"] as const;

/** A file with its variables filled in, as its schema allows it. */
export interface ProcessedFile extends ConfigFile {
  readonly format: Format;
}

/** What reading a project's files needs. */
export interface LoaderOptions {
  readonly source: EnvironmentSource;
  readonly environment: Environment;
  readonly schemas: Schemas;
  readonly interpolate: boolean;
}

/** Reads files, fills in their variables and checks them (compose/config/config.py, `process_config_file`). */
export class FileLoader {
  readonly source: EnvironmentSource;
  readonly environment: Environment;
  readonly schemas: Schemas;
  readonly #interpolate: boolean;

  constructor({ source, environment, schemas, interpolate }: LoaderOptions) {
    this.source = source;
    this.environment = environment;
    this.schemas = schemas;
    this.#interpolate = interpolate;
  }

  /** @param name as it was found @throws ConfigurationError */
  read(name: string): ConfigFile {
    return this.#file(name, this.#yaml(name));
  }

  /** What standard input held. @throws ConfigurationError */
  parse(text: string): ConfigFile {
    return this.#file(null, this.#parsed(text, "<stdin>"));
  }

  #file(name: string | null, content: PyValue): ConfigFile {
    checkTopLevel(name, content);
    return { name, content };
  }

  #yaml(name: string): PyValue {
    try {
      return this.#parsed(this.source.files.readFile(resolvePath(this.source.cwd, name)), name);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const [kind, number] = ERRORS[error.code] ?? ["OSError", 5];
      throw new ConfigurationError(`.${kind}: [Errno ${number}] ${error.message}: '${name}'`);
    }
  }

  #parsed(text: string, name: string): PyValue {
    try {
      return loadYaml(text, name);
    } catch (error) {
      throw error instanceof YamlError ? new ConfigurationError(error.message) : error;
    }
  }

  /** @param service one that must be there: another file extends it @throws ConfigurationError */
  processed(file: ConfigFile, service?: string): ProcessedFile {
    const name = file.name ?? "None";
    const format = formatOf(file, this.source.warn);
    const filled = (section: PyValue, called: string): PyMap => {
      checkSection(name, section, called);
      return this.#interpolate ? interpolateSection(format, section, called, this.environment) : section;
    };
    const services = filled(servicesOf(file, format), "service");
    const sections = SECTIONS.map((section) => [
      `${section}s`,
      filled(sectionOf(file, format, `${section}s`), section),
    ]);
    const content: PyMap = format === "v1" ? services : { ...file.content, services, ...Object.fromEntries(sections) };
    validateSchema(content, format, file.name, this.schemas);
    if (service !== undefined && !(service in services))
      throw new ConfigurationError(`Cannot extend service '${service}' in ${name}: Service not found`);
    return { name: file.name, content, format: formatOf({ name: file.name, content }, this.source.warn) };
  }
}

/** How Python calls what a file system refuses. */
const ERRORS: Readonly<Record<string, readonly [string, number]>> = {
  ENOENT: ["FileNotFoundError", 2],
  EACCES: ["PermissionError", 13],
  EISDIR: ["IsADirectoryError", 21],
  ENOTDIR: ["NotADirectoryError", 20],
};
