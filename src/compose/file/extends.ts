import { quote } from "../../engine/go-quote.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { ComposeError } from "../compose-error.ts";
import { canonicalService } from "./canonical-service.ts";
import { interpolated } from "./load-file.ts";
import { type LoadScope, readText } from "./load-scope.ts";
import { mergeFiles, resetPaths } from "./merge.ts";
import { resolvePaths } from "./resolve-paths.ts";
import { readYaml } from "./yaml/read-yaml.ts";
import { isMap, mapAt, mapValues, scalarText, without, type YamlMap, type YamlValue } from "./yaml/yaml-value.ts";

/** The services of one file, and where their own `extends` point from. */
interface Source {
  readonly services: YamlMap;
  /** As messages name it. */
  readonly name: string;
  readonly scope: LoadScope;
  readonly resets: readonly (readonly string[])[];
}

interface Step {
  readonly service: string;
  readonly file: string;
}

/**
 * Services that `extends` another get what that one says below their own (the Compose Specification, "Extend").
 * @param path of the file, absolute
 * @throws ComposeError
 */
export function applyExtends(tree: YamlMap, path: string, scope: LoadScope): YamlMap {
  const { services } = tree;
  if (services === undefined) return tree;
  if (!isMap(services)) throw new ComposeError("services must be a mapping");
  const odd = Object.entries(services).find(([, service]) => service !== null && !isMap(service));
  if (odd) throw new ComposeError(`services.${odd[0]} must be a mapping`);
  if (!Object.values(services).some((service) => isMap(service) && "extends" in service)) return tree;
  const source: Source = { services, name: path, scope, resets: [] };
  return { ...tree, services: mapValues(services, (_service, name) => extended(name, source, [])) };
}

function extended(name: string, source: Source, steps: readonly Step[]): YamlValue {
  const service = source.services[name] ?? null;
  if (!isMap(service) || service.extends === undefined) return service;
  const { ref, file } = target(service.extends, name);
  const next = file === undefined ? source : otherFile(name, ref, file, source);
  if (!(ref in next.services)) {
    const inFile = file === undefined ? "" : ` in ${file}`;
    throw new ComposeError(
      `cannot extend service ${quote(name)} in ${source.name}: service ${quote(ref)} not found${inFile}`,
    );
  }
  const step = { service: name, file: next.name };
  checkCycle(steps, step);
  const base = extended(ref, next, [...steps, step]);
  if (!isMap(base)) return without(service, "extends");
  const own = canonicalService(without(service, "extends"), `services.${name}`);
  const below = canonicalService(base, `services.${ref}`);
  const merged = mergeFiles({ services: { [name]: below } }, { services: { [name]: own } });
  return mapAt(merged, "services")[name] ?? null;
}

function target(value: YamlValue, name: string): { ref: string; file: string | undefined } {
  if (!isMap(value)) return { ref: scalarText(value), file: undefined };
  if (typeof value.service !== "string") throw new ComposeError(`extends.${name}.service is required`);
  return { ref: value.service, file: typeof value.file === "string" ? value.file : undefined };
}

function otherFile(name: string, ref: string, file: string, source: Source): Source {
  const path = resolvePath(source.scope.folder, file);
  const folder = resolvePath(path, "..");
  const scope = { ...source.scope, folder };
  const [document] = readYaml(readText(scope.files, path));
  const tree = interpolated(document?.value ?? {}, scope);
  if (tree.services === undefined)
    throw new ComposeError(`cannot extend service ${quote(name)} in ${path}: no services section`);
  if (!isMap(tree.services))
    throw new ComposeError(`cannot extend service ${quote(name)} in ${path}: services must be a mapping`);
  const long = {
    services: mapValues(tree.services, (item, key) => (isMap(item) ? canonicalService(item, `services.${key}`) : item)),
  };
  const resolved = scope.keepPaths ? long : resolvePaths(long, { folder, home: scope.home });
  const services = mapAt(resetPaths(resolved, document?.resets ?? []), "services");
  return {
    services: ref in services ? services : mapAt(resolved, "services"),
    name: file,
    scope,
    resets: document?.resets ?? [],
  };
}

function checkCycle(steps: readonly Step[], step: Step): void {
  const [first] = steps;
  if (!first || !steps.some(({ service, file }) => service === step.service && file === step.file)) return;
  throw new ComposeError(
    [
      "Circular reference:",
      `  ${first.service} in ${first.file}`,
      ...[...steps.slice(1), step].map(({ service, file }) => `  extends ${service} in ${file}`),
    ].join("\n"),
  );
}
