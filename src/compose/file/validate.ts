import { quote } from "../../engine/go-quote.ts";
import { ComposeError } from "../compose-error.ts";
import { isMap, mapAt, type YamlMap } from "./yaml/yaml-value.ts";

/**
 * What the schema cannot say of volumes, configs and secrets (compose-go, `validation.Validate`).
 * @param tree merged and in canonical form, before anything is added to it
 * @throws ComposeError
 */
export function validateResources(tree: YamlMap): void {
  for (const [name, volume] of Object.entries(mapAt(tree, "volumes")))
    if (isMap(volume)) checkExternal(volume, `volumes.${name}`);
  checkSources(tree, "configs", ["file", "environment", "content"]);
  checkSources(tree, "secrets", ["file", "environment"]);
}

function checkExternal(volume: YamlMap, path: string): void {
  if (volume.external !== true) return;
  const other = Object.keys(volume).find((key) => key !== "name" && key !== "external" && !key.startsWith("x-"));
  if (other !== undefined)
    throw new ComposeError(`${path}: conflicting parameters "external" and ${quote(other)} specified`);
}

function checkSources(tree: YamlMap, section: string, keys: readonly string[]): void {
  for (const [name, value] of Object.entries(mapAt(tree, section))) {
    const object = isMap(value) ? value : {};
    const given = keys.filter((key) => key in object).length;
    const path = `${section}.${name}`;
    if (given > 1) throw new ComposeError(`${path}: ${keys.join("|")} attributes are mutually exclusive`);
    if (given === 0 && !("driver" in object) && !("external" in object))
      throw new ComposeError(`${path}: one of ${keys.join("|")} must be set`);
  }
}
