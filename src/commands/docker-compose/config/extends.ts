import { resolvePath } from "../../../kernel/filesystem.ts";
import { ConfigurationError } from "../failures.ts";
import { isMap, mapAt, type PyMap, pyStr, textAt } from "../python/py-value.ts";
import { mergeServices } from "./merge.ts";
import type { FileLoader } from "./process-file.ts";
import { expandPath, processService } from "./process-service.ts";
import { containerIn, serviceIn } from "./validate-service.ts";
import { type ConfigFile, type Format, servicesOf } from "./version.ts";

/** A service on its way, and the file it stands in. */
interface Place {
  /** Absolute; null for standard input. */
  readonly file: string | null;
  readonly folder: string;
  readonly name: string;
  readonly service: PyMap;
}

/** Puts what services extend below them (compose/config/config.py, `ServiceExtendsResolver`). */
export class ExtendsResolver {
  readonly #main: ConfigFile;
  readonly #mainPath: string | null;
  readonly #format: Format;
  readonly #loader: FileLoader;

  constructor(main: ConfigFile, format: Format, loader: FileLoader) {
    this.#main = main;
    this.#mainPath = main.name === null ? null : resolvePath(loader.source.cwd, main.name);
    this.#format = format;
    this.#loader = loader;
  }

  /** @throws ConfigurationError */
  resolve(name: string, service: PyMap, folder: string): PyMap {
    return this.#run({ file: this.#mainPath, folder, name, service }, []);
  }

  #run(place: Place, seen: readonly Place[]): PyMap {
    if (seen.some(({ file, name }) => file === place.file && name === place.name)) throw circular([...seen, place]);
    const { extends: given } = place.service;
    if (given === undefined) return place.service;
    const options = isMap(given) ? given : { service: given };
    const wanted = pyStr(options.service ?? null);
    if (!("file" in options) && place.file === null)
      throw new ConfigurationError(
        `Invalid 'extends' configuration for ${place.name}: you need to specify a 'file', e.g. 'file: something.yml'`,
      );
    const file =
      "file" in options ? expandPath(place.folder, pyStr(options.file ?? null), this.#loader.source.env) : place.file;
    const base = this.#serviceOf(file ?? "", wanted);
    const folder = (file ?? "").replace(/\/[^/]*$/, "") || "/";
    const below = this.#run({ file, folder, name: wanted, service: base }, [...seen, place]);
    const processed = processService(below, folder, this.#loader.source);
    refuseWhatCannotBeExtended(processed, wanted, file ?? "");
    return mergeServices(processed, place.service, this.#format);
  }

  #serviceOf(path: string, name: string): PyMap {
    const file = path === this.#mainPath ? this.#main : this.#loader.processed(this.#loader.read(path), name);
    const services = servicesOf(file, this.#format);
    if (!isMap(services) || !isMap(services[name]))
      throw new ConfigurationError(`Cannot extend service '${name}' in ${path}: Service not found`);
    return mapAt(services, name);
  }
}

function circular(trail: readonly Place[]): ConfigurationError {
  const steps = trail.map(({ name, file }) => `${name} in ${file ?? "None"}`);
  return new ConfigurationError(`Circular reference:\n  ${steps.join("\n  extends ")}`);
}

function refuseWhatCannotBeExtended(service: PyMap, name: string, file: string): void {
  const refuse = (what: string) => {
    throw new ConfigurationError(
      `Cannot extend service '${name}' in ${file}: services with '${what}' cannot be extended`,
    );
  };
  if ("links" in service) refuse("links");
  if ("volumes_from" in service) refuse("volumes_from");
  if (containerIn(textAt(service, "net")) !== undefined) refuse("net: container");
  if (serviceIn(textAt(service, "network_mode")) !== undefined) refuse("network_mode: service");
  if ("depends_on" in service) refuse("depends_on");
}
