import { type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import { ComposeError } from "../compose-error.ts";
import { Fields } from "../file/fields.ts";
import {
  changeAt,
  isList,
  isMap,
  mapAt,
  mapValues,
  scalarText,
  type YamlMap,
  type YamlValue,
} from "../file/yaml/yaml-value.ts";
import { ignoredAddresses } from "./stack-ports.ts";
import { serviceStruct } from "./stack-structs.ts";

/** What a service's file names are taken from, and where its variables come from. */
interface Surroundings {
  readonly workingDir: string;
  readonly files: FileSystem;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A service of a stack's file in long form, with its env files read and its paths absolute (docker/cli, cli/compose/loader).
 * @param warnings takes what the client warns of
 * @throws ComposeError
 */
export function longService(service: YamlMap, { workingDir, files, env }: Surroundings, warnings: string[]): YamlMap {
  const faults: string[] = [];
  warnings.push(...ignoredAddresses(service));
  const long = serviceStruct(service, faults);
  if (faults.length > 0)
    throw new ComposeError(`decoding failed due to the following error(s):\n\n${faults.join("\n")}`);
  const all: Record<string, YamlValue> = {};
  for (const name of new Fields(long).texts("env_file")) {
    const path = resolvePath(workingDir, name);
    if (!files.exists(path)) throw new ComposeError(`open ${path}: no such file or directory`);
    Object.assign(all, envLines(files.readFile(path)));
  }
  Object.assign(all, mapAt(long, "environment"));
  const environment = mapValues(all, (value, key) => (value === null || value === "" ? (env[key] ?? value) : value));
  const home = env.HOME ?? "";
  // A drive's letter begins a path of Windows, which is absolute too.
  const absolute = (source: string) =>
    /^[a-z]:[\\/]/i.test(source) ? source : resolvePath(workingDir, source.replace(/^~/, home));
  return changeAt(Object.keys(environment).length > 0 ? { ...long, environment } : long, "volumes", (list) =>
    isList(list)
      ? list.map((mount) =>
          isMap(mount) && mount.type === "bind" ? { ...mount, source: absolute(sourceOf(mount)) } : mount,
        )
      : list,
  );
}

function sourceOf(mount: YamlMap): string {
  const source = scalarText(mount.source);
  if (source === "") throw new ComposeError(`invalid mount config for type "bind": field Source must not be empty`);
  return source;
}

/** The lines of an env file as docker's own client reads them: no quotes, no variables. */
function envLines(text: string): Record<string, string | null> {
  const lines = text.split("\n").map((line) => line.trimStart());
  return Object.fromEntries(
    lines
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => {
        const cut = line.indexOf("=");
        return cut < 0 ? [line.trim(), null] : [line.slice(0, cut), line.slice(cut + 1)];
      }),
  );
}
