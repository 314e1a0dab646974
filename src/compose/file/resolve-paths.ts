import { resolvePath } from "../../kernel/filesystem.ts";
import { changeAt, isList, isMap, mapValues, scalarText, type YamlMap, type YamlValue } from "./yaml/yaml-value.ts";

/** Where relative paths start. */
export interface PathBase {
  /** Absolute. */
  readonly folder: string;
  /** What `~` is. */
  readonly home: string;
}

/**
 * Makes the paths of a file in canonical form absolute: build contexts, env files, bind mounts, configs and secrets
 * (compose-go, `paths.ResolveRelativePaths`).
 */
export function resolvePaths(tree: YamlMap, base: PathBase): YamlMap {
  const path = (value: YamlValue): YamlValue => absolute(scalarText(value), base);
  const filePath = (item: YamlValue) => (isMap(item) ? changeAt(item, "file", path) : item);
  let out = changeAt(tree, "services", (services) =>
    isMap(services)
      ? mapValues(services, (service) => (isMap(service) ? servicePaths(service, base) : service))
      : services,
  );
  for (const section of ["configs", "secrets"])
    out = changeAt(out, section, (items) => (isMap(items) ? mapValues(items, filePath) : items));
  return changeAt(out, "volumes", (volumes) =>
    isMap(volumes) ? mapValues(volumes, (volume) => (isMap(volume) ? localDevice(volume, base) : volume)) : volumes,
  );
}

/** A path of the host, from the folder of the project. */
export function absolute(path: string, { folder, home }: PathBase): string {
  if (path === "~" || path.startsWith("~/")) return resolvePath(home, `.${path.slice(1)}`);
  return resolvePath(folder, path);
}

function servicePaths(service: YamlMap, base: PathBase): YamlMap {
  const path = (value: YamlValue): YamlValue => absolute(scalarText(value), base);
  const paths = (list: YamlValue): YamlValue =>
    isList(list) ? list.map((item) => (isMap(item) ? changeAt(item, "path", path) : path(item))) : list;
  const contextPath = (context: YamlValue): YamlValue => (isRemote(scalarText(context)) ? context : path(context));
  let out = changeAt(service, "env_file", paths);
  out = changeAt(out, "label_file", paths);
  out = changeAt(out, "build", (build) =>
    isMap(build)
      ? changeAt(changeAt(build, "context", contextPath), "additional_contexts", (contexts) =>
          isMap(contexts) ? mapValues(contexts, contextPath) : contexts,
        )
      : build,
  );
  out = changeAt(out, "develop", (develop) => (isMap(develop) ? changeAt(develop, "watch", paths) : develop));
  out = changeAt(out, "extends", (value) => (isMap(value) ? changeAt(value, "file", path) : value));
  return changeAt(out, "volumes", (volumes) =>
    isList(volumes)
      ? volumes.map((mount) =>
          isMap(mount) && mount.type === "bind" && mount.source !== undefined
            ? { ...mount, source: path(mount.source) }
            : mount,
        )
      : volumes,
  );
}

/** Whether a build context is an address rather than a folder. */
function isRemote(context: string): boolean {
  return (
    /^(https?|git|ssh|github\.com\/|git@|docker-image|oci-layout|service):/.test(context) ||
    /^(github\.com\/|git@)/.test(context)
  );
}

/** A volume of the local driver that is a folder bound. */
function localDevice(volume: YamlMap, base: PathBase): YamlMap {
  const { driver, driver_opts: options } = volume;
  if ((driver !== undefined && driver !== "local") || !isMap(options) || options.o !== "bind") return volume;
  return { ...volume, driver_opts: changeAt(options, "device", (value) => absolute(scalarText(value), base)) };
}
