import { resolvePath } from "../../kernel/filesystem.ts";
import { ComposeError } from "../compose-error.ts";
import { isMap, scalarText, type YamlMap } from "../file/yaml/yaml-value.ts";

const KIND: Readonly<Record<string, string>> = {
  networks: "network",
  volumes: "volume",
  secrets: "secret",
  configs: "config",
};

/** Since which version 3 an external one has its name beside `external`. */
const NAMED_SINCE: Readonly<Record<string, number>> = { networks: 5, volumes: 4, secrets: 5, configs: 5 };

interface ResourceOptions {
  readonly workingDir: string;
  readonly minor: number;
}

/**
 * A network, volume, secret or config of a stack's file, with its name and its file's path.
 * @throws ComposeError when an external one has more said of it, or a secret has two sources
 */
export function stackResource(
  item: YamlMap,
  section: string,
  key: string,
  { workingDir, minor }: ResourceOptions,
  warnings: string[],
): YamlMap {
  const kind = KIND[section] ?? section;
  const { external } = item;
  const oldName = isMap(external) ? scalarText(external.name) : "";
  if (external === true || isMap(external)) {
    const extra = ["driver", "driver_opts", "labels"].find((name) => item[name] !== undefined);
    if (section === "volumes" && extra !== undefined)
      throw new ComposeError(`conflicting parameters "external" and "${extra}" specified for volume "${key}"`);
    if (oldName === "") return { ...item, external: true, name: scalarText(item.name) || key };
    if (scalarText(item.name) !== "")
      throw new ComposeError(`${kind} ${key}: ${kind}.external.name and ${kind}.name conflict; only use ${kind}.name`);
    if (minor >= (NAMED_SINCE[section] ?? 0))
      warnings.push(`${kind} ${key}: ${kind}.external.name is deprecated in favor of ${kind}.name`);
    return { ...item, external: true, name: oldName };
  }
  if (section !== "secrets" && section !== "configs") return item;
  if (item.driver === undefined) return { ...item, file: resolvePath(workingDir, scalarText(item.file)) };
  if (item.file !== undefined)
    throw new ComposeError(`${kind} ${key}: ${kind}.driver and ${kind}.file conflict; only use ${kind}.driver`);
  return item;
}
