import { goYaml } from "../file/yaml/go-yaml.ts";
import { isMap, mapAt, type YamlValue } from "../file/yaml/yaml-value.ts";
import { sorted } from "./stack-decode.ts";
import type { StackFile } from "./stack-file.ts";
import { SECTIONS } from "./stack-structs.ts";

/** What `docker stack config` prints: version, services, then the rest, keys in the order of the client's structures. */
export function stackDefinition({ definition }: StackFile): string {
  const out: Record<string, YamlValue> = { version: definition.version ?? "", services: {} };
  for (const section of SECTIONS)
    if (isMap(definition[section])) out[section] = sorted(Object.entries(mapAt(definition, section)));
  for (const [key, value] of Object.entries(definition)) if (key.startsWith("x-")) out[key] = value;
  return goYaml(out);
}
