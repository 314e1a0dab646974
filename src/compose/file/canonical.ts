import { canonicalService, looseService } from "./canonical-service.ts";
import { toBoolean } from "./scalars.ts";
import { externalName, pairs } from "./short-forms.ts";
import { changeAt, isMap, mapAt, mapValues, scalarText, type YamlMap, type YamlValue } from "./yaml/yaml-value.ts";

/**
 * A file's content in long form, every scalar of the kind the Compose Specification says (compose-go,
 * `transform.Canonical`). Files are merged in this form.
 * @param loose variables still stand in it: only its shape can change
 * @throws ComposeError
 */
export function canonical(tree: YamlMap, loose = false): YamlMap {
  const out: Record<string, YamlValue> = { ...tree };
  if (isMap(tree.services))
    out.services = mapValues(tree.services, (service, name) =>
      isMap(service) ? (loose ? looseService : canonicalService)(service, `services.${name}`) : service,
    );
  for (const section of ["networks", "volumes", "configs", "secrets"]) {
    if (tree[section] === null) delete out[section];
    if (isMap(tree[section]))
      out[section] = mapValues(mapAt(tree, section), (item, name) =>
        isMap(item) ? (loose ? externalName(item) : canonicalResource(item, `${section}.${name}`)) : {},
      );
  }
  return out;
}

const BOOLEANS = ["external", "internal", "attachable", "enable_ipv4", "enable_ipv6"];

function canonicalResource(item: YamlMap, path: string): YamlMap {
  let out = externalName(item);
  for (const key of BOOLEANS) out = changeAt(out, key, (value) => toBoolean(value, `${path}.${key}`));
  out = changeAt(out, "labels", (value) => pairs(value, ""));
  return changeAt(out, "driver_opts", (value) => (isMap(value) ? mapValues(value, scalarText) : value));
}
